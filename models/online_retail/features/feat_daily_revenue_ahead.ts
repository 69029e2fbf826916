import { fn, model, sql, t } from "rmodel";
import dimDate from "../../shared/dims/dim_date.ts";
import featDailyRevenue from "./feat_daily_revenue.ts";
import parameters from "../../../parameters.ts";

const calendar = dimDate.as("calendar");
const past = featDailyRevenue.as("past");
const horizonEnd = fn.dateAdd(sql`(select max(${past.date}) from ${past})`, parameters.FORECAST_HORIZON_DAYS, "day");

/** 1 on that day of the week, else 0; Monday is the day that the others are compared with. */
const isWeekday = (weekday: number) => sql`case when ${calendar.dow} = ${weekday} then 1 else 0 end`;

export default model({
  description:
    "One row per day of the history and of the FORECAST_HORIZON_DAYS behind it, with what is known of any day beforehand. " +
    "Days ahead have no revenue yet: those are the ones to forecast.",
  tags: ["online_retail", "feature"],
  owner: "retail analytics",
  materialized: "ephemeral",
  from: sql`${calendar} left join ${past} on ${past.date} = ${calendar.date}`,
  where: sql`${calendar.date} >= (select min(${past.date}) from ${past}) and ${calendar.date} <= ${horizonEnd}`,
  columns: {
    date: t.date().is(calendar.date).describe("The day."),
    revenue: t.decimal(18, 2).is(past.revenue).describe("Sales in GBP; null for the days ahead."),
    is_tuesday: t.integer().is(isWeekday(2)).describe("1 on Tuesdays, else 0."),
    is_wednesday: t.integer().is(isWeekday(3)).describe("1 on Wednesdays, else 0."),
    is_thursday: t.integer().is(isWeekday(4)).describe("1 on Thursdays, else 0."),
    is_friday: t.integer().is(isWeekday(5)).describe("1 on Fridays, else 0."),
    is_saturday: t.integer().is(isWeekday(6)).describe("1 on Saturdays, else 0."),
    is_sunday: t.integer().is(isWeekday(7)).describe("1 on Sundays, else 0."),
  },
});
