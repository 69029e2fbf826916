import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Feature, ForecastSpec } from "./spec.ts";
import type { Row } from "./duckdb-for-tests.ts";
import { build, lag, plainModel } from "./build-for-tests.ts";
import { openDatabase } from "./duckdb-for-tests.ts";

const data = process.env["DATA_RAW_DIR"] ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));
const absent = existsSync(`${data}/rossmann/daily.parquet`) ? "" : ` (skipped: ${data}/rossmann is absent; DATA_RAW_DIR names its folder)`;

const mean = (window: number): Feature => ({ kind: "past", term: { kind: "rolling_mean", window, lag: 1 } });
const known = (column: string): Feature => ({ kind: "known", column });
const weekday: Feature = { kind: "calendar", part: "weekday" };

/** The last 28 days as two blocks of 14, which the choice never sees; it is made on the four blocks before them. */
const daily: ForecastSpec = {
  keys: ["store_id"], time: "day", grain: "day", target: "revenue", horizon: 14, fill: "zero", season: 7, window: 7, models: [], ensemble: true, external: [], segments: [], bounds: { lower: 0 },
  baselines: ["seasonal_naive", "naive", "moving_average", "seasonal_average", "level_scaled_seasonal_naive", "hybrid"],
  validation: { blocks: 4, refit: "each_block", test: 28 }, choice: { metric: "mae", by: "key" }, interval: { level: 0.8, kind: "conformal" },
};
const onlineRetail: ForecastSpec = { ...daily, keys: [], models: [{ ...plainModel, name: "weekly", target: "seasonal_diff", lambdas: [0.01, 0.1, 1], features: [lag(1), lag(7), lag(14), weekday] }] };
const completeJourney: ForecastSpec = { ...daily, models: [{ ...plainModel, name: "level", lambdas: [0.01, 0.1, 1], features: [lag(7), lag(14), mean(7), mean(28), weekday] }] };
const rossmann: ForecastSpec = {
  ...daily, target: "sales", scored: "is_open", booleans: ["is_promo", "is_school"],
  models: [{
    ...plainModel, name: "level", lambdas: [0.001, 0.01, 0.1],
    features: [lag(7), lag(14), lag(28), mean(28), weekday, known("is_promo"), known("is_school"), { kind: "product", of: [known("is_promo"), weekday] }],
  }],
};
const terms = ["base", "l51", "l53", "m8", "m8_ly", "holiday_base", "last_holiday_base", "holiday_m8"].map(known);
/** Chosen on 2012-02-03 … 07-27, tested on 2012-08-03 … 10-26. */
const walmart: ForecastSpec = {
  ...daily, keys: ["store", "dept"], time: "week", grain: "week", target: "sales", horizon: 13, fill: "none", season: 52, window: 4, bounds: {}, weight: "weight", holidays: "day",
  baselines: [...daily.baselines, "date_aligned_seasonal_naive"], validation: { blocks: 2, refit: "each_block", test: 13 }, choice: { metric: "wmae", by: "overall" },
  models: [{ ...plainModel, name: "pooled", mode: "direct", pooled: true, scaled: false, lambdas: [1e-7, 1e-3], features: terms }],
};

const tables: Readonly<Record<string, string>> = {
  online_retail: `
    with lines as (select cast(InvoiceDate as date) as day, * from '${data}/online_retail/online_retail.parquet' where Quantity > 0 and UnitPrice > 0 and InvoiceNo not like 'C%')
    select day, sum(Quantity * UnitPrice) as revenue from lines where day < (select max(day) from lines) group by day`,
  complete_journey: `
    with lines as (select *, cast(cast(transaction_timestamp as timestamp) as date) as day from read_csv('${data}/complete_journey/transactions.csv.gz') where transaction_timestamp < '2018-01-01'),
    largest as (select store_id, count(*) as n from lines group by store_id order by n desc, store_id limit 20),
    sold as (select store_id, day, sum(sales_value) as revenue from lines group by store_id, day)
    select store_id, day, coalesce(revenue, 0) as revenue from (select store_id from largest) cross join (select distinct day from lines) left join sold using (store_id, day)`,
  rossmann: `
    with sold as (select Store as store_id, cast(Date as date) as day, * from '${data}/rossmann/daily.parquet' where Store in (select Store from '${data}/rossmann/daily.parquet' group by Store having count(*) >= 750))
    select store_id, day, coalesce(Sales, 0) as sales, coalesce(Promo = 1, false) as is_promo, coalesce(SchoolHoliday = 1, false) as is_school, Sales is not null as is_open
    from (select distinct store_id from sold) cross join (select distinct day from sold) left join sold using (store_id, day)`,
  walmart: `
    select Store as store, Dept as dept, cast(Date as date) as week, Weekly_Sales as sales, case when IsHoliday then 5 else 1 end as weight
    from read_csv('${data}/walmart/train.csv.gz') qualify count(*) over (partition by Store, Dept) = 143`,
  holidays: `
    select distinct cast(Date as date) as day from read_csv('${data}/walmart/features.csv.gz', nullstr = 'NA') where IsHoliday`,
};

/** The terms of the pooled regression of weekly sales, also of the weeks ahead; `m8` is the mean of the 8 weeks that end a horizon before. */
const weeklyTerms = (sales: string, horizon: number): string => `
  with weeks as (select distinct week + cast(${7 * horizon} * ahead as integer) as week from ${sales} cross join range(2) as moved(ahead)),
  grid as (
    select store, dept, week, sales, coalesce(weight, 1) as weight, case when week in (select day from holidays) then 1 else 0 end as holiday
    from (select distinct store, dept from ${sales}) cross join weeks left join ${sales} using (store, dept, week)
  ),
  lagged as (
    select *, lag(sales, 52) over w as base, lag(sales, 51) over w as y51, lag(sales, 53) over w as y53, lag(holiday, 52) over w as last_holiday,
      avg(sales) over (w rows between ${horizon + 7} preceding and ${horizon} preceding) as mean8, avg(sales) over (w rows between ${horizon + 59} preceding and ${horizon + 52} preceding) as mean8_ly,
      row_number() over w as n
    from grid window w as (partition by store, dept order by week)
  ),
  complete as (select *, case when n > ${horizon + 7} then mean8 else base end as m8 from lagged)
  select store, dept, week, sales, weight, base, coalesce(y51, base) as l51, coalesce(y53, base) as l53, m8, case when n > ${horizon + 59} then mean8_ly else base end as m8_ly,
    holiday * base as holiday_base, last_holiday * base as last_holiday_base, holiday * m8 as holiday_m8
  from complete`;

describe.skipIf(absent !== "")(`real series${absent}`, async () => {
  const database = await openDatabase();
  const made = async (name: string): Promise<string> => (await database.run(`create table if not exists ${name} as ${tables[name]}`), name);
  const scores = async (prefix: string): Promise<readonly Row[]> =>
    database.rows(`select stage, model, is_baseline, mae, wmae, rmse, place from ${prefix}__scores where level = 'overall'`);
  const score = (rows: readonly Row[], stage: string, model: string, metric: string): number => Number(rows.find((row) => row["stage"] === stage && row["model"] === model)![metric]);
  const bestBaseline = (rows: readonly Row[], stage: string, metric: string): number => Math.min(...rows.filter((row) => row["stage"] === stage && row["is_baseline"]).map((row) => Number(row[metric])));

  test.each([
    { name: "online_retail", spec: onlineRetail, bar: 10_916, baselines: { seasonal_naive: 10916.413, naive: 24263.28, moving_average: 21617.8, seasonal_average: 24132.96, hybrid: 15147.406, level_scaled_seasonal_naive: 14541.633 } },
    { name: "complete_journey", spec: completeJourney, bar: 8.1, baselines: { seasonal_naive: 10.212, naive: 12.282, moving_average: 8.082, seasonal_average: 8.298, hybrid: 8.643, level_scaled_seasonal_naive: 11.471 } },
    { name: "rossmann", spec: rossmann, bar: 760, baselines: { seasonal_naive: 1554.536, naive: 1469.643, moving_average: 1314.467, seasonal_average: 1127.673, hybrid: 1256.132, level_scaled_seasonal_naive: 1629.794 } },
  ])("what is chosen before the last 28 days of $name forecasts them with a mean absolute error below $bar", async ({ name, spec, bar, baselines }) => {
    await build(database, spec, { of: await made(name) }, "made", "scores");
    const rows = await scores("made");
    // bench/forecast_reference.py with numpy 2.4.6
    for (const [model, mae] of Object.entries(baselines)) expect([model, score(rows, "test", model, "mae")]).toEqual([model, expect.closeTo(mae, 2)]);
    expect(score(rows, "test", "chosen", "mae")).toBeLessThan(bar);
    expect(score(rows, "validation", "chosen", "mae")).toBeLessThanOrEqual(bestBaseline(rows, "validation", "mae"));
  }, 240_000);

  test("regressions of the hold-out are those of numpy", async () => {
    const like = (given: object) => ({ ...plainModel, ...given });
    const [txn, qty] = [lag(1, "num_txn"), lag(1, "qty")];
    const wide = [lag(1), lag(7), qty, txn, lag(14), lag(28), mean(7), mean(28), weekday];
    const spec: ForecastSpec = {
      ...onlineRetail, validation: { blocks: 1, refit: "once", test: 28 }, bounds: {}, ensemble: false,
      models: [
        like({ name: "weekday", lambdas: [1e-12], features: [lag(7), lag(14), weekday] }), like({ name: "lags", lambdas: [1e-12], features: [lag(1), lag(7), qty, txn] }),
        like({ name: "wide", features: wide }), like({ name: "pooled", pooled: true, lambdas: [1e-4], features: wide }),
      ],
    };
    const withCounts = tables["online_retail"]!.replace("as revenue from", "as revenue, sum(Quantity) as qty, count(distinct InvoiceNo) as num_txn from");
    await build(database, spec, { of: `(${withCounts})` }, "made", "scores");
    const rows = await scores("made");
    // bench/forecast_reference.py with numpy 2.4.6, recursive
    const wanted = { "weekday_1e-12": 18721.397515, "lags_1e-12": 14953.540503, "wide_0.01": 11455.5201, "pooled_0.0001": 11449.504766 };
    for (const [model, mae] of Object.entries(wanted)) expect([model, score(rows, "test", model, "mae")]).toEqual([model, expect.closeTo(mae, 4)]);
  }, 120_000);

  test("the pooled regression of weekly sales is that of numpy", async () => {
    await made("holidays");
    // 26 weeks from a fixed origin, then 13: the nine terms with penalty λ·n/10⁴, λ = 0.001, rows with a value 52 weeks before; numpy 2.4.6
    const spec: ForecastSpec = { ...walmart, horizon: 26, validation: { blocks: 1, refit: "each_block", test: 13 }, ensemble: false };
    await build(database, spec, { of: `(${weeklyTerms(await made("walmart"), 26)})`, holidays: "holidays" }, "made", "scores");
    const rows = await scores("made");
    expect(score(rows, "validation", "pooled_1e-7", "wmae")).toBeCloseTo(2027.6402342471, 5);
    expect(score(rows, "validation", "pooled_1e-7", "rmse")).toBeCloseTo(4194.5120751948, 5);
    expect(score(rows, "test", "pooled_1e-7", "wmae")).toBeCloseTo(1815.5047850102, 5);
    expect(score(rows, "test", "pooled_1e-7", "rmse")).toBeCloseTo(3676.1877861682, 5);
    expect(score(rows, "test", "date_aligned_seasonal_naive", "wmae")).toBeCloseTo(1914.9140189658, 5);
  }, 120_000);

  test("what is chosen for weekly sales beats the best baseline in WMAE and RMSE, on the weeks it was chosen by and on those after", async () => {
    await made("holidays");
    await build(database, walmart, { of: `(${weeklyTerms(await made("walmart"), 13)})`, holidays: "holidays" }, "made", "scores");
    const rows = await scores("made");
    for (const stage of ["validation", "test"]) {
      for (const metric of ["wmae", "rmse"]) expect([stage, metric, score(rows, stage, "chosen", metric) < bestBaseline(rows, stage, metric)]).toEqual([stage, metric, true]);
    }
  }, 120_000);

  test("39 weeks from 2011-11-04 on, chosen by the 39 before, have a WMAE of at most 2,260", async () => {
    await made("holidays");
    const spec: ForecastSpec = { ...walmart, horizon: 39, models: [], validation: { blocks: 1, refit: "each_block", test: 39 } };
    await build(database, spec, { of: `(select * from ${await made("walmart")} where week <= date '2012-07-27')`, holidays: "holidays" }, "made", "scores");
    const rows = await scores("made");
    expect(score(rows, "test", "chosen", "wmae")).toBeLessThan(2260);
    // bench/forecast_reference.py --walmart-cut 2011-11-04 with numpy 2.4.6
    expect(score(rows, "test", "seasonal_naive", "wmae")).toBeCloseTo(2292.818, 2);
    expect(score(rows, "test", "date_aligned_seasonal_naive", "wmae")).toBeCloseTo(2259.69, 2);
  }, 120_000);
});
