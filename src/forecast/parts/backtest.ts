import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { column, foldNumber, keyColumns, stepNumber, timeColumn } from "./part-source.ts";
import { constants, quoteIdentifier, select } from "../sql.ts";
import { ofAll, partsOfAll } from "./errors.ts";

/** Every candidate's forecasts of the hold-out beside what came. */
export function backtestPart(plan: Plan): PartSource {
  const { spec, segments } = plan;
  return {
    name: "backtest",
    description: "Forecasts of the hold-out as they would have been made, one row per series, origin, step and candidate.",
    columns: [
      ...keyColumns(plan),
      column("stage", "text", "validation: what the choice saw; test: what it never saw."),
      timeColumn(plan, "The newest period that the forecast knew.", "origin"),
      foldNumber,
      timeColumn(plan, "The period that is forecast."),
      stepNumber,
      column("model", "text", "Name of the candidate."),
      column("actual", "double", "What came; null where that is missing.", true),
      column("forecast", "double", "The forecast."),
      column("weight", "double", "How much the period counts in wmae."),
      column("is_scored", "boolean", "Whether the period is scored."),
      ...segments.map((name) => column(name, "text", "Segment of the period.", true)),
    ],
    grain: [...spec.keys, "fold", spec.time, "model"],
    parts: [...partsOfAll(plan, "candidates"), "blocks", "origins"],
    inputs: {},
    sql: (words) => backtestSql(plan, words),
  };
}

function backtestSql(plan: Plan, words: Words): string {
  const { keys, time, segments, folds } = plan;
  const stages = constants("stages", ["fold", "stage"], folds.filter(({ fold }) => fold > 0).map(({ fold, stage }) => [String(fold), `'${stage}'`]));
  return select(
    [
      ...keys.map((key) => `blocks.${key}`), "stages.stage", "origins.origin", "blocks.fold", `blocks.${time}`, "blocks.step", "candidates.model", "blocks.actual", "candidates.forecast", "blocks.weight",
      "blocks.is_scored and blocks.actual is not null as is_scored", ...segments.map((name) => `blocks.${quoteIdentifier(name)}`),
    ],
    `from ${ofAll(plan, "candidates", words)} as candidates\njoin ${stages} on stages.fold = candidates.fold\njoin ${words.nameOf("part:blocks")} as blocks on blocks.block_number = candidates.block_number\njoin ${words.nameOf("part:origins")} as origins on origins.origin_number = candidates.origin_number`,
  );
}
