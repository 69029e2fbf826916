import { fn, model, sql, t, test } from "rmodel";
import dimDate from "../../shared/dims/dim_date.ts";
import fctDailyRevenue from "../facts/fct_daily_revenue.ts";

const day = fctDailyRevenue.as("day");
const calendar = dimDate.as("calendar");

/** The value of a column so many days before: right because the days have no gaps. */
const before = (days: number, column: typeof day.revenue | typeof day.quantity) => sql`lag(${column}, ${days}) over (order by ${day.date})`;

export default model({
  description:
    "One row per day of fct_daily_revenue with what was known when it began: the calendar and the past. No feature uses its own day or later. " +
    "Lags that reach behind the first day are null.",
  tags: ["online_retail", "feature"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["date"],
  from: sql`${day} join ${calendar} on ${calendar.date_key} = ${day.date_key}`,
  columns: {
    date: t.date().is(day.date).notNull().unique().references(fctDailyRevenue, "date").describe("The day that the features describe."),
    weekday: t.integer().is(calendar.dow).notNull().range({ min: 1, max: 7 }).describe("Day of the week, Monday 1 to Sunday 7."),
    month: t.integer().is(calendar.month).notNull().range({ min: 1, max: 12 }).describe("Month of the year."),
    is_holiday: t.boolean().is(calendar.is_holiday).notNull().describe("Bank holiday of England and Wales."),
    rev_lag1: t.decimal(18, 2).is(before(1, day.revenue)).range({ min: 0 }).describe("Revenue of the day before, GBP."),
    rev_lag7: t.decimal(18, 2).is(before(7, day.revenue)).range({ min: 0 }).describe("Revenue 7 days before, GBP."),
    rev_lag14: t.decimal(18, 2).is(before(14, day.revenue)).range({ min: 0 }).describe("Revenue 14 days before, GBP."),
    rev_mean7: t
      .double()
      .is(sql`avg(${fn.cast(day.revenue, t.double())}) over (order by ${day.date} rows between 7 preceding and 1 preceding)`)
      .range({ min: 0 })
      .describe("Mean revenue of the 7 days before, of fewer in the first week, GBP."),
    qty_lag1: t.integer().is(before(1, day.quantity)).range({ min: 0 }).describe("Pieces sold the day before."),
    invoices_lag1: t.integer().is(before(1, day.invoices)).range({ min: 0 }).describe("Invoices of the day before."),
    revenue: t.decimal(18, 2).is(day.revenue).notNull().describe("Target: revenue of the day itself, GBP."),
  },
  tests: () => [test.equalRowCount(fctDailyRevenue)],
});
