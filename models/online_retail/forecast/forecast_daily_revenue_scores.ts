import { fn, model, sql, t } from "rmodel";
import { dailyForecast } from "../../../macros/forecast.ts";
import featDailyRevenueAhead from "../features/feat_daily_revenue_ahead.ts";
import parameters from "../../../parameters.ts";

const money = t.decimal(18, 2);

/** Behind this table and that of the forecast itself. */
export const dailyRevenue = dailyForecast({
  of: featDailyRevenueAhead,
  time: "date",
  target: "revenue",
  known: ["is_tuesday", "is_wednesday", "is_thursday", "is_friday", "is_saturday", "is_sunday"],
  lags: [1, 7, 14],
  horizon: parameters.FORECAST_HORIZON_DAYS,
  validationDays: parameters.VALIDATION_DAYS,
});

export default model({
  description:
    "One row per candidate for the forecast of daily revenue, with its errors on the hold-out: the last VALIDATION_DAYS days in blocks of " +
    "FORECAST_HORIZON_DAYS, each forecast as in earnest, nothing inside it seen. A candidate that the history is too short for has no scores.",
  tags: ["online_retail", "forecast"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["model"],
  columns: {
    model: t.text().notNull().unique().describe("Baseline, or ridge_ and its penalty."),
    mae: t.decimal(18, 2).range({ min: 0 }).describe("Mean absolute error of a day, GBP."),
    rmse: t.decimal(18, 2).range({ min: 0 }).describe("Root of the mean squared error of a day, GBP."),
    place: t.integer().notNull().unique().range({ min: 1 }).describe("Rank by mae; 1 is chosen."),
  },
  query: sql`
    select
      model,
      ${fn.cast(sql`mae`, money)} as mae,
      ${fn.cast(sql`rmse`, money)} as rmse,
      place
    from (${dailyRevenue.scores}) as scored
  `,
});
