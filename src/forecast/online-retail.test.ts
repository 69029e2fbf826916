import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { ForecastRequest } from "./forecast.ts";
import { agreeingDigits, duckdb, openDatabase } from "./duckdb-for-tests.ts";
import { defaultTolerance } from "./fit.ts";
import { forecastSql, forecastSteps } from "./forecast.ts";
import { range, statement } from "./sql.ts";
import { regressionSteps } from "./refine.ts";

const data = process.env["DATA_RAW_DIR"] ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));
const file = `${data}/online_retail/online_retail.parquet`;
const absent = existsSync(file) ? "" : ` (skipped: ${file} is absent; DATA_RAW_DIR names its folder)`;

/** Revenue, pieces and invoices a day; days without sales are 0, the last, partial day is left out. */
const daily = `
  with lines as (
    select cast(InvoiceDate as date) as day, * from '${file}' where Quantity > 0 and UnitPrice > 0 and InvoiceNo not like 'C%'
  ),
  days as (select cast(unnest(generate_series(min(day), max(day) - 1, interval 1 day)) as date) as day from lines)
  select
    days.day,
    coalesce(sum(Quantity * UnitPrice), 0) as revenue,
    coalesce(sum(Quantity), 0) as qty,
    count(distinct InvoiceNo) as num_txn
  from days
  left join lines on lines.day = days.day
  group by days.day`;

describe.skipIf(absent !== "")(`Online Retail${absent}`, async () => {
  const database = await openDatabase();
  if (absent === "") await database.run(`create table daily as ${daily}`);

  test("the regression of daily revenue has the coefficients of numpy and statsmodels", async () => {
    const lagged = `(
      select * from (
        select day, revenue, lag(revenue, 1) over (order by day) as rev_lag1, lag(revenue, 7) over (order by day) as rev_lag7,
          lag(qty, 1) over (order by day) as qty_lag1, lag(num_txn, 1) over (order by day) as num_txn_lag1
        from daily
      ) where day between date '2010-12-08' and date '2011-11-10'
    )`;
    const [fit] = await database.rows(
      statement(
        regressionSteps({
          relation: lagged, keys: [], features: ["rev_lag1", "rev_lag7", "qty_lag1", "num_txn_lag1"], target: "revenue", lambdas: [0], intercept: true, tolerance: defaultTolerance, minDf: 15, spelling: duckdb,
        }),
        duckdb,
      ),
    );
    // numpy 2.4.6 and statsmodels 0.15.0 (QR)
    const wanted = { b0: 4140.3331366069, b1: -0.0762523134432, b2: 0.5569237864354, b3: 0.248491147615, b4: 120.0291265117, r2: 0.45334303 };
    expect(fit).toMatchObject({ n: 338n, excluded: 0n });
    for (const [name, value] of Object.entries(wanted)) expect(agreeingDigits(Number(fit?.[name]), value)).toBeGreaterThan(8);
  });

  const weekdays = range(1, 6).map((day) => `weekday_${day}`);
  const request = {
    relation: `(select day, revenue, ${weekdays.map((name, i) => `case when isodow(day) = ${i + 2} then 1 else 0 end as ${name}`).join(", ")} from (
      select day, revenue from daily union all select cast(unnest(generate_series(max(day) + 1, max(day) + 14, interval 1 day)) as date), null from daily))`,
    keys: [], time: "day", target: "revenue", known: weekdays, terms: [1, 7, 14].map((lag) => ({ kind: "lag", lag }) as const), difference: 7, horizon: 14, blocks: 2, fit: "each_block",
    lambdas: [0.01, 0.1, 1], minDf: 15, baselines: ["seasonal_naive", "naive"], season: 7, window: 7, level: 0.8, spelling: duckdb,
  } as const;

  const scoresOf = async (given: ForecastRequest): Promise<Record<string, number>> =>
    Object.fromEntries((await database.rows(`${statement(forecastSteps(given), duckdb, "forecast_scores")} order by place`)).map((row) => [row["model"], Number(row["mae"])]));

  test("hold-out scores are those of the reference in numpy 2.4.6", async () => {
    // bench/forecast_reference.py, recursive: "OLS lag7 lag14 weekday", seasonal naive, naive, moving average 7, seasonal average
    const { difference, ...level } = request;
    const scores = await scoresOf({
      ...level, terms: [{ kind: "lag", lag: 7 }, { kind: "lag", lag: 14 }], fit: "once", lambdas: [0], baselines: ["seasonal_naive", "naive", "moving_average", "seasonal_average"],
    });
    expect(difference).toBe(7);
    expect(scores).toEqual(Object.fromEntries(Object.entries({
      seasonal_naive: 10916.413, ridge_0: 18721.398, moving_average: 21617.8, seasonal_average: 24132.96, naive: 24263.28,
    }).map(([model, mae]) => [model, expect.closeTo(mae, 2)])));
  });

  test("the model chosen for daily revenue beats the seasonal naive one's 10,916 over the last 28 days", async () => {
    const scores = await scoresOf(request);
    expect(Object.keys(scores)[0]).toBe("ridge_1");
    expect(scores["ridge_1"]).toBeCloseTo(10_488, -1);
    expect(scores["seasonal_naive"]).toBeCloseTo(10_916.41, 1);
  });

  test("fourteen days of revenue are forecast, each inside its interval", async () => {
    const rows = await database.rows(`select cast(day as varchar) as day, * exclude (day) from (${forecastSql(request)}) order by step`);
    expect(rows.map((row) => row["step"])).toEqual(range(1, 14));
    expect([rows[0]?.["day"], rows[13]?.["day"]]).toEqual(["2011-12-09", "2011-12-22"]);
    expect(rows.every((row) => Number(row["lower"]) < Number(row["forecast"]) && Number(row["forecast"]) < Number(row["upper"]))).toBe(true);
  });
});
