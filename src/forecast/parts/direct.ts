import type { PartSource, Words } from "./part-source.ts";
import type { Plan, PlannedModel } from "./plan.ts";
import { originSql } from "./part-source.ts";
import { fitKeys, inLevels } from "./regression.ts";
import { foldTable } from "./folds.ts";
import { forecastColumns } from "./model-forecasts.ts";
import { double, quoteText, select, statement } from "../sql.ts";

/** The forecasts of a model that reads only what is known at its origin: its equation on the rows to forecast, b0 + Σ b_j x_j. */
export function directPart(plan: Plan, model: PlannedModel): PartSource {
  return {
    name: `forecasts_${model.name}`,
    description: `Forecasts of ${model.name}, one row per series, origin, penalty and step.`,
    columns: forecastColumns,
    grain: ["series_number", "fold", "model", "step"],
    parts: ["features", ...(model.divides ? ["origins"] : []), `equations_${model.name}`],
    inputs: {},
    sql: (words) => directSql(plan, model, words),
  };
}

function directSql({ folds }: Plan, model: PlannedModel, { nameOf, spelling }: Words): string {
  const { columns, difference } = model;
  const keys = fitKeys(model);
  const level = model.divides ? "rows_ahead.level" : double(1, spelling);
  const equation = ["b0", ...columns.map(({ name }, j) => `b${j + 1} * rows_ahead.${name}`)].join(" + ");
  const name = model.candidates.map((label, i) => `when ${i + 1} then ${quoteText(label)}`).join(" ");
  return statement(
    [
      {
        name: "rows_ahead",
        query: select(
          [
            "features.series_number", "folds.fold", "folds.fit", "features.ahead + folds.begins_before as step", ...columns.map((feature) => `features.${feature.name}${inLevels(model, feature.degree)} as ${feature.name}`),
            ...(model.divides ? ["origins.level"] : []), ...(difference === 0 ? [] : [`features.before${difference} as base`]),
          ],
          `from ${nameOf("part:features")} as features\njoin ${foldTable(folds)} on features.ahead > -folds.begins_before and features.ahead <= folds.block_length - folds.begins_before${
            model.divides ? `\njoin ${nameOf("part:origins")} as origins on origins.origin_number = ${originSql("features.series_number", "folds.fit")}` : ""
          }`,
        ),
        perRow: true,
      },
      {
        name: "predicted",
        query: select(
          [
            "rows_ahead.series_number", "cast(rows_ahead.fold as bigint) as fold", `case equations.penalty_index ${name} end as model`, "cast(rows_ahead.step as bigint) as step",
            `(${equation}) * ${level}${difference === 0 ? "" : " + rows_ahead.base"} as forecast`, `equations.sigma * ${level} as error`,
          ],
          `from rows_ahead\njoin ${nameOf(`part:equations_${model.name}`)} as equations on ${keys.map((key) => `equations.${key} = rows_ahead.${key}`).join(" and ")}`,
        ),
        perRow: true,
      },
      { name: "forecasts", query: select(["*"], "from predicted\nwhere forecast is not null"), perRow: true },
    ],
    spelling,
  );
}
