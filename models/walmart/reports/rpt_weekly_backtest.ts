import { fn, model, sql, t } from "rmodel";
import forecastWeeklySales from "../forecast/forecast_weekly_sales.ts";

const backtest = forecastWeeklySales.backtest.as("backtest");
const winner = forecastWeeklySales.scores.as("winner");
const best = forecastWeeklySales.scores.as("best");

/** What is drawn: the chosen candidate and the baseline that did best on validation. */
const drawn = sql`
  select ${winner.model} as model, 'chosen' as line
  from ${winner}
  where ${winner.level} = 'overall' and ${winner.stage} = 'validation' and ${winner.place} = 1
  union all
  select ${fn.argMax(best.model, sql`-${best.wmae}`)} as model, 'best baseline' as line
  from ${best}
  where ${best.level} = 'overall' and ${best.stage} = 'validation' and ${best.is_baseline}
`;

export default model({
  description: "Three rows per week of validation and test: the sales of all series that are forecast, and what the chosen candidate and the best baseline said of them.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  meta: { chart: { kind: "line", x: "date", y: "sales", color: "line" } },
  materialized: "table",
  grain: ["date", "line"],
  columns: {
    date: t.date().notNull().describe("Friday at the end of the week."),
    stage: t.text().notNull().acceptedValues(["validation", "test"]).describe("The stage that the week belongs to."),
    line: t.text().notNull().acceptedValues(["sold", "chosen", "best baseline"]).describe("What is told: what came, or whose forecast."),
    series: t.integer().notNull().range({ min: 1 }).describe("Series that are added up."),
    sales: t.double().notNull().describe("Sales of the week in USD."),
  },
  query: sql`
    with told as (
      select ${backtest.date} as date, ${backtest.stage} as stage, drawn.line, ${backtest.actual} as actual, ${backtest.forecast} as forecast
      from ${backtest}
      join (${drawn}) as drawn on drawn.model = ${backtest.model}
    )
    select date, stage, line, count(*) as series, sum(forecast) as sales
    from told
    group by date, stage, line
    union all
    select date, stage, 'sold' as line, count(*) as series, sum(actual) as sales
    from told
    where line = 'best baseline'
    group by date, stage
  `,
});
