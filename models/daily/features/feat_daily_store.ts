import type { Expr } from "rmodel";
import { fn, model, sql, t, test } from "rmodel";
import dimDate from "../../shared/dims/dim_date.ts";
import dimStore from "../dims/dim_store.ts";
import fctDailyStore from "../facts/fct_daily_store.ts";

const day = fctDailyStore.as("day");
const calendar = dimDate.as("calendar");

/** The value of a column so many days before: right because a store's days have no gaps. */
const before = (days: number, column: Expr) => sql`lag(${column}, ${days}) over (partition by ${day.store_id} order by ${day.date})`;

export default model({
  description:
    "One row per row of fct_daily_store with what was known when the day began: the calendar and the store's past. No feature uses its own day or later. " +
    "Lags that reach behind the first day are null.",
  tags: ["daily", "feature"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store_id", "date"],
  from: sql`${day} join ${calendar} on ${calendar.date_key} = ${day.date_key}`,
  columns: {
    date: t.date().is(day.date).notNull().describe("The day that the features describe."),
    store_id: t.integer().is(day.store_id).notNull().references(dimStore, "store_id").describe("Store number."),
    weekday: t.integer().is(calendar.dow).notNull().range({ min: 1, max: 7 }).describe("Day of the week, Monday 1 to Sunday 7."),
    month: t.integer().is(calendar.month).notNull().range({ min: 1, max: 12 }).describe("Month of the year."),
    rev_lag1: t.decimal(18, 2).is(before(1, day.rev_sum)).range({ min: 0 }).describe("Revenue of the day before, USD."),
    rev_lag7: t.decimal(18, 2).is(before(7, day.rev_sum)).range({ min: 0 }).describe("Revenue 7 days before, USD."),
    rev_lag14: t.decimal(18, 2).is(before(14, day.rev_sum)).range({ min: 0 }).describe("Revenue 14 days before, USD."),
    rev_mean7: t
      .double()
      .is(sql`avg(${fn.cast(day.rev_sum, t.double())}) over (partition by ${day.store_id} order by ${day.date} rows between 7 preceding and 1 preceding)`)
      .range({ min: 0 })
      .describe("Mean revenue of the 7 days before, of fewer in the first week, USD."),
    qty_lag1: t.integer().is(before(1, day.qty_sum)).range({ min: 0 }).describe("Pieces sold the day before."),
    num_txn_lag1: t.integer().is(before(1, day.num_txn)).range({ min: 0 }).describe("Baskets of the day before."),
    rev_sum: t.decimal(18, 2).is(day.rev_sum).notNull().describe("Target: revenue of the day itself, USD."),
  },
  tests: () => [test.equalRowCount(fctDailyStore)],
});
