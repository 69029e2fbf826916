import type { Fold } from "./folds.ts";
import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { column, foldNumber, originNumber, originSql, seriesNumber } from "./part-source.ts";
import { constants, quoteText, select, statement } from "../sql.ts";
import { ofAll, partsOfAll } from "./errors.ts";
import { withoutOf } from "./ranked.ts";

/**
 * Whose forecast each series takes, from each origin.
 *
 * A candidate of the forecast itself, or of the test, that is wild in any step (see `candidates`) loses to the next one that is not:
 * an equation that was stable in the hold-out may explode afterwards. Where all are wild the best stays, held at its bounds.
 * Behind the candidates with a place come baselines that are long enough for this origin only, as they are listed: a series without
 * a hold-out takes the first of them, and at the last the naive forecast, which needs a single value.
 */
export function picksPart(plan: Plan): PartSource {
  return {
    name: "picks",
    description: "The candidate that is taken, one row per series, origin and use.",
    columns: [
      seriesNumber,
      foldNumber,
      originNumber,
      column("used", "text", "chosen: by all hold-out blocks; honest: without the block itself, so that its errors tell what errors to expect."),
      column("model", "text", "Name of the candidate."),
    ],
    grain: ["series_number", "fold", "used"],
    parts: [...partsOfAll(plan, "candidates"), "ranking"],
    inputs: {},
    sql: (words) => picksSql(plan, words),
  };
}

function picksSql(plan: Plan, words: Words): string {
  const { folds, baselines } = plan;
  const uses = folds.flatMap((fold) => usesOf(plan, fold));
  const asListed = `case available.model ${baselines.map((name, i) => `when ${quoteText(name)} then ${i + 1}`).join(" ")} end`;
  return statement(
    [
      {
        name: "available",
        query: select(
          ["series_number", "fold", "model", "kind", "count(*) as steps", "max(case when is_wild then 1 else 0 end) as wild"],
          `from ${ofAll(plan, "candidates", words)} as candidates\ngroup by series_number, fold, model, kind`,
        ),
      },
      {
        name: "placed",
        query: select(
          ["available.series_number", "available.fold", "uses.used", "available.model", "available.kind", "uses.heeds_wild * available.wild as is_bad", "ranking.place", `${asListed} as listed`],
          `from available\njoin ${constants("uses", ["fold", "used", "without", "block_length", "heeds_wild"], uses)} on uses.fold = available.fold and uses.block_length = available.steps\nleft join ${words.nameOf("part:ranking")} as ranking on ranking.choice_number = ${originSql("available.series_number", "uses.without")} and ranking.model = available.model`,
        ),
      },
      {
        name: "ordered",
        query: select(
          ["series_number", "fold", "used", "model", "row_number() over (partition by series_number, fold, used order by is_bad, place nulls last, listed nulls last, model) as n"],
          "from placed\nwhere place is not null or kind = 'baseline'",
        ),
      },
      { name: "picks", query: select(["series_number", "fold", `${originSql("series_number", "fold")} as origin_number`, "used", "model"], "from ordered\nwhere n = 1") },
    ],
    words.spelling,
  );
}

/** What is told of validation as `chosen` is the winner's own score, whatever it did on the way. */
function usesOf(plan: Plan, { fold, stage, length }: Fold): readonly (readonly string[])[] {
  const use = (used: string, without: number, heedsWild: boolean): readonly string[] => [String(fold), `'${used}'`, String(without), String(length), heedsWild ? "1" : "0"];
  return [use("chosen", 0, stage !== "validation"), use("honest", withoutOf(plan, fold), true)];
}

/** The forecasts of the candidates that were picked for a use. */
export function candidatesOf(plan: Plan, use: "chosen" | "honest", where: string, words: Words): string {
  const picked = select(
    ["candidates.*"],
    `from ${ofAll(plan, "candidates", words)} as candidates\njoin ${words.nameOf("part:picks")} as picks on picks.origin_number = candidates.origin_number and picks.model = candidates.model and picks.used = '${use}'\nwhere candidates.${where}`,
  );
  return `(\n${picked}\n)`;
}
