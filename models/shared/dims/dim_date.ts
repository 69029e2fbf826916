import { fn, model, sql, t, test } from "rmodel";
import { dateKey } from "../../../macros/keys.ts";
import holidays from "../../../seeds/shared/holidays.ts";
import parameters from "../../../parameters.ts";

const holiday = holidays.as("holiday");
const day = sql`calendar.day`;
const firstDay = fn.cast(parameters.CALENDAR_START, t.date());
const lastDay = fn.cast(parameters.CALENDAR_END, t.date());

export default model({
  description:
    "One row per day of the calendar that all domains share, without gaps, from CALENDAR_START to CALENDAR_END. " +
    "Weeks are ISO weeks, so the first days of January can belong to week 52 or 53.",
  tags: ["shared", "dimension"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["date_key"],
  from: sql`${fn.days(firstDay, lastDay)} as calendar left join ${holiday} on ${holiday.date} = ${day}`,
  columns: {
    date_key: t.integer().is(dateKey(day)).notNull().unique().describe("The day as a number, yyyymmdd."),
    date: t.date().is(day).notNull().unique().describe("The day."),
    year: t.integer().is(fn.datePart("year", day)).notNull().describe("Calendar year."),
    quarter: t.integer().is(fn.datePart("quarter", day)).notNull().range({ min: 1, max: 4 }).describe("Quarter of the year."),
    month: t.integer().is(fn.datePart("month", day)).notNull().range({ min: 1, max: 12 }).describe("Month of the year."),
    week: t.integer().is(fn.datePart("week", day)).notNull().range({ min: 1, max: 53 }).describe("ISO week of the year."),
    day: t.integer().is(fn.datePart("day", day)).notNull().range({ min: 1, max: 31 }).describe("Day of the month."),
    dow: t.integer().is(fn.datePart("dow", day)).notNull().range({ min: 1, max: 7 }).describe("Day of the week, Monday 1 to Sunday 7."),
    is_weekend: t.boolean().is(sql`${fn.datePart("dow", day)} >= 6`).notNull().describe("Saturday or Sunday."),
    is_holiday: t.boolean().is(sql`${holiday.date} is not null`).notNull().describe("Bank holiday of England and Wales."),
    holiday_name: t.text().is(holiday.holiday_name).describe("Name of the holiday; null on all other days."),
  },
  tests: (row) => [test.isTrue(sql`${row.is_holiday} = (${row.holiday_name} is not null)`, { name: "every_holiday_has_a_name" })],
});
