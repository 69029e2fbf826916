import { createHash } from "node:crypto";
import { expect, test, vi } from "vitest";
import type { Row } from "./duckdb-for-tests.ts";
import { rowsOf, temporaryFolder } from "./duckdb-for-tests.ts";
import { generate } from "./generate.ts";
import { expectedWeeks, walmart } from "./walmart.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Answers a query over `train`, each row with the number of its copy, `features` and `stores`. */
async function ask(rows: number, query: string): Promise<readonly Row[]> {
  const [train, features, stores] = await generate({ rows, outDir: temporaryFolder(), domains: [walmart], format: "parquet" });
  return rowsOf(`
    with train as (
      select *, row_number() over (partition by Store, Dept, Date, Weekly_Sales, IsHoliday) as copy from read_csv('${train!.file}')
    ), features as (
      from read_csv('${features!.file}', nullstr = 'NA')
    ), stores as (
      from read_csv('${stores!.file}')
    )
    ${query}
  `);
}

test.each([1_000, 20_000, 100_000, 300_000])("DuckDB finds the expected counts and amounts in %i rows", async (rows) => {
  const [found] = await ask(rows, `
    select
      count(*)::double as rows,
      count_if(copy > 1)::double as duplicates,
      count_if(copy = 1 and Weekly_Sales < 0)::double as negative,
      sum(cast(round(Weekly_Sales * 100) as bigint)) filter (copy = 1)::double as salesCents,
      count(distinct Store * 100000 + Dept)::double as series
    from train
  `);
  expect(found).toEqual(expectedWeeks(rows));
  expect(expectedWeeks(rows)).toMatchObject({ duplicates: Math.floor(rows / 997), negative: Math.floor(rows / 1499) - Math.floor(rows / (997 * 1499)) });
});

test("the columns are those of the real files, in their order", () => {
  expect(Object.fromEntries(walmart.tables(10).map((table) => [`${table.path}.${table.format}`, Object.keys(table.columns).join(" ")]))).toEqual({
    "walmart/train.csv.gz": "Store Dept Date Weekly_Sales IsHoliday",
    "walmart/features.csv.gz": "Store Date Temperature Fuel_Price MarkDown1 MarkDown2 MarkDown3 MarkDown4 MarkDown5 CPI Unemployment IsHoliday",
    "walmart/stores.csv": "Store Type Size",
  });
});

test("n rows are the first n of a larger run", () => {
  const few = walmart.tables(2_500);
  const many = walmart.tables(10_000_000);
  few.forEach((table, k) => {
    for (let i = 1; i <= table.rows; i++) expect(many[k]!.row(i)).toEqual(table.row(i));
  });
});

test("a change of any of the first 20,000 rows comes with a new version", () => {
  const hash = createHash("sha256");
  for (const table of walmart.tables(20_000)) for (let i = 1; i <= table.rows; i++) hash.update(JSON.stringify(table.row(i)));
  expect({ version: walmart.version, rows: hash.digest("hex").slice(0, 16) }).toEqual({ version: 2, rows: "2ecf42067ec72da9" });
});

test("100,000 rows have the weeks, the feasts, the gaps and the unknown values of the real file", async () => {
  const [shape] = await ask(100_000, `
    , series as (
      select Store, Dept, count(*) as weeks, min(Date) as first_week from train where copy = 1 group by 1, 2
    )
    select
      count(distinct Date)::double as weeks,
      min(Date)::varchar as first_week,
      max(Date)::varchar as last_week,
      count(distinct Store)::double as stores,
      count(distinct Dept)::double as departments,
      count(distinct Date) filter (IsHoliday)::double as holiday_weeks,
      (select count(*) from series where first_week > '2011-01-01') > 50 as has_young_series,
      (select count(*) from series where weeks between 110 and 130) > 50 as has_gaps,
      (select max(Date)::varchar from features) as last_known_week,
      (select count(*) from features)::double as known_store_weeks,
      (select count(MarkDown1) from features where Date < '2011-11-11')::double as early_markdowns,
      (select count_if(CPI is null) from features)::double as unknown_prices,
      (select string_agg(distinct Type, '' order by Type) from stores) as types,
      (select round(avg(Weekly_Sales) filter (Date = '2011-11-25') / avg(Weekly_Sales) filter (Date = '2011-11-18'), 1) from train) as thanksgiving_to_the_week_before,
      round(avg(Weekly_Sales) / 1000, 0) as thousands_a_week
    from train
  `);
  expect(shape).toEqual({
    weeks: 143,
    first_week: "2010-02-05",
    last_week: "2012-10-26",
    stores: 45,
    departments: 17,
    holiday_weeks: 10,
    has_young_series: true,
    has_gaps: true,
    last_known_week: "2013-07-26",
    known_store_weeks: 8190,
    early_markdowns: 0,
    unknown_prices: 585,
    types: "ABC",
    thanksgiving_to_the_week_before: 2.5,
    thousands_a_week: 11,
  });
});
