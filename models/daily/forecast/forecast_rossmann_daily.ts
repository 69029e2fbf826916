import { forecast } from "rmodel";
import fctRossmannDaily from "../facts/fct_rossmann_daily.ts";
import featRossmannPlan from "../features/feat_rossmann_plan.ts";
import parameters from "../../../parameters.ts";

export default forecast({
  description:
    "Turnover of each drug store for the FORECAST_HORIZON_DAYS behind the history. Closed days are history with 0, and are not scored. " +
    "Promotions are not planned beyond the data, so the forecast itself assumes none.",
  tags: ["daily", "rossmann", "forecast"],
  owner: "retail analytics",
  of: fctRossmannDaily,
  by: ["store_id"],
  time: "date",
  grain: "day",
  target: "rev_sum",
  horizon: parameters.FORECAST_HORIZON_DAYS,
  fill: "zero",
  as: "rev_forecast",
  future: featRossmannPlan,
  features: (f) => [f.lag(7), f.lag(14), f.lag(28), f.rollingMean(28), f.weekday(), f.known("promo"), f.known("school_holiday"), f.product(f.known("promo"), f.weekday())],
  models: [{ target: "level", lambdas: [0.001, 0.01, 0.1] }],
  ensemble: true,
  validation: { window: parameters.VALIDATION_DAYS, test: parameters.FORECAST_TEST_DAYS },
  choose: { by: "key", metric: "mae" },
  scored: "is_open",
  interval: { level: 0.8 },
  bounds: { lower: 0 },
  mustBeat: { on: ["mae"] },
});
