import type { Expr } from "rmodel";
import { fn, model, sql, t, test } from "rmodel";
import dimDate from "../../shared/dims/dim_date.ts";
import fctRossmannDaily from "../facts/fct_rossmann_daily.ts";

const day = fctRossmannDaily.as("day");
const calendar = dimDate.as("calendar");

/** The value of a column so many days before: right because a store's days have no gaps. */
const before = (days: number, column: Expr) => sql`lag(${column}, ${days}) over (partition by ${day.store_id} order by ${day.date})`;

export default model({
  description:
    "One row per row of fct_rossmann_daily with what was known when the day began: the calendar, the planned promotion and the store's past. " +
    "Lags that reach behind the first day are null; closed days count as 0.",
  tags: ["daily", "rossmann", "feature"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store_id", "date"],
  from: sql`${day} join ${calendar} on ${calendar.date_key} = ${day.date_key}`,
  columns: {
    date: t.date().is(day.date).notNull().describe("The day that the features describe."),
    store_id: t.integer().is(day.store_id).notNull().describe("Store number."),
    weekday: t.integer().is(calendar.dow).notNull().range({ min: 1, max: 7 }).describe("Day of the week, Monday 1 to Sunday 7."),
    month: t.integer().is(calendar.month).notNull().range({ min: 1, max: 12 }).describe("Month of the year."),
    promo: t.integer().is(day.promo).notNull().acceptedValues([0, 1]).describe("1 when the store runs a promotion that day, else 0."),
    rev_lag1: t.decimal(18, 2).is(before(1, day.rev_sum)).range({ min: 0 }).describe("Turnover of the day before, EUR."),
    rev_lag7: t.decimal(18, 2).is(before(7, day.rev_sum)).range({ min: 0 }).describe("Turnover 7 days before, EUR."),
    rev_lag14: t.decimal(18, 2).is(before(14, day.rev_sum)).range({ min: 0 }).describe("Turnover 14 days before, EUR."),
    rev_mean7: t
      .double()
      .is(sql`avg(${fn.cast(day.rev_sum, t.double())}) over (partition by ${day.store_id} order by ${day.date} rows between 7 preceding and 1 preceding)`)
      .range({ min: 0 })
      .describe("Mean turnover of the 7 days before, of fewer in the first week, EUR."),
    num_txn_lag1: t.integer().is(before(1, day.num_txn)).range({ min: 0 }).describe("Customers of the day before."),
    is_open: t.boolean().is(day.is_open).notNull().describe("Whether the store was open: only these days are scored."),
    rev_sum: t.decimal(18, 2).is(day.rev_sum).notNull().describe("Target: turnover of the day itself, EUR."),
  },
  tests: () => [test.equalRowCount(fctRossmannDaily)],
});
