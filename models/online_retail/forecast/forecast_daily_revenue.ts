import { fn, model, sql, t, test } from "rmodel";
import parameters from "../../../parameters.ts";
import forecastDailyRevenueScores, { dailyRevenue } from "./forecast_daily_revenue_scores.ts";

const horizon = parameters.FORECAST_HORIZON_DAYS;
const money = t.decimal(18, 2);

export default model({
  description:
    "One row per day of the FORECAST_HORIZON_DAYS behind the history, forecast by the candidate that did best on the hold-out. Steps feed on one " +
    "another: step 2 reads the forecast of step 1. Bounds are Gaussian, so the lower one can be below 0.",
  tags: ["online_retail", "forecast"],
  owner: "retail analytics",
  materialized: "external",
  files: ["forecast_daily_revenue.parquet", "forecast_daily_revenue.csv"],
  grain: ["date"],
  columns: {
    date: t.date().notNull().unique().sequential().describe("The day that is forecast."),
    step: t.integer().notNull().range({ min: 1, max: horizon }).sequential().describe("Days behind the history, from 1."),
    revenue_forecast: t.decimal(18, 2).notNull().describe("Expected sales in GBP."),
    lower: t.decimal(18, 2).notNull().describe("Lower bound of the 80 % interval, GBP."),
    upper: t.decimal(18, 2).notNull().describe("Upper bound of the 80 % interval, GBP."),
    model: t.text().notNull().references(forecastDailyRevenueScores, "model").describe("The candidate that was chosen, as in forecast_daily_revenue_scores."),
  },
  query: sql`
    select
      date,
      step,
      ${fn.cast(sql`forecast`, money)} as revenue_forecast,
      ${fn.cast(sql`lower`, money)} as lower,
      ${fn.cast(sql`upper`, money)} as upper,
      model
    from (${dailyRevenue.forecast}) as chosen
  `,
  tests: (row) => [
    test.rowCount({ min: horizon, max: horizon }),
    test.isTrue(sql`${row.lower} <= ${row.revenue_forecast} and ${row.revenue_forecast} <= ${row.upper}`, { name: "forecast_lies_in_its_interval" }),
  ],
});
