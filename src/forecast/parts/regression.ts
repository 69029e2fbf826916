import type { FitRequest } from "../fit.ts";
import type { PartSource, Words } from "./part-source.ts";
import type { Plan, PlannedModel } from "./plan.ts";
import { carriedColumns, cell, defaultTolerance, fitSteps, upperCells } from "../fit.ts";
import { column, originSql } from "./part-source.ts";
import { equationSteps, needsScan } from "./equation-steps.ts";
import { fitFolds, foldTable } from "./folds.ts";
import { range, select, statement } from "../sql.ts";
import { rowSteps } from "../rows.ts";

/**
 * The fits of one model: of each series (or of all, pooled), of each origin and of each penalty, in three parts.
 *
 * Rows and fit are tables because both passes read them. All origins are one statement: a row takes part in the fit of every
 * origin that is not before it. It is stored once, unless it is counted in levels of its series, which differ from origin to origin.
 * Penalties share the scan of their fit.
 */
export function regressionParts(plan: Plan, model: PlannedModel): readonly PartSource[] {
  const { name, pooled, columns } = model;
  const told: Readonly<Record<string, string>> = { series_number: "Number of the series.", fit: "The fold at whose origin the fit ends.", ahead: "Periods behind the newest known one." };
  const numbered = (names: readonly string[]) => names.map((key, i) => column(`k${i + 1}`, "integer", told[key]!));
  const keys = numbered(fitKeys(model));
  const size = columns.length + 1;
  const request = requestOf(model, "", { nameOf: (relation) => relation, spelling: { double: "double", materialized: false, fence: false } });
  return [
    {
      name: `rows_${name}`,
      description: `Rows that ${name} is fitted on; without numbers where one of them cannot be computed with.`,
      columns: [...numbered(rowKeys(model)), ...range(1, size).map((i) => column(`x${i}`, "double", columns[i - 1]?.label ?? "What is explained.", true))],
      grain: [],
      parts: pooled && model.divides ? ["features", "origins"] : ["features"],
      inputs: {},
      sql: (words) => statement(rowSteps({ ...requestOf(model, `(${trainingSql(plan, model, words)})`, words), keys: rowKeys(model) }), words.spelling),
    },
    {
      name: `fit_${name}`,
      description: `First pass of ${name}: standardised coefficients and their inverse matrix, one row per fit and penalty.`,
      columns: [
        ...keys,
        ...carriedColumns(request).slice(keys.length).map((item) => column(item, ["penalty_index", "n", "excluded"].includes(item) ? "integer" : "double", "As fit.ts tells.")),
        ...upperCells(size).map(([i, j]) => column(cell(i, j), "double", "Cell of the swept matrix.")),
      ],
      grain: [...keys.map((key) => key.name), "penalty_index"],
      parts: [`rows_${name}`],
      inputs: {},
      sql: (words) => statement(fitSteps(requestOf(model, "", words), observedRows(plan, model, words)), words.spelling, asIntegers("fit", [...carriedColumns(request), ...upperCells(size).map(([i, j]) => cell(i, j))])),
    },
    {
      name: `equations_${name}`,
      description: `The equations of ${name} in original units, one row per fit and penalty.`,
      columns: equationColumns(model),
      grain: [...fitKeys(model), "penalty_index"],
      parts: [...(needsScan(model.lambdas) ? [`rows_${name}`] : []), `fit_${name}`],
      inputs: {},
      sql: (words) => statement(equationSteps(requestOf(model, "", words), () => observedRows(plan, model, words), words.nameOf(`part:fit_${name}`)), words.spelling, asIntegers("coefficients", equationColumns(model).map((item) => item.name))),
    },
  ];
}

/** The columns of a step, numbers of folds and penalties as wide as other integers. */
const asIntegers = (step: string, columns: readonly string[]): string => `(${select(columns.map((name) => (name === "penalty_index" || name === "k1" || name === "k2" || name === "fit" ? `cast(${name} as bigint) as ${name}` : name)), `from ${step}`)}) as written`;

/** What tells the fits of a model apart. */
export const fitKeys = ({ pooled }: PlannedModel): readonly string[] => (pooled ? ["fit"] : ["series_number", "fit"]);

function equationColumns(model: PlannedModel): PartSource["columns"] {
  const features = range(1, model.columns.length);
  const label = (j: number): string => model.columns[j - 1]!.label;
  return [
    ...fitKeys(model).map((key) => column(key, "integer", key === "fit" ? "The fold at whose origin the fit ends." : "Number of the series.")),
    column("penalty_index", "integer", "Which penalty, from 1."),
    column("penalty", "double", "The penalty."),
    column("n", "integer", "Rows of the fit."),
    column("excluded", "integer", "Rows left out because a number was missing or could not be computed with."),
    column("b0", "double", "The intercept."),
    ...features.map((j) => column(`b${j}`, "double", `Coefficient of ${label(j)}.`)),
    column("se0", "double", "Standard error of the intercept.", true),
    ...features.map((j) => column(`se${j}`, "double", `Standard error of the coefficient of ${label(j)}; null where dropped.`, true)),
    ...features.map((j) => column(`dropped${j}`, "boolean", `Whether ${label(j)} was constant or told by the features before it.`)),
    column("rss", "double", "Residual sum of squares."),
    column("df", "double", "Effective degrees of freedom without the intercept."),
    column("sigma", "double", "Standard deviation of the residuals; null where there are no more rows than coefficients.", true),
    column("r2", "double", "Share of the variance that is explained; null for a constant target.", true),
  ];
}

function requestOf(model: PlannedModel, relation: string, { spelling }: Words): FitRequest {
  return {
    relation,
    keys: fitKeys(model),
    features: model.columns.map(({ name }) => name),
    target: "explained",
    lambdas: model.lambdas,
    intercept: true,
    tolerance: defaultTolerance,
    minDf: model.minDf,
    spelling,
  };
}

/** What tells the stored rows apart: the fit where they are stored once for each, else how far before the end they lie. */
const rowKeys = (model: PlannedModel): readonly string[] => fitKeys(model).map((key) => (key === "fit" && !model.divides ? "ahead" : key));

/** The stored rows once for each fit, as a relation without alias. */
function observedRows({ folds }: Plan, model: PlannedModel, { nameOf }: Words): string {
  const rows = nameOf(`part:rows_${model.name}`);
  if (model.divides) return rows;
  const [ahead, ...series] = rowKeys(model).map((_, i) => `k${i + 1}`).reverse();
  const columns = [...series.map((key) => `stored.${key}`), `folds.fit as ${ahead}`, ...range(1, model.columns.length + 1).map((i) => `stored.x${i}`)];
  return `(${select(columns, `from ${rows} as stored\njoin ${foldTable(fitFolds(folds))} on stored.${ahead} <= -folds.begins_before`)})`;
}

/** Rows whose past is long enough; in levels of the series once for each fit. */
function trainingSql({ folds }: Plan, model: PlannedModel, { nameOf }: Words): string {
  const { columns, difference } = model;
  const needs = Math.max(difference, ...columns.map((feature) => feature.needs));
  const explained = `features.${difference === 0 ? "value" : `change${difference}`}`;
  return select(
    [
      ...(model.pooled ? [] : ["features.series_number"]),
      model.divides ? "cast(folds.fit as bigint) as fit" : "features.ahead",
      `${explained}${inLevels(model, 1)} as explained`,
      ...columns.map(({ name, degree }) => `features.${name}${inLevels(model, degree)} as ${name}`),
    ],
    `from ${nameOf("part:features")} as features${
      model.divides ? `\njoin ${foldTable(fitFolds(folds))} on features.ahead <= -folds.begins_before\njoin ${nameOf("part:origins")} as origins on origins.origin_number = ${originSql("features.series_number", "folds.fit")}` : ""
    }\nwhere features.ahead <= 0 and features.position >= ${needs}`,
  );
}

/** Divides by the level as often as the target's unit is in a number. */
export const inLevels = ({ divides }: PlannedModel, degree: number, level = "origins.level"): string => (divides ? ` / ${level}`.repeat(degree) : "");
