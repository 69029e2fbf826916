import { fn, model, sql, t, test } from "rmodel";
import { weekNumber } from "../../../macros/weeks.ts";
import train from "../../../sources/walmart/train.ts";
import dimDept from "../dims/dim_dept.ts";
import dimStore from "../dims/dim_store.ts";

const week = train.as("week");

export default model({
  description:
    "One row per store, department and week that the source has. A line that was delivered twice is there once; two lines of one key that disagree " +
    "stop the build, because the source does not say which of them is right. Weeks without a line are not filled.",
  tags: ["walmart", "fact"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store", "dept", "date"],
  indexes: [["store", "dept", "date"]],
  from: week,
  distinct: true,
  columns: {
    store: t.integer().is(week.Store).notNull().references(dimStore, "store").describe("Store number."),
    dept: t.integer().is(week.Dept).notNull().references(dimDept, "dept").describe("Department number."),
    date: t.date().is(week.Date).notNull().describe("Friday at the end of the week."),
    week_number: t.integer().is(weekNumber(week.Date)).notNull().describe("Weeks since the one that ended on 1970-01-02."),
    weekly_sales: t.decimal(12, 2).is(week.Weekly_Sales).notNull().describe("Sales of the week in USD; negative when more was given back than sold."),
    is_holiday: t.boolean().is(week.IsHoliday).notNull().describe("Whether the week has Super Bowl, Labor Day, Thanksgiving or Christmas."),
  },
  tests: (row) => [test.isTrue(sql`${fn.datePart("dow", row.date)} = 5`, { name: "weeks_end_on_friday" })],
});
