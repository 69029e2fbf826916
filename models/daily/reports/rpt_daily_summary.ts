import { fn, model, sql, t } from "rmodel";
import fctDailyStore from "../facts/fct_daily_store.ts";
import forecastDailyStore from "../forecast/forecast_daily_store.ts";

const day = fctDailyStore.as("day");
const ahead = forecastDailyStore.as("ahead");
const money = t.decimal(18, 2);

export default model({
  description:
    "One row per store: what the forecast expects in total, beside as many days before it, and how much that is more or less. " +
    "Rank 1 moves most, up or down; stores that sold nothing in these days have no trend and come last.",
  tags: ["daily", "report"],
  owner: "retail analytics",
  materialized: "external",
  files: ["reports/summary.json"],
  grain: ["store_id"],
  columns: {
    store_id: t.integer().notNull().unique().describe("Store number."),
    days: t.integer().notNull().range({ min: 1 }).describe("Days that the forecast looks ahead."),
    rev_before: t.decimal(18, 2).notNull().range({ min: 0 }).describe("Revenue of as many days before the forecast, USD."),
    rev_forecast: t.decimal(18, 2).notNull().range({ min: 0 }).describe("Revenue that is expected, USD."),
    trend: t.double().describe("Change against the days before, 0.1 for 10 % more; null where nothing was sold."),
    mover_rank: t.integer().notNull().unique().describe("Rank by the size of the change; 1 moves most."),
  },
  query: sql`
    with expected as (
      select ${ahead.store_id} as store_id, count(*) as days, min(${ahead.date}) as first_date, sum(${ahead.rev_forecast}) as rev_forecast
      from ${ahead}
      group by ${ahead.store_id}
    ),
    compared as (
      select
        expected.store_id,
        expected.days,
        ${fn.cast(sql`sum(${day.rev_sum})`, money)} as rev_before,
        ${fn.cast(sql`expected.rev_forecast`, money)} as rev_forecast,
        ${fn.safeDivide(sql`expected.rev_forecast - ${fn.cast(sql`sum(${day.rev_sum})`, t.double())}`, sql`sum(${day.rev_sum})`)} as trend
      from expected
      join ${day} on ${day.store_id} = expected.store_id and ${fn.daysBetween(day.date, sql`expected.first_date`)} between 1 and expected.days
      group by expected.store_id, expected.days, expected.rev_forecast
    )
    select store_id, days, rev_before, rev_forecast, trend, row_number() over (order by abs(trend) desc nulls last, store_id) as mover_rank
    from compared
  `,
});
