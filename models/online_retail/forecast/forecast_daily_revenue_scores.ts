import { model, sql, t } from "rmodel";
import forecastDailyRevenue from "./forecast_daily_revenue.ts";

const score = forecastDailyRevenue.scores.as("score");

export default model({
  description: "One row per candidate for the forecast of daily revenue, with its errors on the hold-out. A candidate that the history is too short for has no row.",
  tags: ["online_retail", "forecast"],
  owner: "retail analytics",
  grain: ["model"],
  from: score,
  where: sql`${score.level} = 'overall' and ${score.stage} = 'validation' and ${score.place} is not null`,
  columns: {
    model: t.text().is(score.model).notNull().unique().describe("Baseline, or ridge_ and its penalty."),
    mae: t.decimal(18, 2).is(score.mae).notNull().range({ min: 0 }).describe("Mean absolute error of a day, GBP."),
    rmse: t.decimal(18, 2).is(score.rmse).notNull().range({ min: 0 }).describe("Root of the mean squared error of a day, GBP."),
    place: t.integer().is(score.place).notNull().unique().range({ min: 1 }).describe("Rank by mae; 1 is chosen."),
  },
});
