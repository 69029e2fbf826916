import { below } from "./uniform.ts";

/** The days on which something is sold, in order, with a way to draw one. */
export interface Calendar {
  /** ISO dates, only those with a weight above 0. */
  readonly days: readonly string[];
  /** The index in `days` that a uniform number falls on; a day of twice the weight is drawn twice as often. */
  dayAt(u: number): number;
}

/**
 * Gives every day from `first` to `last` its weight, which is how sales get their week, season and closed days.
 *
 * @param first ISO date
 * @param last ISO date, included
 * @param weightOf integer weight of an ISO date and its weekday (0 is Sunday), 0 when closed
 * @throws RangeError when the weights sum to more than 2²⁰, beyond which `below` is not exact
 */
export function calendar(first: string, last: string, weightOf: (day: string, weekday: number) => number): Calendar {
  const days: string[] = [];
  const ends: number[] = [];
  let total = 0;
  for (const date = new Date(first); ; date.setUTCDate(date.getUTCDate() + 1)) {
    const day = date.toISOString().slice(0, 10);
    if (day > last) break;
    const weight = weightOf(day, date.getUTCDay());
    if (weight === 0) continue;
    days.push(day);
    ends.push((total += weight));
  }
  if (total > 2 ** 20) throw new RangeError(`the weights of ${first} to ${last} sum to ${total}, more than 2^20`);
  return { days, dayAt: (u) => firstAbove(ends, below(u, total)) };
}

/** The index of the first of the rising `ends` that is above `value`. Logarithmic. */
function firstAbove(ends: readonly number[], value: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
