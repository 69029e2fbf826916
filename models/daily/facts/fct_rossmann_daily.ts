import { model, sql, t, test } from "rmodel";
import dimDate from "../../shared/dims/dim_date.ts";
import stgRossmannDays from "../staging/stg_rossmann_days.ts";

const open = stgRossmannDays.as("open");
const calendar = dimDate.as("calendar");

export default model({
  description:
    "One row per drug store and day, from the first day of the data to the last: the counterpart of fct_daily_store for stores that report whole days. " +
    "Days on which a store was closed have 0 and are marked; promotions do not run then.",
  tags: ["daily", "rossmann", "fact"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store_id", "date"],
  columns: {
    date: t.date().notNull().describe("The day."),
    store_id: t.integer().notNull().describe("Store number."),
    date_key: t.integer().notNull().references(dimDate, "date_key").describe("The day as a number, yyyymmdd."),
    rev_sum: t.decimal(18, 2).notNull().range({ min: 0 }).describe("Turnover in EUR."),
    num_txn: t.integer().notNull().range({ min: 0 }).describe("Customers."),
    promo: t.integer().notNull().acceptedValues([0, 1]).describe("1 when the store ran a promotion, else 0; planned ahead."),
    school_holiday: t.integer().notNull().acceptedValues([0, 1]).describe("1 in school holidays of the store's region, else 0; 0 while closed."),
    is_open: t.boolean().notNull().describe("Whether the store was open: only these days are scored."),
    is_filled: t.boolean().notNull().describe("Whether the store was closed, so that the zeros are filled in."),
  },
  query: sql`
    with span as (
      select min(${open.date}) as first_date, max(${open.date}) as last_date from ${open}
    ),
    store as (
      select distinct ${open.store_id} as store_id from ${open}
    )
    select
      ${calendar.date} as date,
      store.store_id,
      ${calendar.date_key} as date_key,
      cast(coalesce(${open.revenue}, 0) as decimal(18, 2)) as rev_sum,
      coalesce(${open.num_txn}, 0) as num_txn,
      coalesce(${open.promo}, 0) as promo,
      coalesce(${open.school_holiday}, 0) as school_holiday,
      ${open.date} is not null as is_open,
      ${open.date} is null as is_filled
    from span
    join ${calendar} on ${calendar.date} >= span.first_date and ${calendar.date} <= span.last_date
    cross join store
    left join ${open} on ${open.store_id} = store.store_id and ${open.date} = ${calendar.date}
  `,
  tests: (row) => [test.isTrue(sql`${row.is_open} <> ${row.is_filled}`, { name: "a_day_is_open_or_filled" })],
});
