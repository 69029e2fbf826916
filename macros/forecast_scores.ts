import { t } from "rmodel";
import forecastWeeklySales from "../models/walmart/forecast/forecast_weekly_sales.ts";

export const score = forecastWeeklySales.scores.as("score");

/** When scores were taken: on the weeks that candidates were compared on, or on those behind them. */
export const stage = t.text().is(score.stage).notNull().acceptedValues(["validation", "test"]).describe("validation: the weeks that the choice was made on; test: the weeks behind them, which it never saw.");

/** How a candidate's errors are told. */
export const errors = {
  n: t.integer().is(score.n).notNull().range({ min: 1 }).describe("Weeks of series that are scored."),
  mae: t.double().is(score.mae).notNull().range({ min: 0 }).describe("Mean absolute error in USD."),
  rmse: t.double().is(score.rmse).notNull().range({ min: 0 }).describe("Root of the mean squared error in USD."),
  wmae: t.double().is(score.wmae).notNull().range({ min: 0 }).describe("Mean absolute error in USD in which a holiday week counts holiday_weight times."),
};
