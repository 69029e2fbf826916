import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import type { Step } from "../sql.ts";
import { candidatesOf } from "./picks.ts";
import { column } from "./part-source.ts";
import { constants, double, select, statement } from "../sql.ts";
import { metricSql, ofAll, partsOfAll } from "./errors.ts";
import { withoutOf, withoutTable } from "./ranked.ts";

/** Two-sided quantiles of the standard normal distribution. @source Python 3 statistics.NormalDist().inv_cdf((1 + level) / 2), equal to 1e-15 */
export const normalQuantiles = {
  0.5: 0.6744897501960817, 0.8: 1.2815515655446004, 0.9: 1.6448536269514722, 0.95: 1.959963984540054, 0.99: 2.5758293035489004,
} as const;

/**
 * How wide normal intervals are, in standard errors: of a regression those that its fit tells (sigma and the impulse responses), of any
 * other candidate the root of its mean squared error in the hold-out.
 *
 * Both are told by a candidate that was chosen for small errors, so they are too small. The quantile is therefore widened by what
 * honest errors show: the root of the mean of ((y − f) / standard error)² over all series and hold-out blocks, each candidate chosen,
 * and its errors counted, without the block. It is never made narrower.
 */
export function standardErrorsPart(plan: Plan): PartSource {
  return {
    name: "expected_errors",
    description: "How many standard errors an interval reaches to each side, one row for those that a fit tells and one for those that the hold-out tells.",
    columns: [
      column("is_told", "boolean", "Whether the fit tells the standard error."),
      column("errors", "integer", "Errors that it is taken from."),
      column("expected_error", "double", "In standard errors."),
    ],
    grain: ["is_told"],
    parts: [...partsOfAll(plan, "candidates"), ...partsOfAll(plan, "errors"), "picks", "blocks"],
    inputs: {},
    sql: (words) => standardErrorsSql(plan, words),
  };
}

/** The step `past`: the root mean squared error of each candidate, over all hold-out blocks and over all but one. */
export function pastErrors(plan: Plan, words: Words): Step {
  const added = select(
    ["errors.series_number", "choices.without", "errors.model", "sum(errors.n) as n", "sum(errors.squared) as squared"],
    `from ${ofAll(plan, "errors", words)} as errors\njoin ${withoutTable(plan)} on choices.fold = errors.fold\nwhere errors.segment is null\ngroup by errors.series_number, choices.without, errors.model`,
  );
  return { name: "past", query: select(["added.series_number", "added.without", "added.model", `${metricSql("rmse", "")} as rmse`], `from (${added}) as added`) };
}

function standardErrorsSql(plan: Plan, words: Words): string {
  const { nameOf, spelling } = words;
  const choiceOf = constants("choice_of", ["fold", "without"], plan.folds.filter(({ fold }) => fold > 0).map(({ fold }) => [String(fold), String(withoutOf(plan, fold))]));
  const one = double(1, spelling);
  return statement(
    [
      pastErrors(plan, words),
      {
        name: "claimed",
        query: select(
          ["candidates.error is not null as is_told", "blocks.actual - candidates.forecast as missed", "coalesce(candidates.error, past.rmse) as claim"],
          `from ${candidatesOf(plan, "honest", "fold > 0", words)} as candidates\njoin ${nameOf("part:blocks")} as blocks on blocks.block_number = candidates.block_number\njoin ${choiceOf} on choice_of.fold = candidates.fold\nleft join past on past.series_number = candidates.series_number and past.model = candidates.model and past.without = choice_of.without\nwhere blocks.is_scored and blocks.actual is not null`,
        ),
      },
      // A claim of next to nothing, as of a series that stands still, says nothing of others.
      { name: "compared", query: select(["is_told", "missed / claim as ratio"], `from claimed\nwhere claim > ${double(1e-9, spelling)} * abs(missed) and abs(missed) > ${double(1e-100, spelling)}`) },
      { name: "counted", query: select(["is_told", "count(*) as n", "sqrt(avg(ratio * ratio)) as excess"], "from compared\nwhere abs(ratio) > " + double(1e-50, spelling) + "\ngroup by is_told") },
      {
        name: "expected_errors",
        query: select(
          ["kinds.is_told", "coalesce(counted.n, 0) as errors", `${double(normalQuantiles[plan.spec.interval.level], spelling)} * greatest(coalesce(counted.excess, ${one}), ${one}) as expected_error`],
          `from ${constants("kinds", ["is_told"], [["true"], ["false"]])}\nleft join counted on counted.is_told = kinds.is_told`,
        ),
      },
    ],
    spelling,
  );
}
