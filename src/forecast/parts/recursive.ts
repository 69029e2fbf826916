import type { PartSource, Words } from "./part-source.ts";
import type { Plan, PlannedModel } from "./plan.ts";
import type { Step } from "../sql.ts";
import type { WeightedTerm } from "../recursion.ts";
import { originSql } from "./part-source.ts";
import { double, quoteText, range, select, statement } from "../sql.ts";
import { fitKeys, inLevels } from "./regression.ts";
import { foldTable } from "./folds.ts";
import { forecastColumns } from "./model-forecasts.ts";
import { futureSteps } from "./future.ts";
import { isOfOther, isOfTarget } from "./feature-columns.ts";
import { lagWeights } from "../terms.ts";
import { neededValues, recursionSteps } from "../recursion.ts";

/**
 * The forecasts of a model whose steps read the forecasts of the steps before them.
 *
 * Everything but the target's own past is summed up beforehand, as constants c1 … cH of each origin and penalty; then the steps are unrolled.
 * A forecast that leaves the range of the history by more than that range (or passes a bound that the user set further out) is held
 * there, so that an unstable equation ends in no overflow; `candidates` tells that it did.
 */
export function recursivePart(plan: Plan, model: PlannedModel): PartSource {
  return {
    name: `forecasts_${model.name}`,
    description: `Forecasts of ${model.name}, one row per series, origin, penalty and step.`,
    columns: forecastColumns,
    grain: ["series_number", "fold", "model", "step"],
    parts: [...(model.columns.some(isOfOther) ? ["series", "calendar"] : []), "features", "origins", `equations_${model.name}`],
    inputs: {},
    sql: (words) => statement(recursiveSteps(plan, model, words), words.spelling),
  };
}

/** The terms of the target's past as weights of past levels: a change is a level minus an earlier one, and the forecast level is the change plus that earlier one. */
export function weightedTerms({ columns, difference }: PlannedModel, spelling: Words["spelling"]): readonly WeightedTerm[] {
  const past = columns.flatMap(({ source }, j) => (source.kind === "past" ? [{ coefficient: `b${j + 1}`, weights: lagWeights(source.term) ?? [] }] : []));
  if (difference === 0) return past;
  return [
    ...past.map(({ coefficient, weights }) => ({ coefficient, weights: weights.flatMap(({ lag, weight }) => [{ lag, weight }, { lag: lag + difference, weight: -weight }]) })),
    { coefficient: double(1, spelling), weights: [{ lag: difference, weight: 1 }] },
  ];
}

function recursiveSteps(plan: Plan, model: PlannedModel, words: Words): readonly Step[] {
  const { spec, folds } = plan;
  const { nameOf, spelling } = words;
  const { horizon } = spec;
  const terms = weightedTerms(model, spelling);
  const values = neededValues(terms.flatMap(({ weights }) => weights.map(({ lag }) => lag)), horizon);
  const pastColumns = model.columns.flatMap((column, j) => (isOfTarget(column) ? [`b${j + 1}`] : []));
  const constant = ["b0", ...model.columns.flatMap((column, j) => (isOfTarget(column) ? [] : [`b${j + 1} * future.${column.name}${inLevels(model, column.degree, "future.level")}`]))].join(" + ");
  const kept = ["sigma", ...pastColumns];
  const name = model.candidates.map((label, i) => `when ${i + 1} then ${quoteText(label)}`).join(" ");
  const level = model.divides ? "levels.level" : double(1, spelling);
  const at = (alias: string): string => fitKeys(model).map((key) => `equations.${key} = ${alias}.${key}`).join(" and ");
  return [
    ...futureSteps(plan, model, words),
    {
      name: "constants_by_step",
      query: select(
        ["future.series_number", "future.fold", "future.block_length", "future.step", "equations.penalty_index", ...kept.map((item) => `equations.${item}`), `${constant} as constant`],
        `from future\njoin ${nameOf(`part:equations_${model.name}`)} as equations on ${at("future")}`,
      ),
      perRow: true,
    },
    {
      name: "constants", // steps behind a shorter block need no constant
      query: select(
        [
          "series_number", "fold", "penalty_index", ...kept.map((item) => `max(${item}) as ${item}`),
          ...range(1, horizon).map((h) => `max(case when step = ${h} then case when step > block_length then ${double(0, spelling)} else constant end end) as c${h}`),
        ],
        "from constants_by_step\ngroup by series_number, fold, penalty_index",
      ),
    },
    {
      name: "states",
      query: select(
        ["features.series_number", "folds.fold", "folds.fit", ...values.map((age) => `max(case when features.ahead = ${1 - age} - folds.begins_before then features.value end) as v${age}`)],
        `from ${nameOf("part:features")} as features\njoin ${foldTable(folds)} on features.ahead <= -folds.begins_before and features.ahead > -folds.begins_before - ${Math.max(1, ...values)}\ngroup by features.series_number, folds.fold, folds.fit`,
      ),
    },
    {
      name: "limited",
      query: select(
        ["states.*", `${wild("lowest", "least", spec.bounds.lower, spelling)} as low_limit`, `${wild("highest", "greatest", spec.bounds.upper, spelling)} as high_limit`, ...(model.divides ? ["origins.level as own_level"] : [])],
        `from states\njoin ${nameOf("part:origins")} as origins on origins.origin_number = ${originSql("states.series_number", "states.fold")}`,
      ),
    },
    {
      name: "starts",
      query: select(
        [
          "limited.series_number", "limited.fold", "constants.penalty_index", ...kept.map((item) => `constants.${item}`), `${level} as level`,
          `low_limit${model.divides ? " / levels.level" : ""} as lowest`, `high_limit${model.divides ? " / levels.level" : ""} as highest`,
          ...values.map((age) => `v${age}${model.divides ? " / levels.level" : ""} as v${age}`), ...range(1, horizon).map((h) => `c${h}`),
        ],
        `from limited\njoin constants on ${originSql("constants.series_number", "constants.fold")} = ${originSql("limited.series_number", "limited.fold")}${
          model.divides ? `\njoin ${nameOf("part:origins")} as levels on levels.origin_number = ${originSql("limited.series_number", "limited.fit")}` : ""
        }`,
      ),
    },
    ...recursionSteps({ relation: "starts", carry: ["series_number", "fold", "penalty_index", "sigma", "level"], horizon, terms, bounds: { lower: "lowest", upper: "highest" }, spelling }),
    {
      name: "named",
      query: select(
        ["recursion.series_number", "cast(recursion.fold as bigint) as fold", `case penalty_index ${name} end as model`, "cast(recursion.step as bigint) as step", "forecast * level as forecast", "sigma * spread * level as error"],
        `from recursion\njoin ${foldTable(folds)} on folds.fold = recursion.fold and recursion.step <= folds.block_length`,
      ),
    },
  ];
}

/** How far a forecast may go before it is taken to be wild: to the limit of the history, or to the user's bound where that lies further out. */
export function wild(limit: string, further: "least" | "greatest", bound: number | undefined, spelling: Words["spelling"]): string {
  return bound === undefined ? `origins.${limit}` : `${further}(origins.${limit}, ${double(bound, spelling)})`;
}
