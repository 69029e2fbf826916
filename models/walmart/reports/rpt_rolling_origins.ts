import { fn, model, sql, t } from "rmodel";
import forecastWeeklyOrigins from "../forecast/forecast_weekly_origins.ts";

const backtest = forecastWeeklyOrigins.backtest.as("backtest");
const missed = sql`${backtest.actual} - ${backtest.forecast}`;

export default model({
  description:
    "One row per origin and candidate with its errors over the horizon behind the origin: what the pooled ridge would have been worth at other times of the year. " +
    "An origin before November 2011 has no Christmas that it could have learnt from.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  meta: { chart: { kind: "bar", x: "origin", y: "wmae", color: "model" } },
  materialized: "table",
  grain: ["origin", "model"],
  from: backtest,
  where: sql`${backtest.is_scored}`,
  groupBy: [backtest.origin, backtest.model],
  columns: {
    origin: t.date().is(backtest.origin).notNull().describe("Friday of the newest week that was known."),
    model: t.text().is(backtest.model).notNull().describe("The pooled ridge with its penalty, or a baseline."),
    first_week: t.date().is(sql`min(${backtest.date})`).notNull().describe("Friday of the first week that is forecast."),
    last_week: t.date().is(sql`max(${backtest.date})`).notNull().describe("Friday of the last week that is forecast."),
    n: t.integer().is(sql`count(*)`).notNull().range({ min: 1 }).describe("Weeks of series that are scored."),
    mae: t.double().is(sql`avg(abs(${missed}))`).notNull().range({ min: 0 }).describe("Mean absolute error in USD."),
    rmse: t.double().is(sql`sqrt(avg((${missed}) * (${missed})))`).notNull().range({ min: 0 }).describe("Root of the mean squared error in USD."),
    wmae: t
      .double()
      .is(fn.safeDivide(sql`sum(${backtest.weight} * abs(${missed}))`, sql`sum(${backtest.weight})`))
      .notNull()
      .range({ min: 0 })
      .describe("Mean absolute error in USD in which a holiday week counts holiday_weight times."),
  },
});
