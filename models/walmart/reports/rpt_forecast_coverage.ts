import { fn, model, sql, t } from "rmodel";
import parameters from "../../../parameters.ts";
import featWeeklyDirect from "../features/feat_weekly_direct.ts";

const feature = featWeeklyDirect.as("feature");
const lastWeek = fn.cast(parameters.WALMART_TEST_END, t.date());

export default model({
  description: "Which departments of stores are forecast and which are not, and why: the first reason that holds. Sales are those up to WALMART_TEST_END.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  meta: { chart: { kind: "bar", x: "reason", y: "series" } },
  materialized: "table",
  grain: ["reason"],
  columns: {
    reason: t.text().notNull().unique().acceptedValues(["is forecast", "ended early", "began late", "has gaps"]).describe("is forecast: it has every week; else what keeps it from that."),
    is_forecast: t.boolean().notNull().describe("Whether these series are forecast."),
    series: t.integer().notNull().range({ min: 1 }).describe("Departments of stores."),
    sales: t.double().notNull().describe("Their sales in USD."),
    share: t.double().describe("Their share of all sales, 0 to 1."),
  },
  query: sql`
    with span as (
      select min(${feature.date}) as first_week, max(${feature.date}) as last_week
      from ${feature}
      where ${feature.date} <= ${lastWeek}
    ),
    series as (
      select
        ${feature.store} as store,
        ${feature.dept} as dept,
        ${feature.is_complete} as is_complete,
        min(${feature.date}) as first_week,
        max(${feature.date}) as last_week,
        sum(${feature.sales}) as sales
      from ${feature}
      where ${feature.date} <= ${lastWeek}
      group by ${feature.store}, ${feature.dept}, ${feature.is_complete}
    ),
    told as (
      select
        case
          when series.is_complete then 'is forecast'
          when series.last_week < span.last_week then 'ended early'
          when series.first_week > span.first_week then 'began late'
          else 'has gaps'
        end as reason,
        series.is_complete,
        series.sales
      from series
      cross join span
    )
    select
      reason,
      is_complete as is_forecast,
      count(*) as series,
      sum(sales) as sales,
      ${fn.safeDivide(sql`sum(sales)`, sql`sum(sum(sales)) over ()`)} as share
    from told
    group by reason, is_complete
  `,
});
