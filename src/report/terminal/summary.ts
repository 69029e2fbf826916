import type { Counts } from "../standing.ts";
import type { Paint } from "../../errors/paint.ts";
import { counted, duration } from "./units.ts";

/** `Done. PASS=3 WARN=0 ERROR=1 SKIP=2 NO-OP=10 TOTAL=16  1.23 s` */
export function doneLine(counts: Counts, elapsedMs: number, paint: Paint): string {
  const { pass, warn, error, skip, noOp, total } = counts;
  const part = (name: string, value: number, colour: (text: string) => string): string => (value === 0 ? `${name}=0` : colour(`${name}=${value}`));
  const parts = [part("PASS", pass, paint.green), part("WARN", warn, paint.yellow), part("ERROR", error, paint.red), part("SKIP", skip, paint.bold), `NO-OP=${noOp}`, `TOTAL=${total}`];
  return `${paint.bold("Done.")} ${parts.join(" ")}  ${duration(elapsedMs)}`;
}

/** All that a build says that found nothing to do. */
export function upToDateLines(total: number, elapsedMs: number, paint: Paint): string {
  const counts: Counts = { pass: 0, warn: 0, error: 0, skip: 0, noOp: total, total };
  return `${upToDate}\n${doneLine(counts, elapsedMs, paint)}`;
}

const upToDate = "Nothing to do: everything is up to date.";

/** A selection that may be empty was. */
const nothingSelected = "Nothing to do: nothing is selected.";

/** What of a run became visible; `withheld` says why nothing did. */
export interface Publication {
  readonly published?: { readonly nodes: number; readonly elapsedMs: number };
  readonly withheld?: string;
  readonly stopped: boolean;
}

/** What else there is to say of a run's end. */
export interface Rest {
  /** Something was built or tested. */
  readonly ran: boolean;
  /** Relations whose comments or grants alone are new. */
  readonly redecorated: number;
  /** Relations that the project has no more. */
  readonly removed: number;
  /** Everything selected, whatever became of it. */
  readonly total: number;
}

/** The sentence about what readers see now, or undefined where a run was not about that. */
export function publicationLine({ published, withheld, stopped }: Publication, { ran, redecorated, removed, total }: Rest, paint: Paint): string | undefined {
  if (published !== undefined) {
    const parts = [...(published.nodes > 0 ? [counted(published.nodes, "node")] : []), ...(redecorated > 0 ? [counted(redecorated, "new description")] : []), ...(removed > 0 ? [counted(removed, "removal")] : [])];
    return `Published ${parts.join(", ")} in ${duration(published.elapsedMs)}.`;
  }
  if (stopped) return paint.yellow("Stopped: nothing was published, readers see what they saw before.");
  if (withheld !== undefined) return paint.yellow(`${withheld[0]!.toUpperCase()}${withheld.slice(1)}.`);
  if (ran) return undefined;
  return total === 0 ? nothingSelected : upToDate;
}
