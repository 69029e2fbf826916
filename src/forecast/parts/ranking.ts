import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { column, originSql, seriesNumber } from "./part-source.ts";
import { completedSteps } from "./completed.ts";
import { metricSql, ofAll, partsOfAll, sums } from "./errors.ts";
import { oldestOf } from "./folds.ts";
import { order, rankedSteps } from "./ranked.ts";
import { select, statement } from "../sql.ts";

/**
 * In which order each series would take the candidates.
 *
 * By key: by the series' own score. Overall: by the score over all series, where a series that a candidate does not cover counts
 * with its naive forecast; a series takes the first candidate in that order that covers it.
 */
export function rankingPart(plan: Plan): PartSource {
  return {
    name: "ranking",
    description: "One row per series, choice and candidate that covers all scored rows of the series.",
    columns: [
      seriesNumber,
      column("without", "integer", "Hold-out block that the choice did not see; 0: it saw all."),
      column("choice_number", "integer", "1000 times the number of the series, and the block left out: identifies a choice."),
      column("model", "text", "Name of the candidate."),
      column("place", "integer", "1 is the best."),
    ],
    grain: ["series_number", "without", "model"],
    parts: [...partsOfAll(plan, "errors"), ...(plan.spec.choice.by === "overall" && plan.spec.choice.metric === "mase" ? ["origins"] : [])],
    inputs: {},
    sql: (words) => rankingSql(plan, words),
  };
}

function rankingSql(plan: Plan, words: Words): string {
  const { metric, by } = plan.spec.choice;
  const ranked = rankedSteps(plan, ofAll(plan, "errors", words), [], words);
  const listed = (place: string) => ["ranked.series_number", "cast(ranked.without as bigint) as without", `${originSql("ranked.series_number", "ranked.without")} as choice_number`, "ranked.model", `cast(${place} as bigint) as place`];
  if (by === "key") return statement([...ranked, { name: "ranking", query: select(listed("ranked.place"), "from ranked") }], words.spelling);
  const score = metric === "mase" ? "mase" : `coalesce(${metricSql(metric, "")}, ${metricSql("mae", "")})`;
  const fold = oldestOf(plan.folds, "validation")?.fold ?? 0;
  return statement(
    [
      ...ranked,
      ...completedSteps(plan, { relation: "ranked", group: ["series_number", "without"] }),
      {
        name: "totals",
        query: select(
          ["without", "model", ...sums.map((name) => `sum(${name}) as ${name}`), ...(metric === "mase" ? ["avg(own_mase) as mase"] : [])],
          metric === "mase"
            ? `from (${select(["completed.*", "completed.absolute / nullif(completed.n, 0) / nullif(origins.seasonal_scale, 0) as own_mase"], `from completed\nleft join ${words.nameOf("part:origins")} as origins on origins.series_number = completed.series_number and origins.fold = ${fold}`)}) as scaled\ngroup by without, model`
            : "from completed\ngroup by without, model",
        ),
      },
      { name: "scored", query: select(["without", "model", `${score} as score`], "from totals") },
      { name: "placed", query: select(["without", "model", `row_number() over (partition by without order by ${order("score", words.spelling)}) as place`], "from scored") },
      {
        name: "ranking",
        query: select(
          listed("row_number() over (partition by ranked.series_number, ranked.without order by placed.place)"),
          "from ranked\njoin placed on placed.without = ranked.without and placed.model = ranked.model",
        ),
      },
    ],
    words.spelling,
  );
}
