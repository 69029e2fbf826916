import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { candidatesOf } from "./picks.ts";
import { column, stepNumber } from "./part-source.ts";
import { constants, range, select, statement } from "../sql.ts";
import { partsOfAll } from "./errors.ts";

/** Fewer errors of a step than this tell too little by themselves: those of all steps are taken together. */
const leastErrors = 20;

/**
 * How far off a forecast is, step by step, in units of the series' scale: conformal intervals.
 *
 * The ⌈level (n + 1)⌉-th smallest of the n scaled errors |y − f| / scale of all series and hold-out blocks. A series' scale is its mean
 * absolute seasonal change before the origin. Errors are those of the candidate that was chosen without their own block: those of a
 * candidate chosen by the very errors are too small (0.66 instead of 0.80 measured). The test's blocks count as well.
 *
 * @source Vovk, Gammerman & Shafer 2005, Algorithmic Learning in a Random World, 4.2: split conformal prediction
 */
export function expectedErrorsPart(plan: Plan): PartSource {
  return {
    name: "expected_errors",
    description: "The error that is not exceeded at the wanted level, one row per step.",
    columns: [
      stepNumber,
      column("errors", "integer", "Errors of the step that it is taken from; where they are too few, those of all steps."),
      column("expected_error", "double", "In units of the series' scale; null without any hold-out.", true),
    ],
    grain: ["step"],
    parts: [...partsOfAll(plan, "candidates"), "picks", "blocks", "origins"],
    inputs: {},
    sql: (words) => expectedErrorsSql(plan, words),
  };
}

function expectedErrorsSql(plan: Plan, words: Words): string {
  const { nameOf, spelling } = words;
  const { interval, horizon } = plan.spec;
  const percent = Math.round(interval.level * 100);
  // The first place that is at least level · (n + 1), in whole numbers.
  const reached = (place: string, n: string): string => `min(case when 100 * ${place} >= ${percent} * (${n} + 1) then scaled end)`;
  return statement(
    [
      {
        name: "missed",
        query: select(
          ["candidates.step", `abs(blocks.actual - candidates.forecast) / origins.scale as scaled`],
          `from ${candidatesOf(plan, "honest", "fold > 0", words)} as candidates\njoin ${nameOf("part:blocks")} as blocks on blocks.block_number = candidates.block_number\njoin ${nameOf("part:origins")} as origins on origins.origin_number = candidates.origin_number\nwhere blocks.is_scored and blocks.actual is not null and origins.scale is not null`,
        ),
      },
      {
        name: "ordered",
        query: select(
          ["step", "scaled", "row_number() over (partition by step order by scaled) as place", "count(*) over (partition by step) as n", "row_number() over (order by scaled) as common_place", "count(*) over () as common_n"],
          "from missed",
        ),
      },
      { name: "by_step", query: select(["step", "max(n) as n", `${reached("place", "n")} as own`], "from ordered\ngroup by step") },
      { name: "together", query: select([`coalesce(${reached("common_place", "common_n")}, max(scaled)) as common`], "from ordered") },
      {
        name: "expected_errors",
        query: select(
          ["cast(steps.step as bigint) as step", "cast(coalesce(by_step.n, 0) as bigint) as errors", `coalesce(case when by_step.n >= ${leastErrors} then by_step.own end, together.common, ${`cast(null as ${spelling.double})`}) as expected_error`],
          `from ${constants("steps", ["step"], range(1, horizon).map((h) => [String(h)]))}\ncross join together\nleft join by_step on by_step.step = steps.step`,
        ),
      },
    ],
    spelling,
  );
}

