import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { blockSql, originSql } from "./part-source.ts";
import { candidateColumns } from "./candidates.ts";
import { constants, select, statement } from "../sql.ts";
import { rankedSteps, withoutOf } from "./ranked.ts";

/**
 * A further candidate: the mean of the best regression and the best baseline of each series.
 *
 * In a hold-out block both are chosen by the other blocks, so that its score there is honest; with a single block they are chosen by that one.
 * Its place in the choice that leaves a block out still follows from that block a little: it decided on the members of the others.
 */
export function ensemblePart(plan: Plan): PartSource {
  return {
    name: "ensemble",
    description: "Forecasts of the ensemble, one row per series, origin and step.",
    columns: candidateColumns,
    grain: ["series_number", "fold", "model", "step"],
    parts: ["candidates", "errors"],
    inputs: {},
    sql: (words) => ensembleSql(plan, words),
  };
}

function ensembleSql(plan: Plan, words: Words): string {
  const { nameOf, spelling } = words;
  const choiceOf = constants("choice_of", ["fold", "without"], plan.folds.map(({ fold }) => [String(fold), String(withoutOf(plan, fold))]));
  return statement(
    [
      ...rankedSteps(plan, `(select * from ${nameOf("part:errors")} as given where kind in ('regression', 'baseline'))`, ["kind"], words),
      { name: "members", query: select([`${originSql("ranked.series_number", "choice_of.fold")} as origin_number`, "ranked.model"], `from ranked\njoin ${choiceOf} on choice_of.without = ranked.without\nwhere ranked.place = 1`) },
      {
        name: "mixed",
        query: select(
          ["candidates.series_number", "candidates.fold", "candidates.origin_number", "candidates.step", "count(*) as members", "avg(candidates.forecast) as forecast", "max(case when candidates.is_clamped then 1 else 0 end) as clamped", "max(case when candidates.is_wild then 1 else 0 end) as wild"],
          `from ${nameOf("part:candidates")} as candidates\njoin members on members.origin_number = candidates.origin_number and members.model = candidates.model\ngroup by candidates.series_number, candidates.fold, candidates.origin_number, candidates.step`,
        ),
      },
      {
        name: "ensemble",
        query: select(
          ["series_number", "fold", "origin_number", `${blockSql("series_number", "fold", "step")} as block_number`, "'ensemble' as model", "'ensemble' as kind", "step", "forecast", `cast(null as ${spelling.double}) as error`, "clamped = 1 as is_clamped", "wild = 1 as is_wild"],
          "from mixed\nwhere members = 2",
        ),
      },
    ],
    spelling,
  );
}
