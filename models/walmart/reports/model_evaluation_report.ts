import { fn, model, sql, t } from "rmodel";
import { errors, score, stage } from "../../../macros/forecast_scores.ts";
import dimStore from "../dims/dim_store.ts";
import forecastWeeklySales from "../forecast/forecast_weekly_sales.ts";

const other = forecastWeeklySales.scores.as("other");
const best = forecastWeeklySales.scores.as("best");
const store = dimStore.as("store");

/** One baseline for all rows: a part's own best would be chosen by the weeks that it is compared on. */
const bestBaseline = sql`
  select ${fn.argMax(best.model, sql`-${best.wmae}`)} as model
  from ${best}
  where ${best.level} = 'overall' and ${best.stage} = 'validation' and ${best.is_baseline}
`;

export default model({
  description:
    "One row per stage and part of the weeks, and one per stage for all of them, with the errors of what was chosen beside those of the baseline that did best on validation: where the forecast is good, " +
    "and where it is worse than a plain one.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["stage", "segment", "segment_value"],
  from: sql`
    ${score}
    cross join (${bestBaseline}) as chosen_baseline
    join ${other}
      on ${other.level} = ${score.level}
      and ${other.stage} = ${score.stage}
      and ${other.segment} is not distinct from ${score.segment}
      and ${other.segment_value} is not distinct from ${score.segment_value}
      and ${other.model} = chosen_baseline.model
    left join ${store} on ${score.segment} = 'store' and cast(${store.store} as varchar) = ${score.segment_value}
  `,
  where: sql`${score.level} in ('overall', 'segment') and ${score.model} = 'chosen'`,
  columns: {
    stage,
    segment: t.text().is(sql`coalesce(${score.segment}, 'overall')`).notNull().acceptedValues(["overall", "store", "dept", "type", "holiday"]).describe("What the weeks are parted by; overall: not at all."),
    segment_value: t.text().is(sql`coalesce(${score.segment_value}, 'all')`).notNull().describe("The part: a number of a store or department, a type, a feast."),
    store_type: t.text().is(store.type).acceptedValues(["A", "B", "C"]).describe("Of a store its type; else null."),
    store_size: t.integer().is(store.size).describe("Of a store its sales area in square feet; else null."),
    ...errors,
    wape: t.double().is(score.wape).range({ min: 0 }).describe("Sum of errors over sum of sales: compares parts of different size."),
    baseline: t.text().is(other.model).notNull().describe("The baseline with the least wmae on validation, the same in all rows."),
    baseline_mae: t.double().is(other.mae).notNull().describe("Its mean absolute error in USD."),
    baseline_rmse: t.double().is(other.rmse).notNull().describe("Root of its mean squared error in USD."),
    baseline_wmae: t.double().is(other.wmae).notNull().describe("Its mean absolute error in USD in which a holiday week counts holiday_weight times."),
    wmae_gain: t.double().is(sql`1 - ${fn.safeDivide(score.wmae, other.wmae)}`).describe("Share of the baseline's wmae that is saved; negative where what was chosen is worse."),
  },
});
