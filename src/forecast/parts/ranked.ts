import type { Metric } from "../spec.ts";
import type { Plan } from "./plan.ts";
import type { Step } from "../sql.ts";
import type { Words } from "./part-source.ts";
import { constants, double, select } from "../sql.ts";
import { metricSql, sums } from "./errors.ts";

/**
 * The hold-out blocks that a choice looks at: all (`without` 0), or all but one, so that the errors of a block can be told of a
 * candidate that was chosen without them. A single block cannot be left out.
 */
export function withoutTable({ folds }: Plan): string {
  const blocks = folds.filter(({ stage }) => stage === "validation").map(({ fold }) => fold);
  const leftOut = blocks.length > 1 ? [0, ...blocks] : [0];
  return constants("choices", ["without", "fold"], leftOut.flatMap((without) => blocks.filter((fold) => fold !== without).map((fold) => [String(without), String(fold)])));
}

/** The choice that a fold's forecasts are taken by when their errors shall be honest. */
export const withoutOf = ({ folds }: Plan, fold: number): number => {
  const blocks = folds.filter(({ stage }) => stage === "validation");
  return blocks.length > 1 && blocks.some((block) => block.fold === fold) ? fold : 0;
};

/**
 * Steps up to `ranked`: per series and choice (and `by`, such as the kind) the candidates that cover all scored rows, in order of their score.
 *
 * All scored rows are those that the naive forecast covers, as it needs a single known value.
 *
 * @param errors a relation like the part `errors`
 */
export function rankedSteps(plan: Plan, errors: string, by: readonly string[], { spelling }: Words): readonly Step[] {
  const group = ["series_number", "without", ...by];
  return [
    {
      name: "added",
      query: select(
        ["errors.series_number", "choices.without", "errors.model", "errors.kind", ...sums.map((name) => `sum(errors.${name}) as ${name}`)],
        `from ${errors} as errors\njoin ${withoutTable(plan)} on choices.fold = errors.fold\nwhere errors.segment is null\ngroup by errors.series_number, choices.without, errors.model, errors.kind`,
      ),
    },
    {
      name: "covered",
      query: select(["*", "max(case when model = 'naive' then n end) over (partition by series_number, without) as wanted", `${scoreOfSeries(plan.spec.choice.metric)} as score`], "from added"),
    },
    { name: "ranked", query: select(["*", `row_number() over (partition by ${group.join(", ")} order by ${order("score", spelling)}) as place`], "from covered\nwhere n = wanted") },
  ];
}

/** Of one series `mase` ranks like `mae`; where the metric is not defined (all values are 0), `mae` takes its place. */
const scoreOfSeries = (metric: Metric): string => (metric === "mase" || metric === "mae" ? metricSql("mae", "") : `coalesce(${metricSql(metric, "")}, ${metricSql("mae", "")})`);

/** 2 minus the golden ratio: far from every fraction with a small denominator. */
const goldenShare = 0.3819660112501051;

/**
 * From the best to the worst. Scores within some 1e-9 of each other count as equal, because engines sum in another order; ties
 * end in the name. Compared in steps of the logarithm, so that neither a perfect candidate nor one that explodes makes others
 * equal or apart. The steps begin off any round number, on which equal scores may well stand and then fall to either side.
 */
export function order(score: string, spelling: Words["spelling"]): string {
  const step = `floor(${double(1e9, spelling)} * ln(case when ${score} > 0 then ${score} end) + ${double(goldenShare, spelling)})`;
  return `case when ${score} > 0 then ${step} when ${score} = 0 then ${double(-1e300, spelling)} end nulls last, model`;
}
