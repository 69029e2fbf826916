import { model, sql, t } from "rmodel";
import { errors, score, stage } from "../../../macros/forecast_scores.ts";

export default model({
  description: "One row per stage and baseline with its errors over all series: what a regression has to beat.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  meta: { chart: { kind: "bar", x: "model", y: "wmae", color: "stage" } },
  materialized: "table",
  grain: ["stage", "model"],
  from: score,
  where: sql`${score.level} = 'overall' and ${score.is_baseline}`,
  columns: {
    stage,
    model: t.text().is(score.model).notNull().describe("Name of the baseline."),
    ...errors,
    wmae_place: t.integer().is(sql`row_number() over (partition by ${score.stage} order by ${score.wmae}, ${score.model})`).notNull().describe("Rank by wmae among the baselines of the stage; 1 is the best."),
    rmse_place: t.integer().is(sql`row_number() over (partition by ${score.stage} order by ${score.rmse}, ${score.model})`).notNull().describe("Rank by rmse among the baselines of the stage; 1 is the best."),
  },
});
