import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { agreeingDigits, openDatabase, relationOf } from "./duckdb-for-tests.ts";
import { defaultTolerance } from "./fit.ts";
import { engines } from "../testing/databases.ts";
import { statement } from "./sql.ts";
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
  const days = absent === "" ? await (await openDatabase()).rows(`select strftime(day, '%Y-%m-%d') as day, cast(revenue as double) as revenue, cast(qty as double) as qty, cast(num_txn as double) as num_txn from (${daily}) as daily order by day`) : [];

  const databases = await Promise.all((absent === "" ? engines : []).map(async ({ name, open }) => ({ name, database: await open() })));

  test.each(databases)("the regression of daily revenue has the coefficients of numpy and statsmodels on $name", async ({ database }) => {
    const rows = days.map(({ day, revenue, qty, num_txn: count }) => [`date '${String(day)}'`, Number(revenue), Number(qty), Number(count)]);
    await database.create("daily", relationOf(["day", "revenue", "qty", "num_txn"], rows).slice(1, -1));
    const lagged = `(
      select * from (
        select day, revenue, lag(revenue, 1) over (order by day) as rev_lag1, lag(revenue, 7) over (order by day) as rev_lag7,
          lag(qty, 1) over (order by day) as qty_lag1, lag(num_txn, 1) over (order by day) as num_txn_lag1
        from ${database.table("daily")}
      ) as lagged where day between date '2010-12-08' and date '2011-11-10'
    )`;
    const request = { relation: lagged, keys: [], features: ["rev_lag1", "rev_lag7", "qty_lag1", "num_txn_lag1"], target: "revenue", lambdas: [0], intercept: true, tolerance: defaultTolerance, minDf: 15, spelling: database.spelling };
    const [fit] = await database.rows(statement(regressionSteps(request), database.spelling));
    // numpy 2.4.6 and statsmodels 0.15.0 (QR)
    const wanted = { b0: 4140.3331366069, b1: -0.0762523134432, b2: 0.5569237864354, b3: 0.248491147615, b4: 120.0291265117, r2: 0.45334303 };
    expect(fit).toMatchObject({ n: 338n, excluded: 0n });
    for (const [name, value] of Object.entries(wanted)) expect(agreeingDigits(Number(fit?.[name]), value)).toBeGreaterThan(8);
  });
});
