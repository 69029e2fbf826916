import { model, sql, t } from "rmodel";
import { errors, score, stage } from "../../../macros/forecast_scores.ts";

export default model({
  description: "One row per stage, segment and baseline with its errors: by store, department, type of store and feast.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["stage", "segment", "segment_value", "model"],
  from: score,
  where: sql`${score.level} = 'segment' and ${score.is_baseline}`,
  columns: {
    stage,
    segment: t.text().is(score.segment).notNull().acceptedValues(["store", "dept", "type", "holiday"]).describe("What the weeks are parted by."),
    segment_value: t.text().is(score.segment_value).notNull().describe("The part: a number of a store or department, a type, a feast."),
    model: t.text().is(score.model).notNull().describe("Name of the baseline."),
    ...errors,
    wmae_place: t
      .integer()
      .is(sql`row_number() over (partition by ${score.stage}, ${score.segment}, ${score.segment_value} order by ${score.wmae}, ${score.model})`)
      .notNull()
      .describe("Rank by wmae among the baselines of the part; 1 is the best."),
  },
});
