import { expect, test } from "vitest";
import type { ForecastSpec } from "../spec.ts";
import { build, lag, names, plainModel, plainSpec } from "../build-for-tests.ts";
import type { EngineDatabase } from "../../testing/databases.ts";
import { openDatabase, relationOf } from "../duckdb-for-tests.ts";
import { forecastPartSql } from "../parts.ts";
import { range } from "../sql.ts";
import { withoutTrino } from "../../testing/databases.ts";

const database = await openDatabase();
const spec: ForecastSpec = {
  ...plainSpec, fill: "none", baselines: ["naive", "moving_average", "seasonal_average"], models: [{ ...plainModel, lambdas: [0.001, 0.1], features: [lag(1), lag(2)] }], validation: { blocks: 4, refit: "each_block", test: 0 },
};

/** Series y_t = 0.7 y_(t−1) + e_t, each of its own scale, 120 known days and 7 that came later; e is normal by Box & Muller from a hash. */
function autoregressive(count: number, { dialect, spelling: { double } }: EngineDatabase): string {
  const uniform = (n: number): string => `(mod(${dialect.call("hex_integer", [`substr(${dialect.call("surrogate_key", ["g", "t", String(n)], [])}, 1, 15)`], [])}, 1000003) + cast(0.5 as ${double})) / 1000003`;
  const weight = `cast(0.7 as ${double})`;
  return `
    with uniform as (
      select g, t, ${uniform(1)} as u, ${uniform(2)} as v from ${dialect.call("integers", ["1", String(count)], [])} as series (g) cross join ${dialect.call("integers", ["1", "127"], [])} as days (t)
    )
    select g as shop, ${dialect.call("date_add", ["'day'", "date '2024-01-01'", "t"], ["day"])} as day, t, (1 + mod(g, 10)) * (20 + power(${weight}, t) * sum(power(${weight}, -t) * sqrt(-2 * ln(u)) * cos(2 * pi() * v)) over (partition by g order by t)) as y
    from uniform`;
}

const databases = await Promise.all(withoutTrino.map(async ({ name, open }) => ({ name, database: await open() })));

test.each(databases)("intervals hold as many of the true values as they say on $name", async ({ name, database }) => {
  const count = name === "DuckDB" ? 2100 : 700;
  await database.create("truth", autoregressive(count, database));
  const inputs = { of: "(select shop, day, case when t <= 120 then y end as sales from truth)" };
  await build(database, spec, inputs);
  for (const kind of ["conformal", "gaussian"] as const) {
    for (const [level, tolerance] of [[0.8, 0.02], [0.95, 0.015]] as const) {
      const given = { ...spec, interval: { kind, level } };
      await database.create("forecast__expected_errors", forecastPartSql(given, "expected_errors", names(database, inputs, "forecast"), database.spelling));
      const [found] = await database.rows(`
        select avg(case when y between lower and upper then 1.0 else 0.0 end) as covered, count(*) as n, avg(upper - lower) as width
        from (${forecastPartSql(given, "", names(database, inputs, "forecast"), database.spelling)}) as forecast join truth on truth.shop = forecast.shop and truth.day = forecast.day`);
      expect(found).toMatchObject({ n: BigInt(7 * count) });
      expect([kind, level, Math.abs(Number(found!["covered"]) - level) < tolerance]).toEqual([kind, level, true]);
    }
  }
  const models = await database.rows("select model, count(distinct shop) as n from forecast group by model order by n desc");
  expect(models.length).toBeGreaterThan(2);
}, 120_000);

test("the expected error is the ⌈level (n + 1)⌉-th smallest of the scaled errors, of all steps where one has fewer than twenty", async () => {
  const few = { ...spec, keys: [], models: [], horizon: 2, validation: { blocks: 2, refit: "once", test: 0 } } as const;
  const rows = range(1, 40).map((n) => [`date '2024-01-01' + ${n}`, (n * n) % 17]);
  await build(database, few, { of: relationOf(["day", "sales"], rows) }, "few");
  const [found] = await database.rows(`
    with missed as (
      select abs(actual - forecast) / scale as scaled from few__backtest join few__picks using (fold, model) join few__origins using (fold) where used = 'honest'
    )
    select list(distinct expected_error) as told, (select list(scaled order by scaled) from missed) as errors from few__expected_errors`);
  const errors = found!["errors"] as number[];
  expect(found!["told"]).toEqual([errors[Math.ceil(0.8 * 5) - 1]]);
  expect(errors).toHaveLength(4);
});

test("a forecast without a hold-out has no interval", async () => {
  await build(database, { ...spec, keys: [], models: [] }, { of: relationOf(["day", "sales"], [["date '2024-01-01'", 3], ["date '2024-01-02'", 4]]) }, "new");
  expect(await database.rows("select distinct forecast, lower, upper, model from new")).toEqual([{ forecast: 4, lower: null, upper: null, model: "naive" }]);
});
