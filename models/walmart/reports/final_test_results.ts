import { fn, model, sql, t } from "rmodel";
import { errors, score } from "../../../macros/forecast_scores.ts";
import forecastWeeklySales from "../forecast/forecast_weekly_sales.ts";

const baseline = forecastWeeklySales.scores.as("baseline");
const winner = forecastWeeklySales.scores.as("winner");

const bar = sql`
  select min(${baseline.wmae}) as wmae, min(${baseline.rmse}) as rmse
  from ${baseline}
  where ${baseline.level} = 'overall' and ${baseline.stage} = 'test' and ${baseline.is_baseline}
`;
const chosen = sql`
  select ${winner.model} as model
  from ${winner}
  where ${winner.level} = 'overall' and ${winner.stage} = 'validation' and ${winner.place} = 1
`;

export default model({
  description:
    "The chosen candidate, fitted again on training and validation, and the baselines on the weeks of the test, over all series. The other candidates are left out on purpose: " +
    "who chose among them by these weeks would have no test left.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  meta: { chart: { kind: "bar", x: "model", y: "wmae" } },
  materialized: "table",
  grain: ["model"],
  from: sql`${score} cross join (${bar}) as bar cross join (${chosen}) as chosen`,
  where: sql`${score.level} = 'overall' and ${score.stage} = 'test' and (${score.is_baseline} or ${score.model} = 'chosen')`,
  columns: {
    model: t.text().is(score.model).notNull().unique().describe("chosen, or the name of the baseline."),
    candidate: t.text().is(sql`case when ${score.model} = 'chosen' then chosen.model else ${score.model} end`).notNull().describe("What was chosen by its name in model_comparison; of a baseline its own name."),
    is_baseline: t.boolean().is(score.is_baseline).notNull().describe("Whether it is a plain forecast."),
    ...errors,
    wmae_gain: t.double().is(sql`1 - ${fn.safeDivide(score.wmae, sql`bar.wmae`)}`).describe("Share of the best baseline's wmae that it saves; negative where it is worse."),
    rmse_gain: t.double().is(sql`1 - ${fn.safeDivide(score.rmse, sql`bar.rmse`)}`).describe("Share of the least rmse of a baseline that it saves; negative where it is worse."),
    beats_baselines: t.boolean().is(sql`${score.wmae} < bar.wmae and ${score.rmse} < bar.rmse`).notNull().describe("Whether it beats every baseline in both metrics."),
  },
});
