import type { BlockContext, FailurePlace } from "./failure-block.ts";
import type { Level } from "../event-json.ts";
import type { Publication, Rest } from "./summary.ts";
import type { Result } from "../../run/results.ts";
import type { Standing } from "../standing.ts";
import { annotation } from "./annotations.ts";
import { countsOf } from "../standing.ts";
import { doneLine, publicationLine } from "./summary.ts";
import { failureBlock } from "./failure-block.ts";
import { isBad } from "../../run/results.ts";
import { isShown, levelOf } from "../event-json.ts";

export interface EndingContext extends BlockContext {
  readonly least: Level;
  readonly elapsedMs: number;
  readonly rest: Omit<Rest, "total">;
  readonly placeOf: (result: Result) => FailurePlace;
  /** Where paths of GitHub's annotations start, in GitHub Actions only. */
  readonly github: { readonly root: string; readonly workspace: string } | undefined;
}

/** How a run ended: each failure and warning with what is needed to mend it, what became visible, the counts. */
export function ending(standing: Standing, publication: Publication, context: EndingContext): string {
  const { least, elapsedMs, paint, placeOf, github, rest } = context;
  const loud = [...standing.ran, ...standing.held].filter((result) => (isBad(result.status) || result.status === "warn") && isShown(levelOf(result), least));
  const blocks = loud.map((result) => `${failureBlock(result, placeOf(result), context)}\n`);
  const counts = countsOf(standing);
  const published = publicationLine(publication, { ...rest, total: counts.total }, paint);
  const last = isShown("info", least) ? [...(published === undefined ? [] : [published]), doneLine(counts, elapsedMs, paint)] : [];
  const annotations = github === undefined ? [] : loud.map((result) => annotation({ level: isBad(result.status) ? "error" : "warning", origin: placeOf(result).origin, title: result.id, message: result.message }, github.root, github.workspace));
  return [...blocks, ...last, ...annotations].map((part) => `${part}\n`).join("");
}
