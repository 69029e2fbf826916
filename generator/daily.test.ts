import { createHash } from "node:crypto";
import { expect, test, vi } from "vitest";
import { daily } from "./daily.ts";
import { expectedLines, transactions } from "./daily-journey.ts";
import { expectedStoreDays, rossmannDaily } from "./daily-rossmann.ts";
import type { Row } from "./duckdb-for-tests.ts";
import { rowsOf, temporaryFolder } from "./duckdb-for-tests.ts";
import { generate } from "./generate.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Answers a query over `lines`, each with its `fate` as plain SQL finds it, `households` and `days`. */
async function ask(rows: number, query: string): Promise<readonly Row[]> {
  const [lines, households, days] = await generate({ rows, outDir: temporaryFolder(), domains: [daily], format: "parquet" });
  return rowsOf(`
    with read as (
      select
        *,
        row_number() over (partition by ${Object.keys(transactions(rows).columns).join(", ")}) as copy,
        try_cast(transaction_timestamp as timestamp) as sold_at,
        cast(round(sales_value * 100) as bigint) as cents
      from read_csv('${lines!.file}', types = {'basket_id': 'varchar', 'transaction_timestamp': 'varchar'})
    ), lines as (
      select
        *,
        case
          when copy > 1 then 'duplicate' when sold_at is null then 'no date' when store_id is null then 'no store'
          when quantity <= 0 then 'bad quantity' when cents = 0 then 'no price' else 'accepted'
        end as fate
      from read
    ), households as (
      from read_csv('${households!.file}')
    ), days as (
      from '${days!.file}'
    )
    ${query}
  `);
}

test.each([1_000, 20_000, 100_000, 250_000])("DuckDB finds the expected counts and amounts in %i till lines", async (rows) => {
  const [found] = await ask(rows, `
    select
      count(*)::double as rows,
      count_if(fate = 'duplicate')::double as duplicates,
      count_if(fate = 'no date')::double as withoutDate,
      count_if(fate = 'no store')::double as withoutStore,
      count_if(fate = 'bad quantity')::double as withBadQuantity,
      count_if(fate = 'no price')::double as withoutPrice,
      count_if(fate = 'accepted')::double as accepted,
      sum(cents) filter (fate = 'accepted')::double as acceptedValueCents,
      sum(quantity) filter (fate = 'accepted')::double as acceptedPieces,
      count_if(fate = 'accepted' and household_id is null)::double as acceptedWithoutHousehold
    from lines
  `);
  expect(found).toEqual(expectedLines(rows));
});

test("the numbers of odd rows are formulas of n", () => {
  const n = 250_000;
  const multiples = (of: number) => Math.floor(n / of);
  const { duplicates, withoutDate, withoutStore } = expectedLines(n);
  expect({ duplicates, withoutDate, withoutStore }).toEqual({
    duplicates: multiples(997),
    withoutDate: multiples(4001) - multiples(997 * 4001),
    withoutStore: multiples(3001) - multiples(997 * 3001),
  });
});

test("the columns are those of the real files, in their order", () => {
  expect(Object.fromEntries(daily.tables(10).map((table) => [`${table.path}.${table.format}`, Object.keys(table.columns).join(" ")]))).toEqual({
    "complete_journey/transactions.csv.gz": "household_id store_id basket_id product_id quantity sales_value retail_disc coupon_disc coupon_match_disc week transaction_timestamp",
    "complete_journey/demographics.csv.gz": "household_id age income home_ownership marital_status household_size household_comp kids_count",
    "rossmann/daily.parquet": "Store DayOfWeek Date Sales Customers Promo StateHoliday SchoolHoliday",
  });
});

test("n rows are the first n of a larger run", () => {
  const few = daily.tables(2_500);
  const many = daily.tables(10_000_000);
  few.forEach((table, k) => {
    for (let i = 1; i <= table.rows; i++) expect(many[k]!.row(i)).toEqual(table.row(i));
  });
});

test("a change of any of the first 20,000 rows comes with a new version", () => {
  const hash = createHash("sha256");
  for (const table of daily.tables(20_000)) for (let i = 1; i <= table.rows; i++) hash.update(JSON.stringify(table.row(i)));
  expect({ version: daily.version, rows: hash.digest("hex").slice(0, 16) }).toEqual({ version: 1, rows: "094fc461ebed9ea2" });
});

test("100,000 till lines have the days, the week, the season and the odd rows of the real file", async () => {
  const [shape] = await ask(100_000, `
    , daily as (
      select sold_at::date as day, sum(cents) as revenue from lines where fate = 'accepted' group by 1
    )
    select
      round(count(*) / count(distinct basket_id), 1) as lines_a_basket,
      count(distinct store_id)::double as stores,
      count(distinct sold_at::date)::double as days,
      min(sold_at)::date::varchar as first_day,
      max(sold_at)::date::varchar as last_day,
      max(hour(sold_at)) filter (sold_at >= '2018-01-01')::double as last_hour,
      count(distinct basket_id) filter (not regexp_matches(basket_id, '^[0-9]+$'))::double as damaged_baskets,
      (select count(*) from households)::double as known_households,
      (select round(avg(revenue) filter (dayofweek(day) = 6) / avg(revenue) filter (dayofweek(day) = 2), 1) from daily) as saturday_to_tuesday,
      (select round(avg(revenue) filter (day between '2017-12-17' and '2017-12-23') / avg(revenue) filter (month(day) = 10), 1) from daily) as christmas_to_october
    from lines
  `);
  expect(shape).toEqual({
    lines_a_basket: 1.7,
    stores: 40,
    days: 366,
    first_day: "2017-01-01",
    last_day: "2018-01-01",
    last_hour: 5,
    damaged_baskets: 1,
    known_households: 600,
    saturday_to_tuesday: 1.7,
    christmas_to_october: 2.8,
  });
});

test("drug stores have the expected rows, promotions on working days of every other week, and one of ten is rebuilt", async () => {
  const rows = 100_000;
  const [found] = await ask(rows, `
    select
      count(*)::double as rows,
      count(distinct Store)::double as stores,
      count(distinct Date)::double as days,
      (select count(*) from (select Store from days group by 1 having max(Date) - min(Date) + 1 > 900 and count(*) < 700))::double as rebuilt,
      count_if(dayofweek(Date) = 0 or (Promo = 1 and DayOfWeek > 5))::double as impossible,
      (select round(avg(Sales) filter (Promo = 1) / avg(Sales) filter (Promo = 0 and DayOfWeek <= 5), 1) from days) as promoted_to_plain,
      min(Sales) > 0 and min(Customers) > 0 as always_sold,
      (select max(rows_a_day) from (select count(*) as rows_a_day from days group by Store, Date))::double as rows_a_store_and_day
    from days
  `);
  expect(found).toEqual({ ...expectedStoreDays(rows), rebuilt: 5, impossible: 0, promoted_to_plain: 1.5, always_sold: true, rows_a_store_and_day: 1 });
  expect(rossmannDaily(rows).rows).toBe(expectedStoreDays(rows).rows);
});
