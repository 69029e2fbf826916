/** What a line chart shows: plain data, so that it can be made and tested without a browser. */
export interface LinePlot {
  /** What is drawn, for who cannot see it. */
  readonly label: string;
  /** Seconds since 1970 where `isTime`, else plain numbers; rising. */
  readonly xs: readonly number[];
  readonly isTime: boolean;
  /** What the places are called, where xs are 0, 1, 2 … */
  readonly names?: readonly string[];
  readonly lines: readonly Line[];
  /** Between two rows of values. */
  readonly band?: { readonly label: string; readonly lower: Values; readonly upper: Values; readonly color: string };
  /** Shaded stretches, from and to places of `xs`, both included. */
  readonly stretches: readonly { readonly from: number; readonly to: number; readonly label: string; readonly color: string }[];
}

/** A value for each of `xs`; null where there is none. */
export type Values = readonly (number | null)[];

export interface Line {
  readonly label: string;
  /** Drawn each for itself, not connected. */
  readonly pieces: readonly Values[];
  /** Name of a colour of the style sheet. */
  readonly color: string;
  readonly look: "line" | "dashes" | "dots";
}

/** Seconds since 1970 of an ISO date or time without a zone, read as UTC. */
export function secondsOf(iso: string): number {
  const text = iso.length > 10 ? `${iso.slice(0, 10)}T${iso.slice(11, 19)}Z` : `${iso}T00:00:00Z`;
  return Date.parse(text) / 1000;
}

/** What stands at a place, by line; lines without a value there are left out. */
export function readingsAt({ lines, band }: LinePlot, place: number): readonly { readonly label: string; readonly value: number; readonly to?: number; readonly color: string }[] {
  const [lower, upper] = [band?.lower[place], band?.upper[place]];
  return [
    ...lines.flatMap(({ label, pieces, color }) => {
      const value = pieces.map((piece) => piece[place]).find(isNumber);
      return value === undefined ? [] : [{ label, value, color }];
    }),
    ...(band !== undefined && isNumber(lower) && isNumber(upper) ? [{ label: band.label, value: lower, to: upper, color: band.color }] : []),
  ];
}

/** Lowest and highest value with some air; from 0 where the values are all on one side and reach near it. */
export function valueRange(plot: LinePlot): readonly [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  const rows = [...plot.lines.flatMap(({ pieces }) => pieces), ...(plot.band === undefined ? [] : [plot.band.lower, plot.band.upper])];
  for (const row of rows) {
    for (const value of row) {
      if (!isNumber(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high || (low === 0 && high === 0)) return [0, 1];
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  const isNearZero = (near: number, far: number): boolean => Math.abs(near) <= Math.abs(far) * 0.6;
  return [low >= 0 && isNearZero(low, high) ? 0 : low - air, high <= 0 && isNearZero(high, low) ? 0 : high + air];
}

/** Data may hold a masked text where a number was. */
export const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
