import type { Paint } from "../../errors/paint.ts";
import { count, duration } from "./units.ts";

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly elapsedMs: number;
  /** The first node, in the order of the plan, that has not ended. */
  readonly waitingFor: string | undefined;
}

const barWidth = 24;

/** The live line: `━━━━━━──────  312 of 1,000  shop.fct_sales  3.41 s`, cut to the width of the terminal. */
export function progressLine({ done, total, elapsedMs, waitingFor = "" }: Progress, width: number, paint: Paint): string {
  const filled = total === 0 ? barWidth : Math.floor((barWidth * done) / total);
  const figures = `${count(done).padStart(count(total).length)} of ${count(total)}`;
  const tail = duration(elapsedMs);
  const room = width - barWidth - figures.length - tail.length - 8;
  const name = room < 8 ? "" : waitingFor.length > room ? `${waitingFor.slice(0, room - 1)}…` : waitingFor;
  return `${paint.green("━".repeat(filled))}${paint.dim("─".repeat(barWidth - filled))}  ${figures}  ${name === "" ? "" : `${name}  `}${paint.dim(tail)}`;
}
