import { beforeAll, describe, expect, test } from "vitest";
import { build, plainSpec } from "../build-for-tests.ts";
import { dateLiteral, relationOf } from "../duckdb-for-tests.ts";
import { engines } from "../../testing/databases.ts";
import { range } from "../sql.ts";

const spec = {
  ...plainSpec, keys: ["g"], time: "week", grain: "week", target: "y", horizon: 4, season: 52, window: 4, holidays: "day", validation: { blocks: 1, refit: "once", test: 0 },
  baselines: ["naive", "seasonal_naive", "moving_average", "seasonal_average", "hybrid", "date_aligned_seasonal_naive", "level_scaled_seasonal_naive", "drift"],
} as const;

describe.each(engines)("on $name", async (engine) => {
  const database = await engine.open();

  beforeAll(async () => {
    const week = (t: number): string => dateLiteral("2022-01-07", 7 * t);
    const long = range(0, 123).flatMap((t) => [[1, week(t), 50 + ((t * 37) % 23) + (t % 52)], [2, week(t), 400 - ((t * t) % 31) - 3 * (t % 52)]]);
    const short = range(116, 123).map((t) => [3, week(t), 10 + t]);
    await database.create("observed", relationOf(["g", "week", "y"], [...long, ...short]).slice(1, -1));
    // Wednesday of the week that begins on Friday, 3 May 2024: the second one of the block.
    await database.create("holidays", "select date '2024-05-08' as day");
    await build(database, spec, { of: database.table("observed"), holidays: database.table("holidays") }, "forecast", "scores");
  });

  const found = async (g: number): Promise<Record<string, number[]>> => {
    const rows = await database.rows(`select model, forecast from ${database.table("forecast__backtest")} where g = ${g} order by model, step`);
    return Object.fromEntries([...new Set(rows.map((row) => String(row["model"])))].map((model) => [model, rows.filter((row) => row["model"] === model).map((row) => Number(row["forecast"]))]));
  };

  // bench/forecast_reference.py, function baseline, on the same series with numpy 2.4.6; drift by hand
  test.each([
    {
      g: 1,
      wanted: {
        naive: [75, 75, 75, 75], seasonal_naive: [75, 67, 82, 74], moving_average: [75.5, 75.5, 75.5, 75.5], seasonal_average: [79, 71, 86, 78], hybrid: [75.25, 71.25, 78.75, 74.75],
        date_aligned_seasonal_naive: [76.1428571428571, 67, 79.8571428571429, 75.1428571428571], level_scaled_seasonal_naive: [72.7079796264856, 64.9524617996604, 79.4940577249576, 71.7385398981324],
        drift: range(1, 4).map((h) => 75 + (h * (75 - 50)) / 119),
      },
    },
    {
      g: 2,
      wanted: {
        naive: [330, 330, 330, 330], seasonal_naive: [347, 331, 344, 324], moving_average: [347, 347, 347, 347], seasonal_average: [345.5, 335, 338, 323.5], hybrid: [347, 339, 345.5, 335.5],
        date_aligned_seasonal_naive: [344.571428571429, 331, 342.142857142857, 326.857142857143], level_scaled_seasonal_naive: [339.245810055866, 323.603351955307, 336.312849162011, 316.759776536313],
        drift: range(1, 4).map((h) => 330 + (h * (330 - 400)) / 119),
      },
    },
    { g: 3, wanted: { naive: [129, 129, 129, 129], moving_average: [127.5, 127.5, 127.5, 127.5], drift: [130, 131, 132, 132] } },
  ])("baselines of series $g are those of the reference, and those it is too short for are left out; drift ends at the bounds of a short history", async ({ g, wanted }) => {
    expect(await found(g)).toEqual(Object.fromEntries(Object.entries(wanted).map(([model, values]) => [model, values.map((value) => expect.closeTo(value, 10))])));
  });

  test("scores are those of the reference", async () => {
    // bench/forecast_reference.py, function score, for the seasonal naive forecast of series 1 and 2
    const [score] = await database.rows(
      `select avg(mae) as mae, sqrt(avg(rmse * rmse)) as rmse, avg(mase) as mase, sum(n * mae) / sum(n * mae / wape) as wape from ${database.table("forecast__scores")} where model = 'seasonal_naive' and level = 'key' and g < 3`,
    );
    expect(score).toEqual({ mae: 10.75, rmse: expect.closeTo(11.76860229593982, 12), mase: expect.closeTo(1.0355664593078395, 12), wape: expect.closeTo(0.05143540669856459, 12) });
  });
});
