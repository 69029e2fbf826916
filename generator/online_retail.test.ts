import { createHash } from "node:crypto";
import { expect, test, vi } from "vitest";
import type { Row } from "./duckdb-for-tests.ts";
import { rowsOf, temporaryFolder } from "./duckdb-for-tests.ts";
import { generate } from "./generate.ts";
import { expectedCounts, onlineRetail } from "./online_retail.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Answers a query over `lines`, the first `rows` rows as Parquet, each with its `fate` as plain SQL finds it. */
async function ask(rows: number, query: string): Promise<readonly Row[]> {
  const [table] = await generate({ rows, outDir: temporaryFolder(), domains: [onlineRetail], format: "parquet" });
  return rowsOf(`
    with numbered as (
      select *, row_number() over (partition by ${Object.keys(onlineRetail.tables(rows)[0]!.columns).join(", ")}) as copy from '${table!.file}'
    ), lines as (
      select
        *,
        cast(round(UnitPrice * 100) as bigint) * Quantity as cents,
        case when copy > 1 then 'duplicate' when InvoiceNo like 'C%' then 'return' when Quantity <= 0 or UnitPrice <= 0 then 'reject' else 'sale' end as fate
      from numbered
    )
    ${query}
  `);
}

test.each([1_000, 20_000, 100_000, 541_909])("DuckDB finds the expected counts and amounts in %i rows", async (rows) => {
  const [found] = await ask(rows, `
    select
      count(*)::double as rows,
      count_if(fate = 'duplicate')::double as duplicates,
      count_if(fate = 'return')::double as returns,
      count_if(fate = 'reject')::double as rejects,
      count_if(fate = 'sale')::double as sales,
      sum(cents) filter (fate = 'sale')::double as salesAmountCents,
      sum(cents) filter (fate = 'return')::double as returnsAmountCents,
      count_if(fate = 'sale' and CustomerID is null)::double as salesWithoutCustomer,
      (select count(*) from (select CustomerID from lines where CustomerID is not null group by 1 having count(distinct Country) > 1))::double as customersThatMoved
    from lines
  `);
  expect(found).toEqual(expectedCounts(rows));
  expect(expectedCounts(rows).duplicates).toBe(Math.floor(rows / 997));
});

test("the schema is that of the real file, column by column", async () => {
  const ours = await ask(10, "select * from (describe select * exclude (copy, cents, fate) from lines)");
  expect(ours.map((column) => [column["column_name"], column["column_type"]])).toEqual([
    ["InvoiceNo", "VARCHAR"],
    ["StockCode", "VARCHAR"],
    ["Description", "VARCHAR"],
    ["Quantity", "INTEGER"],
    ["InvoiceDate", "TIMESTAMP"],
    ["UnitPrice", "DOUBLE"],
    ["CustomerID", "INTEGER"],
    ["Country", "VARCHAR"],
  ]);
});

test("n rows are the first n of a larger run", () => {
  const few = onlineRetail.tables(2_500)[0]!;
  const many = onlineRetail.tables(10_000_000)[0]!;
  for (let i = 1; i <= few.rows; i++) expect(many.row(i)).toEqual(few.row(i));
});

test("a change of any of the first 20,000 rows comes with a new version", () => {
  const { row } = onlineRetail.tables(20_000)[0]!;
  const hash = createHash("sha256");
  for (let i = 1; i <= 20_000; i++) hash.update(JSON.stringify(row(i)));
  expect({ version: onlineRetail.version, rows: hash.digest("hex").slice(0, 16) }).toEqual({ version: 1, rows: "8a6bafd934bcf6e6" });
});

test("100,000 rows have the shares, the countries, the days and the odd rows of the real file", async () => {
  const [shape] = await ask(100_000, `
    select
      round(count(*) / count(distinct ltrim(InvoiceNo, 'CA')), 0) as lines_an_invoice,
      round(100 * count_if(CustomerID is null) / count(*), 0) as percent_without_customer,
      round(100 * count_if(InvoiceNo like 'C%') / count(*), 1) as percent_cancelled,
      count(distinct Country)::double as countries,
      count(distinct InvoiceDate::date)::double as days,
      count_if(dayofweek(InvoiceDate) = 6)::double as saturday_rows,
      min(InvoiceDate)::date::varchar as first_day,
      max(InvoiceDate)::date::varchar as last_day,
      max(hour(InvoiceDate)) filter (InvoiceDate::date = '2011-12-09')::double as last_hour,
      count_if(UnitPrice < 0)::double as negative_prices,
      count_if(UnitPrice = 0)::double as free_lines,
      count_if(Description is null)::double as without_description,
      (select list(distinct StockCode order by StockCode) from lines where not regexp_matches(StockCode, '^[0-9]{5}')) as services,
      (select count(*) from (select StockCode from lines group by 1 having count(distinct Description) > 1)) > 500 as has_renamed,
      (select count(*) from (select StockCode from lines where UnitPrice > 0 group by 1 having count(distinct UnitPrice) > 1)) > 600 as has_repriced
    from lines
  `);
  expect(shape).toEqual({
    lines_an_invoice: 20,
    percent_without_customer: 25,
    percent_cancelled: 1.7,
    countries: 38,
    days: 305,
    saturday_rows: 0,
    first_day: "2010-12-01",
    last_day: "2011-12-09",
    last_hour: 12,
    negative_prices: 2,
    free_lines: 49,
    without_description: 49,
    services: ["B", "BANK CHARGES", "C2", "DOT", "M", "POST"],
    has_renamed: true,
    has_repriced: true,
  });
});

test("daily revenue follows the week and the season", async () => {
  const [pattern] = await ask(100_000, `
    , daily as (
      select InvoiceDate::date as day, sum(cents) as revenue from lines where fate = 'sale' group by 1
    ), relative as (
      select *, revenue / avg(revenue) over (partition by date_trunc('month', day)) as to_month from daily
    ), neighbours as (
      select *, lag(to_month, 3) over (order by day) as three_days_before, lag(to_month, 6) over (order by day) as a_week_before from relative
    )
    select
      round(avg(to_month) filter (dayofweek(day) = 0) / avg(to_month) filter (dayofweek(day) = 4), 1) as sunday_to_thursday,
      round(avg(revenue) filter (month(day) = 11) / avg(revenue) filter (month(day) = 2), 1) as november_to_february,
      round(corr(to_month, three_days_before), 1) as memory_of_three_days,
      round(corr(to_month, a_week_before), 1) as memory_of_a_week
    from neighbours
  `);
  expect(pattern).toEqual({ sunday_to_thursday: 0.4, november_to_february: 2.3, memory_of_three_days: 0, memory_of_a_week: 0.2 });
});
