import { forecast, sql, t, test } from "rmodel";
import fctDailyRevenue from "../facts/fct_daily_revenue.ts";
import parameters from "../../../parameters.ts";

const horizon = parameters.FORECAST_HORIZON_DAYS;

export default forecast({
  description:
    "One row per day of the FORECAST_HORIZON_DAYS behind the history, forecast by the candidate that did best on the hold-out: the last " +
    "VALIDATION_DAYS days in blocks of FORECAST_HORIZON_DAYS. Steps feed on one another: step 2 reads the forecast of step 1.",
  tags: ["online_retail", "forecast"],
  owner: "retail analytics",
  materialized: "external",
  files: ["forecast_daily_revenue.parquet", "forecast_daily_revenue.csv"],
  of: fctDailyRevenue,
  time: "date",
  grain: "day",
  target: "revenue",
  horizon,
  as: "revenue_forecast",
  type: t.decimal(18, 2),
  features: (f) => [f.lag(1), f.lag(7), f.lag(14), f.weekday()],
  // The regression says how a day differs from the same day of the week before, so that a strong penalty ends at the seasonal naive forecast.
  models: [{ target: "seasonal_diff", lambdas: [0.01, 0.1, 1] }],
  baselines: ["seasonal_naive", "naive", "moving_average", "seasonal_average"],
  validation: { window: parameters.VALIDATION_DAYS },
  // One series has too few blocks for bounds from its errors.
  interval: { level: 0.8, kind: "gaussian" },
  bounds: { lower: 0 },
  tests: (row) => [
    test.rowCount({ min: horizon, max: horizon }),
    test.isTrue(sql`${row.lower} <= ${row.revenue_forecast} and ${row.revenue_forecast} <= ${row.upper}`, { name: "forecast_lies_in_its_interval" }),
  ],
});
