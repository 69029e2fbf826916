import { forecast, sql, test } from "rmodel";
import { weeklyTerms } from "../../../macros/direct_features.ts";
import { testWeeks, validationWeeks } from "../../../macros/weekly_split.ts";
import parameters from "../../../parameters.ts";
import featWeeklyForecast from "../features/feat_weekly_forecast.ts";

export default forecast({
  description:
    "Sales of each department of a store that has every week, for the WALMART_HORIZON_WEEKS behind WALMART_TEST_END, by the one candidate with the least WMAE on the weeks of validation. " +
    "The choice never sees the weeks of the test: the chosen candidate is fitted again on training and validation, and scored on them once. A new run waits for approval.",
  tags: ["walmart", "forecast"],
  owner: "retail analytics",
  materialized: "external",
  files: ["forecast_weekly_sales.parquet", "forecast_weekly_sales.csv"],
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
  models: [
    // Sales are not scaled: the large series are what WMAE counts, and one equation fits them best in USD.
    { name: "pooled", mode: "direct", target: "level", pooled: true, scaled: false, lambdas: [1e-7, 1e-3] },
    { name: "series", mode: "direct", target: "level", lambdas: [0.1, 1] },
  ],
  baselines: ["naive", "seasonal_naive", "date_aligned_seasonal_naive", "moving_average", "seasonal_average", "level_scaled_seasonal_naive", "hybrid"],
  ensemble: true,
  validation: { window: validationWeeks, test: testWeeks },
  choose: { by: "overall", metric: "wmae" },
  weight: "weight",
  segments: ["store", "dept", "type", "holiday"],
  interval: { level: 0.8 },
  mustBeat: { baseline: "best", on: ["wmae", "rmse"] },
  approval: parameters.WALMART_APPROVAL,
  tests: (row) => [test.isTrue(sql`${row.lower} <= ${row.sales_forecast} and ${row.sales_forecast} <= ${row.upper}`, { name: "weekly_forecast_lies_in_its_interval" })],
});
