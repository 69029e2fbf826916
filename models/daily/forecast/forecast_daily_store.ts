import { forecast, sql, test } from "rmodel";
import fctDailyStore from "../facts/fct_daily_store.ts";
import parameters from "../../../parameters.ts";

export default forecast({
  description:
    "Revenue of each store for the FORECAST_HORIZON_DAYS behind the history, by the candidate that did best on the store's hold-out. " +
    "A store that sells too seldom for a regression has a baseline.",
  tags: ["daily", "forecast"],
  owner: "retail analytics",
  materialized: "external",
  files: ["forecast.parquet", "forecast.csv"],
  of: fctDailyStore,
  by: ["store_id"],
  time: "date",
  grain: "day",
  target: "rev_sum",
  horizon: parameters.FORECAST_HORIZON_DAYS,
  fill: "zero",
  as: "rev_forecast",
  features: (f) => [f.lag(7), f.lag(14), f.rollingMean(7), f.rollingMean(28), f.weekday()],
  models: [{ target: "level", lambdas: [0.01, 0.1, 1] }],
  ensemble: true,
  validation: { window: parameters.VALIDATION_DAYS, test: parameters.FORECAST_TEST_DAYS },
  choose: { by: "key", metric: "mae" },
  interval: { level: 0.8 },
  bounds: { lower: 0 },
  mustBeat: { on: ["mae"] },
  tests: (row) => [test.isTrue(sql`${row.lower} <= ${row.rev_forecast} and ${row.rev_forecast} <= ${row.upper}`, { name: "daily_forecast_lies_in_its_interval" })],
});
