import { beforeAll, describe, expect, test } from "vitest";
import type { ForecastSpec, RegressionModel } from "../spec.ts";
import { build, lag, plainModel, plainSpec } from "../build-for-tests.ts";
import { leastSquares } from "../least-squares-for-tests.ts";
import { dateLiteral, relationOf } from "../duckdb-for-tests.ts";
import { engines } from "../../testing/databases.ts";
import { randomNumbers } from "../../testing/random.ts";
import { range } from "../sql.ts";

const length = 120;
const random = randomNumbers(5);
/** Two series: values and pieces by day, the price of the days ahead too. */
const values = [1, 2].map((shop) => range(1, length).map((day) => 30 * shop + 8 * ((day + shop) % 7) + 6 * random()));
const pieces = [1, 2].map(() => range(1, length).map(() => 3 + random()));
const prices = [1, 2].map(() => range(1, length + 14).map(() => 1 + random()));
const observed = relationOf(["shop", "day", "sales", "pieces", "price"], [0, 1].flatMap((shop) =>
  range(0, length + 13).map((day) => [shop + 1, dateLiteral("2024-01-01", day), values[shop]![day] ?? "null", pieces[shop]![day] ?? "null", prices[shop]![day]!]),
));
const spec = (model: Partial<RegressionModel>, horizon: number): ForecastSpec => ({ ...plainSpec, horizon, models: [{ ...plainModel, lambdas: [0.1], ...model }], validation: { blocks: 1, refit: "once", test: 0 } });
const close = (wanted: readonly (readonly number[])[]) => wanted.map((row) => row.map((value) => expect.toSatisfy((other: number) => Math.abs(other - value) <= 1e-12 * Math.abs(value), `${value} to 1e-12`)));
const dot = (b: readonly number[], x: readonly number[]): number => x.reduce((total, value, j) => total + b[j + 1]! * value, b[0]!);
const price = { kind: "known", column: "price" } as const;

describe.each(engines)("on $name", async (engine) => {
  const database = await engine.open();
  beforeAll(() => database.create("observed", observed.slice(1, -1)));
  // Trino makes a table in half a second, so that it gets some of the tests only.
  const isSlow = engine.name === "Trino";
  const others = test.skipIf(isSlow);
  const found = async (model: Partial<RegressionModel>, horizon: number, more: Partial<ForecastSpec> = {}): Promise<number[][]> => {
    await build(database, { ...spec(model, horizon), ...more }, { of: database.table("observed"), holidays: database.table("holidays") }, "forecast", "forecasts_ridge");
    const rows = await database.rows(`select series_number, forecast from ${database.table("forecast__forecasts_ridge")} where fold = 0 order by series_number, step`);
    return [1, 2].map((shop) => rows.filter((row) => Number(row["series_number"]) === shop).map((row) => Number(row["forecast"])));
  };

  test.each(isSlow ? [7] : [1, 7])("with every lag at least the horizon %d, a recursive and a direct model are the same", async (horizon) => {
    const features = [lag(horizon), lag(14), price];
    const recursive = await found({ features }, horizon);
    expect(recursive[0]).toHaveLength(horizon);
    expect(await found({ features, mode: "direct" }, horizon)).toEqual(close(recursive));
  });

  others("a recursive model is a loop over its equation; another column's past is taken a season earlier once it is not known", async () => {
    const horizon = 10;
    const wanted = values.map((series, shop) => {
      const levels = [...series];
      const others = [...pieces[shop]!];
      for (const day of range(length, length + horizon - 1)) others[day] = others[day - 7]!;
      const features = (day: number): number[] => [levels[day - 1]!, range(1, 7).reduce((total, back) => total + levels[day - back]! / 7, 0), others[day - 1]!, range(2, 4).reduce((total, back) => total + others[day - back]! / 3, 0), prices[shop]![day]!];
      const training = range(7, length - 1);
      const b = leastSquares(training.map(features), training.map((day) => levels[day]!), 0.1);
      for (const day of range(length, length + horizon - 1)) levels[day] = dot(b, features(day));
      return levels.slice(length);
    });
    const features = [lag(1), { kind: "past", term: { kind: "rolling_mean", window: 7, lag: 1 } }, lag(1, "pieces"), { kind: "past", column: "pieces", term: { kind: "rolling_mean", window: 3, lag: 2 } }, price] as const;
    expect(await found({ features }, horizon)).toEqual(close(wanted));
  });

  others.each(["diff", "seasonal_diff"] as const)("a recursive model of the %s adds its forecasts up to levels", async (target) => {
    const d = target === "diff" ? 1 : 7;
    const wanted = values.map((series) => {
      const levels = [...series];
      const features = (day: number): number[] => [levels[day - 1]! - levels[day - 1 - d]!, levels[day - 7]! - levels[day - 7 - d]!];
      const training = range(7 + d, length - 1);
      const b = leastSquares(training.map(features), training.map((day) => levels[day]! - levels[day - d]!), 0.1);
      for (const day of range(length, length + 8)) levels[day] = levels[day - d]! + dot(b, features(day));
      return levels.slice(length);
    });
    expect(await found({ target, features: [lag(1), lag(7)] }, 9)).toEqual(close(wanted));
  });

  others.each([
    { mode: "recursive", target: "diff", d: 1 }, { mode: "recursive", target: "seasonal_diff", d: 7 }, { mode: "direct", target: "diff", d: 9 },
  ] as const)("in a $mode model of the $target a known column and a holiday are differenced along, a factor of a product and another's past are not", async ({ mode, target, d }) => {
    const isHoliday = (day: number): number => (day % 17 === 3 ? 1 : 0);
    const back = mode === "direct" ? 9 : 1;
    const wanted = values.map((series, shop) => {
      const levels = [...series];
      const others = [...pieces[shop]!];
      for (const day of range(length, length + 8)) others[day] = others[day - 7 * Math.ceil((day - length + 1) / 7)]!;
      const change = (of: (day: number) => number, day: number): number => of(day) - of(day - d);
      const features = (day: number): number[] => [change((at) => levels[at - back]!, day), change((at) => prices[shop]![at]!, day), change(isHoliday, day), others[day - back]!, prices[shop]![day]! * prices[shop]![day]!];
      const training = range(back + d, length - 1);
      const b = leastSquares(training.map(features), training.map((day) => levels[day]! - levels[day - d]!), 0.1);
      for (const day of range(length, length + 8)) levels[day] = levels[day - d]! + dot(b, features(day));
      return levels.slice(length);
    });
    await database.create("holidays", range(0, length + 14).filter((day) => isHoliday(day) === 1).map((day) => `select ${dateLiteral("2024-01-01", day)} as day`).join(" union all "));
    const features = [lag(back), price, { kind: "holiday", shift: 0 }, lag(back, "pieces"), { kind: "product", of: [price, price] }] as const;
    expect(await found({ mode, target, features }, 9, { holidays: "day" })).toEqual(close(wanted));
  });

  others("a direct model of the seasonal change takes the least number of seasons that is known: two for ten days", async () => {
    const wanted = values.map((series) => {
      const training = range(10 + 14, length - 1);
      const feature = (day: number): number[] => [series[day - 10]! - series[day - 24]!];
      const b = leastSquares(training.map(feature), training.map((day) => series[day]! - series[day - 14]!), 0.1);
      return range(length, length + 9).map((day) => series[day - 14]! + dot(b, feature(day)));
    });
    expect(await found({ mode: "direct", target: "seasonal_diff", features: [lag(10)] }, 10)).toEqual(close(wanted));
  });

  others.each([
    { mode: "recursive", scaled: true }, { mode: "recursive", scaled: false }, { mode: "direct", scaled: true }, { mode: "direct", scaled: false },
  ] as const)("a pooled $mode model is one equation for all series (in levels of each: $scaled)", async ({ mode, scaled }) => {
    const lags = mode === "recursive" ? [1, 7] : [7, 8];
    const level = values.map((series) => (scaled ? series.reduce((total, value) => total + value, 0) / length : 1));
    const row = (shop: number, day: number, levels: readonly number[]): number[] => [...lags.map((back) => levels[day - back]! / level[shop]!), prices[shop]![day]!, prices[shop]![day]! * (levels[day - lags[1]!]! / level[shop]!)].slice(0, mode === "direct" ? 4 : 3);
    const training = [0, 1].flatMap((shop) => range(lags[1]!, length - 1).map((day) => ({ x: row(shop, day, values[shop]!), y: values[shop]![day]! / level[shop]! })));
    const b = leastSquares(training.map(({ x }) => x), training.map(({ y }) => y), 0.1);
    const wanted = values.map((series, shop) => {
      const levels = [...series];
      for (const day of range(length, length + 6)) levels[day] = level[shop]! * dot(b, row(shop, day, levels));
      return levels.slice(length);
    });
    const product = { kind: "product", of: [price, lag(lags[1]!)] } as const;
    expect(await found({ mode, pooled: true, scaled, features: [...lags.map((back) => lag(back)), price, ...(mode === "direct" ? [product] : [])] }, 7)).toEqual(close(wanted));
    await build(database, spec({ mode, pooled: true, scaled, features: lags.map((back) => lag(back)) }, 7), { of: database.table("observed") }, "forecast", "coefficients");
    expect(await database.rows(`select shop, term, is_dropped from ${database.table("forecast__coefficients")} order by term`)).toEqual(["intercept", ...lags.map((back) => `lag_${back}`)].map((term) => ({ shop: null, term, is_dropped: false })));
  });

  others("the trend is -1 at the first known day and 1 at the newest, whatever its power", async () => {
    await build(database, spec({ features: [{ kind: "trend", power: 1 }, { kind: "trend", power: 3 }] }, 7), { of: database.table("observed") }, "forecast", "features");
    const rows = await database.rows(`select feature1, feature2 from ${database.table("forecast__features")} where series_number = 1 order by t`);
    expect([rows[0], rows[length - 1]]).toEqual([{ feature1: -1, feature2: -1 }, { feature1: 1, feature2: 1 }]);
    expect(rows[length]?.["feature2"]).toBeCloseTo((1 + 2 / (length - 1)) ** 3, 12);
  });
});
