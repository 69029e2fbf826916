import { beforeAll, expect, test } from "vitest";
import type { ForecastRequest } from "./forecast.ts";
import type { Row } from "./duckdb-for-tests.ts";
import { randomNumbers } from "../testing/random.ts";
import { duckdb, openDatabase, postgres, relationOf } from "./duckdb-for-tests.ts";
import { forecastSql, forecastSteps } from "./forecast.ts";
import { range, statement } from "./sql.ts";
import { defaultTolerance } from "./fit.ts";
import { leastSquares } from "./least-squares-for-tests.ts";
import { regressionSteps } from "./refine.ts";

const database = await openDatabase();
const request: ForecastRequest = {
  relation: "observed", keys: ["shop"], time: "day", target: "sales", known: ["is_weekend"], terms: [{ kind: "lag", lag: 1 }, { kind: "rolling_mean", window: 7, lag: 1 }], horizon: 7,
  blocks: 2, fit: "each_block", lambdas: [0.01, 1], minDf: 15, baselines: ["naive", "seasonal_naive", "drift"], season: 7, window: 7, level: 0.95, spelling: duckdb,
};

/** Shops by name: one that a lag explains, one that repeats its weeks, one that stands still, a new one, one of a single day. */
const shops: Record<string, (day: number, random: () => number, before: number) => number> = {
  autoregressive: (day, random, before) => 20 + 0.6 * before + (day % 7 > 4 ? 15 : 0) + 4 * random(),
  weekly: (day) => [5, 9, 2, 6, 5, 30, 35][day % 7]!,
  constant: () => 12,
  "new": (day) => 3 * day,
  "single day": () => 8,
};
const days: Record<string, number> = { "new": 10, "single day": 1 };

beforeAll(async () => {
  const rows = Object.entries(shops).flatMap(([shop, sales]) => {
    const random = randomNumbers(3);
    const length = days[shop] ?? 120;
    let before = 50;
    return range(1, length + 7).map((day) => {
      before = sales(day, random, before);
      return [`'${shop}'`, `date '2024-01-01' + ${day}`, day % 7 > 4 ? 1 : 0, day > length ? "null" : before];
    });
  });
  await database.run(`create table observed as ${relationOf(["shop", "day", "is_weekend", "sales"], rows).slice(1, -1)}`);
});

test("each series gets the candidate with the least hold-out error, and a short one the first baseline", async () => {
  const rows = await database.rows(`select distinct shop, model from (${forecastSql(request)}) order by shop`);
  expect(rows).toEqual([
    { shop: "autoregressive", model: "ridge_0.01" },
    { shop: "constant", model: "drift" }, // all are exact, so the name decides
    { shop: "new", model: "naive" },
    { shop: "single day", model: "naive" },
    { shop: "weekly", model: "seasonal_naive" },
  ]);
});

test("every series gets one forecast a step, on the days after its last known one", async () => {
  const rows = await database.rows(`select cast(day as varchar) as day, step, forecast, lower, upper from (${forecastSql(request)}) where shop = 'weekly' order by step`);
  expect(rows.map((row) => row["step"])).toEqual(range(1, 7));
  expect(rows.map((row) => row["forecast"])).toEqual(range(121, 127).map((day) => shops["weekly"]!(day, () => 0, 0)));
  expect([rows[0]?.["day"], rows[6]?.["day"]]).toEqual(["2024-05-01", "2024-05-07"]);
  expect(rows[0]).toMatchObject({ lower: rows[0]?.["forecast"], upper: rows[0]?.["forecast"] }); // without an error in the hold-out
});

test("what happens inside a block changes no coefficient and no forecast of that block", async () => {
  const hold = (relation: string): string => `${statement(forecastSteps({ ...request, relation }), duckdb, "forecast_candidates")} where fold = 2 order by k1, model, step`;
  const changed = "(select * replace (case when day > date '2024-01-01' + 106 and sales is not null then 1000 + sales else sales end as sales) from observed)";
  const before = await database.rows(hold(request.relation));
  const after = await database.rows(hold(changed));
  expect(before.length).toBeGreaterThan(0);
  after.forEach((row, i) => expect(Number(row["forecast"])).toBeCloseTo(Number(before[i]!["forecast"]), 9));
  expect(after.map((row) => row["model"])).toEqual(before.map((row) => row["model"]));
});

const autoregressive = "(select * from observed where shop = 'autoregressive')";
const ridge = async (given: Partial<ForecastRequest>): Promise<readonly Row[]> =>
  database.rows(`${statement(forecastSteps({ ...request, relation: autoregressive, lambdas: [0.01], ...given }), duckdb, "forecast_candidates")} where fold = 0 and model = 'ridge_0.01' order by step`);

test.each([
  { horizon: 1, lags: [1, 3] },
  { horizon: 7, lags: [7, 14] },
])("a forecast $horizon ahead with lags $lags is the regression equation itself", async ({ horizon, lags }) => {
  const names = lags.map((lag) => `lag_${lag}`);
  const featured = `(select *, row_number() over (order by day) as t, ${lags.map((lag, j) => `lag(sales, ${lag}) over (order by day) as ${names[j]}`).join(", ")} from ${autoregressive})`;
  const regression = regressionSteps({
    relation: `(select * from ${featured} where t > ${lags.at(-1)} and t <= 120)`, keys: [], features: [...names, "is_weekend"], target: "sales", lambdas: [0.01], intercept: true,
    tolerance: defaultTolerance, minDf: 15, spelling: duckdb,
  });
  const wanted = await database.rows(
    `select b0 + b1 * ${names[0]} + b2 * ${names[1]} + b3 * is_weekend as forecast, sigma from (${statement(regression, duckdb)}) cross join ${featured} where t between 121 and ${120 + horizon} order by t`,
  );
  const found = await ridge({ horizon, terms: lags.map((lag) => ({ kind: "lag", lag })), relation: `(select * from ${autoregressive} where day <= date '2024-01-01' + ${120 + horizon})` });
  expect(found.map((row) => row["forecast"])).toEqual(wanted.map((row) => expect.closeTo(Number(row["forecast"]), 10)));
  expect(found.map((row) => row["error"])).toEqual(wanted.map((row) => expect.closeTo(Number(row["sigma"]), 10)));
});

test("a model of seasonal changes forecasts levels as a loop over its equation does", async () => {
  const series = await database.rows(`select sales, is_weekend from ${autoregressive} order by day`);
  const levels = series.slice(0, 120).map((row) => Number(row["sales"]));
  const change = (t: number): number => levels[t]! - levels[t - 7]!;
  const features = (t: number): number[] => [change(t - 1), range(1, 7).reduce((total, lag) => total + change(t - lag) / 7, 0), Number(series[t]!["is_weekend"])];
  const training = range(14, 119);
  const [b0, ...b] = leastSquares(training.map(features), training.map(change), 0.01);
  for (const t of range(120, 126)) levels[t] = levels[t - 7]! + features(t).reduce((total, value, j) => total + b[j]! * value, b0!);
  const found = await ridge({ difference: 7 });
  expect(found.map((row) => row["forecast"])).toEqual(levels.slice(120).map((level) => expect.closeTo(level, 10)));
});

test("Postgres materialises every stage of a forecast that is not fenced", () => {
  const text = forecastSql({ ...request, spelling: postgres });
  const steps = forecastSteps({ ...request, spelling: postgres });
  expect(text.match(/ as materialized \(/g)?.length).toBe(steps.filter((step) => step.perRow !== true).length);
});
