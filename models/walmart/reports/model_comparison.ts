import { fn, model, sql, t } from "rmodel";
import { errors, score } from "../../../macros/forecast_scores.ts";
import forecastWeeklySales from "../forecast/forecast_weekly_sales.ts";

const baseline = forecastWeeklySales.scores.as("baseline");
const bar = sql`
  select min(${baseline.wmae}) as wmae, min(${baseline.rmse}) as rmse
  from ${baseline}
  where ${baseline.level} = 'overall' and ${baseline.stage} = 'validation' and ${baseline.is_baseline}
`;

export default model({
  description:
    "One row per candidate with its errors on the weeks of validation over all series, and what it gains on the best baseline of each metric: the pooled ridge and that of each series, " +
    "a row a penalty, their ensemble with the baselines, and the baselines. The one with the least wmae is chosen.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  meta: { chart: { kind: "bar", x: "model", y: "wmae" } },
  materialized: "table",
  grain: ["model"],
  from: sql`${score} cross join (${bar}) as bar`,
  where: sql`${score.level} = 'overall' and ${score.stage} = 'validation' and ${score.model} <> 'chosen'`,
  columns: {
    model: t.text().is(score.model).notNull().unique().describe("Name of the candidate; of a ridge with its penalty."),
    is_baseline: t.boolean().is(score.is_baseline).notNull().describe("Whether it is a plain forecast that a regression has to beat."),
    is_chosen: t.boolean().is(score.is_chosen).notNull().describe("Whether the forecast is made with it."),
    place: t.integer().is(score.place).unique().range({ min: 1 }).describe("Rank by wmae; null where it does not cover all series."),
    covered: t.integer().is(score.covered).notNull().range({ min: 0 }).describe("Scored weeks that it forecasts itself; for the others its score takes the naive forecast."),
    ...errors,
    wmae_gain: t.double().is(sql`1 - ${fn.safeDivide(score.wmae, sql`bar.wmae`)}`).describe("Share of the best baseline's wmae that it saves; negative where it is worse."),
    rmse_gain: t.double().is(sql`1 - ${fn.safeDivide(score.rmse, sql`bar.rmse`)}`).describe("Share of the least rmse of a baseline that it saves; negative where it is worse."),
    beats_baselines: t.boolean().is(sql`${score.wmae} < bar.wmae and ${score.rmse} < bar.rmse`).notNull().describe("Whether it beats every baseline in both metrics: what the gate asks of the chosen one."),
  },
});
