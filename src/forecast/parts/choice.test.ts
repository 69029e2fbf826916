import { beforeAll, expect, test } from "vitest";
import type { ForecastSpec } from "../spec.ts";
import { broken, build, lag, plainModel, plainSpec } from "../build-for-tests.ts";
import { openDatabase, relationOf } from "../duckdb-for-tests.ts";
import { randomNumbers } from "../../testing/random.ts";
import { range } from "../sql.ts";

const database = await openDatabase();
const known = (column: string) => ({ kind: "known", column }) as const;
const weekly = { kind: "calendar", part: "weekday" } as const;
const spec: ForecastSpec = { ...plainSpec, models: [{ ...plainModel, lambdas: [0.01, 1], features: [lag(1), lag(7), known("is_open")] }], validation: { blocks: 3, refit: "each_block", test: 0 } };

/** Series that something is odd about, each among healthy ones; the 120th day is the newest. */
const shops: Record<string, { first?: number; knows?: boolean; sales: (day: number, random: () => number, before: number) => number }> = {
  autoregressive: { sales: (day, random, before) => 20 + 0.6 * before + (day % 7 > 4 ? 15 : 0) + 4 * random() },
  weekly: { sales: (day) => [5, 9, 2, 6, 5, 30, 35][day % 7]! },
  constant: { sales: () => 12 },
  zero: { sales: () => 0 },
  growing: { sales: (day) => 3 * day + 7 },
  tiny: { sales: (day) => 1e-60 * day },
  large: { sales: (day, random) => 1e60 * (1 + random() + (day % 7)) },
  "ten days": { first: 111, sales: (day) => day % 7 },
  "two days": { first: 119, sales: (day) => day },
  "one day": { first: 120, sales: () => 8 },
  "blind ahead": { knows: false, sales: (day, random, before) => 20 + 0.6 * before + (day % 7 > 4 ? 15 : 0) + 4 * random() },
};

beforeAll(async () => {
  const rows = Object.entries(shops).flatMap(([shop, { first = 1, knows = true, sales }]) => {
    const random = randomNumbers(3);
    let before = 50;
    return range(first, 127).map((day) => {
      before = sales(day, random, before);
      const isAhead = day > 120;
      return [`'${shop}'`, `date '2024-01-01' + ${day}`, isAhead && !knows ? "null" : day % 7 > 4 ? 1 : 0, isAhead ? "null" : before, `'${day % 2 === 0 ? "even" : "odd"}'`, day % 7 === 0 ? 5 : 1, day % 7 === 3 ? "false" : "true"];
    });
  });
  await database.run(`create table observed as ${relationOf(["shop", "day", "is_open", "sales", "parity", "importance", "counts"], rows).slice(1, -1)}`);
});

const chosen = async (given: Partial<ForecastSpec> = {}, inputs: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> => {
  await build(database, { ...spec, ...given }, { of: "observed", ...inputs });
  const rows = await database.rows("select shop, min(model) as model, count(distinct model) as models, count(*) as steps, count(*) filter (abs(forecast) < 1e99 and lower <= forecast and forecast <= upper) as good from forecast group by shop");
  expect(rows.filter((row) => Number(row["models"]) !== 1 || Number(row["steps"]) !== 7 || (Number(row["good"]) !== 7 && row["shop"] !== "one day"))).toEqual([]);
  return Object.fromEntries(rows.map((row) => [row["shop"], row["model"]]));
};

test("each series takes its best candidate, a short one what it is long enough for, the shortest its last value", async () => {
  expect(await chosen()).toEqual({
    autoregressive: "ridge_0.01", weekly: "seasonal_naive", constant: "drift", zero: "drift", growing: "drift", tiny: "drift", large: "ridge_0.01",
    "ten days": "naive", "two days": "naive", "one day": "naive", "blind ahead": "seasonal_naive",
  });
  const [last] = await database.rows("select forecast from forecast where shop = 'one day' and step = 7");
  expect(last).toEqual({ forecast: 8 });
});

test("odd series change nothing in the coefficients of others", async () => {
  await chosen();
  const wanted = await database.rows("select model, term, estimate from forecast__coefficients where shop = 'autoregressive' order by model, term");
  await build(database, spec, { of: "(select * from observed where shop = 'autoregressive')" }, "alone");
  const alone = await database.rows("select model, term, estimate from alone__coefficients order by model, term");
  expect(wanted).toHaveLength(8);
  expect(alone.map((row) => row["term"])).toEqual(wanted.map((row) => row["term"]));
  alone.forEach((row, i) => expect(Math.abs(Number(row["estimate"]) / Number(wanted[i]!["estimate"]) - 1)).toBeLessThan(1e-11));
});

test("one choice for all takes the candidate with the best score over all series, and the next where it is not to be had", async () => {
  const found = await chosen({ choice: { metric: "wape", by: "overall" } });
  const [best] = await database.rows("select model from forecast__scores where level = 'overall' and stage = 'validation' and place = 1");
  expect(best).toEqual({ model: "ridge_0.01" });
  expect(found).toMatchObject({ autoregressive: "ridge_0.01", weekly: "ridge_0.01", "blind ahead": "seasonal_naive", "one day": "naive" });
  expect(await database.rows("select distinct model, is_chosen from forecast__scores where level = 'overall' and is_chosen order by model")).toEqual([{ model: "chosen", is_chosen: true }, { model: "ridge_0.01", is_chosen: true }]);
});

test("what was chosen scores as the rows of each series' choice do, and never worse than the best baseline", async () => {
  await chosen({ segments: ["parity"], weight: "importance", scored: "counts", booleans: ["counts"] });
  const rows = await database.rows("select model, mae, rmse, wmae, n, covered, is_baseline from forecast__scores where level = 'overall' order by mae");
  const own = await database.rows(`
    select count(*) as n, avg(abs(actual - forecast)) as mae, sqrt(avg((actual - forecast) ^ 2)) as rmse, sum(weight * abs(actual - forecast)) / sum(weight) as wmae
    from forecast__backtest as backtest join forecast__scores as scores on scores.level = 'key' and scores.stage = backtest.stage and scores.shop = backtest.shop and scores.model = backtest.model and scores.place = 1
    where backtest.is_scored`);
  const overall = rows.find((row) => row["model"] === "chosen")!;
  for (const name of ["n", "mae", "rmse", "wmae"]) expect(Math.abs(Number(overall[name]) / Number(own[0]![name]) - 1)).toBeLessThan(1e-12);
  expect(Number(overall["mae"])).toBeLessThanOrEqual(Math.min(...rows.filter((row) => row["is_baseline"]).map((row) => Number(row["mae"]))));
  expect(new Set(rows.map((row) => row["n"])).size).toBe(1);
  expect(Number(rows.find((row) => row["model"] === "ridge_1")!["covered"])).toBeLessThan(Number(overall["n"]));
  const segments = await database.rows("select segment_value, sum(n) as n from forecast__scores where level = 'segment' and model = 'chosen' group by segment_value order by segment_value");
  expect(segments.map((row) => row["segment_value"])).toEqual(["even", "odd"]);
  expect(segments.reduce((total, row) => total + Number(row["n"]), 0)).toBe(Number(overall["n"]));
});

test("a candidate that runs away in the forecast itself loses to the next one that does not", async () => {
  // Every second of the last days is known to be open; the days ahead claim a thousandfold opening.
  const wild = "(select * replace (case when sales is null then 1000.0 else is_open end as is_open) from observed where shop = 'autoregressive')";
  await build(database, { ...spec, ensemble: true }, { of: wild }, "wild");
  const places = await database.rows("select model, place, is_chosen from wild__scores where level = 'key' order by place limit 4");
  expect(places[0]).toMatchObject({ model: "ridge_0.01", is_chosen: false });
  expect(await database.rows("select distinct model, is_clamped from wild")).toEqual([{ model: "seasonal_naive", is_clamped: false }]);
  expect(await database.rows("select distinct model from wild__candidates where fold = 0 and is_wild order by model")).toEqual([{ model: "ensemble" }, { model: "ridge_0.01" }, { model: "ridge_1" }].slice(1));
});

test("bounds hold forecasts and intervals, and the series they hold is told", async () => {
  await build(database, { ...spec, bounds: { lower: 9, upper: 31 } }, { of: "(select * from observed where shop = 'weekly')" }, "bound");
  const rows = await database.rows("select forecast, lower, upper, is_clamped from bound order by step");
  expect(rows.map((row) => row["forecast"])).toEqual([9, 9, 9, 30, 31, 9, 9].map((_, i) => Math.min(31, Math.max(9, [5, 9, 2, 6, 5, 30, 35][(121 + i) % 7]!))));
  expect(rows.map((row) => row["is_clamped"])).toEqual(range(121, 127).map((day) => [true, false, true, true, true, false, true][day % 7]));
  expect(rows.every((row) => Number(row["lower"]) >= 9 && Number(row["upper"]) <= 31)).toBe(true);
});

test("the ensemble is the mean of the best regression and the best baseline, chosen by the other blocks", async () => {
  await build(database, { ...spec, ensemble: true }, { of: "(select * from observed where shop in ('autoregressive', 'ten days'))" }, "mixed");
  const rows = await database.rows("select model, fold, step, forecast from mixed__backtest where shop = 'autoregressive'");
  const of = (model: string, fold: number, step: number): number => Number(rows.find((row) => row["model"] === model && Number(row["fold"]) === fold && Number(row["step"]) === step)!["forecast"]);
  const errors = await database.rows("select fold, model, absolute from mixed__errors join (select distinct series_number from mixed__series where shop = 'autoregressive') using (series_number)");
  const best = (models: readonly string[], without: number): string =>
    [...models].sort((a, b) => total(a, without) - total(b, without))[0]!;
  const total = (model: string, without: number): number => errors.filter((row) => row["model"] === model && Number(row["fold"]) !== without).reduce((sum, row) => sum + Number(row["absolute"]), 0);
  for (const fold of [1, 2, 3]) {
    const members = [best(["ridge_0.01", "ridge_1"], fold), best(["seasonal_naive", "naive", "drift"], fold)];
    for (const step of [1, 7]) expect(of("ensemble", fold, step)).toBeCloseTo((of(members[0]!, fold, step) + of(members[1]!, fold, step)) / 2, 10);
  }
  expect(await database.rows("select * from mixed__backtest where shop = 'ten days' and model = 'ensemble'")).toEqual([]);
});

test("predictions from elsewhere are judged on the same rows, and compete where they cover them", async () => {
  const theirs = "(select shop, day, coalesce(sales, 77) as forecast from observed where shop = 'autoregressive' or (shop = 'weekly' and day > date '2024-04-20'))";
  const found = await chosen({ external: ["theirs"] }, { "external:theirs": theirs });
  expect(found).toMatchObject({ autoregressive: "theirs", weekly: "seasonal_naive" });
  expect(await database.rows("select shop, n, covered, mae, place from forecast__scores where level = 'key' and model = 'theirs' order by shop")).toEqual([
    { shop: "autoregressive", n: 21n, covered: 21n, mae: 0, place: 1n }, { shop: "weekly", n: 21n, covered: 7n, mae: expect.any(Number), place: null },
  ]);
  expect(await database.rows("select distinct forecast from forecast where shop = 'autoregressive'")).toEqual([{ forecast: 77 }]);
});

test("predictions that tell their origin count only from it, and none may come twice", async () => {
  const twice = "(select shop, day, 0 as forecast, date '2024-04-10' + cast(i as integer) as origin from observed cross join range(7) as origins(i) where shop = 'autoregressive')";
  const given = { ...spec, external: ["theirs"], withOrigin: ["theirs"] };
  await build(database, given, { of: "observed", "external:theirs": twice }, "told");
  expect(await database.rows("select distinct cast(origin as varchar) as origin, fold from told__backtest where model = 'theirs'")).toEqual([{ origin: "2024-04-16", fold: 2n }]);
  expect(await broken(database, given, "one_prediction_a_period_theirs", { "external:theirs": twice }, "candidates")).toEqual([]);
  expect((await broken(database, { ...given, withOrigin: [] }, "one_prediction_a_period_theirs", { "external:theirs": twice }, "candidates")).length).toBe(127);
});

test("a feature without any value makes no regression and no error", async () => {
  const found = await chosen({ models: [{ ...plainModel, features: [known("nothing"), lag(1)] }, { ...plainModel, name: "weekday", features: [weekly, lag(7)] }] }, { of: "(select *, null as nothing from observed)" });
  expect(found["autoregressive"]).toBe("weekday_0.01");
});
