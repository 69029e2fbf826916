import { forecast } from "rmodel";
import { weeklyTerms } from "../../../macros/direct_features.ts";
import parameters from "../../../parameters.ts";
import featWeeklyForecast from "../features/feat_weekly_forecast.ts";

export default forecast({
  description:
    "The pooled ridge of forecast_weekly_sales from each origin of a year, a horizon apart: how far its scores hang on where the history ends. What is read of it are its scores and its " +
    "back test; it has no gate, because its oldest origins have no Christmas to learn from.",
  tags: ["walmart", "forecast"],
  owner: "retail analytics",
  of: featWeeklyForecast,
  by: ["store", "dept"],
  time: "date",
  grain: "week",
  target: "sales",
  horizon: parameters.WALMART_HORIZON_WEEKS,
  window: 4,
  as: "sales_forecast",
  knownAhead: weeklyTerms,
  features: (f) => weeklyTerms.map((name) => f.known(name)),
  models: [{ name: "pooled", mode: "direct", target: "level", pooled: true, scaled: false, lambdas: [1e-7] }],
  baselines: ["seasonal_naive", "date_aligned_seasonal_naive", "level_scaled_seasonal_naive", "hybrid"],
  validation: { window: 52 },
  choose: { by: "overall", metric: "wmae" },
  weight: "weight",
});
