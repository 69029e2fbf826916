import type { Expr } from "rmodel";
import ahead from "../models/online_retail/features/feat_daily_revenue_ahead.ts";
import parameters from "../parameters.ts";
import { dailyForecast } from "./forecast.ts";

/** The forecast of daily revenue: one definition behind the table of the forecast and that of its scores. */
export const dailyRevenueForecast = (result: "forecast" | "forecast_scores"): Expr =>
  dailyForecast(
    {
      of: ahead,
      time: "date",
      target: "revenue",
      known: ["is_tuesday", "is_wednesday", "is_thursday", "is_friday", "is_saturday", "is_sunday"],
      lags: [1, 7, 14],
      horizon: parameters.FORECAST_HORIZON_DAYS,
      validationDays: parameters.VALIDATION_DAYS,
    },
    result,
  );
