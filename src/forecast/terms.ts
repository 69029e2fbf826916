import type { PastTerm } from "../define/forecast-features.ts";
import type { Spelling } from "./sql.ts";
import { double, quoteIdentifier, range, sum } from "./sql.ts";

export type Term = PastTerm;

export interface LagWeight {
  readonly lag: number;
  readonly weight: number;
}

/** The value of the same place `seasons` seasons ago. */
export const seasonalLag = (season: number, seasons = 1): Term => ({ kind: "lag", lag: season * seasons });

/** How much each past value counts in the term; undefined where the term is no weighted sum. */
export function lagWeights(term: Term): readonly LagWeight[] | undefined {
  switch (term.kind) {
    case "lag":
      return [{ lag: term.lag, weight: 1 }];
    case "difference":
      return [{ lag: term.lag, weight: 1 }, { lag: term.lag + term.over, weight: -1 }];
    case "rolling_sum":
      return lagsOf(term).map((lag) => ({ lag, weight: 1 }));
    case "rolling_mean":
      return lagsOf(term).map((lag) => ({ lag, weight: 1 / term.window }));
    case "exponential_mean": {
      const raw = lagsOf(term).map((lag) => ({ lag, weight: term.decay ** (lag - term.lag) }));
      const total = raw.reduce((all, { weight }) => all + weight, 0);
      return raw.map(({ lag, weight }) => ({ lag, weight: weight / total }));
    }
    default:
      return undefined;
  }
}

/** The oldest row that the term uses. */
export function longestLag(term: Term): number {
  switch (term.kind) {
    case "lag":
      return term.lag;
    case "difference":
      return term.lag + term.over;
    default:
      return term.lag + term.window - 1;
  }
}

/**
 * The term as a window expression over a gapless series.
 *
 * Rows whose past is shorter than `longestLag` are null or partial: leave them out of training.
 *
 * @param value the column of the series
 * @param window the inside of `over (…)`: partition and order
 */
export function termSql(term: Term, value: string, window: string, spelling: Spelling): string {
  const aggregate = { rolling_mean: "avg", rolling_sum: "sum", rolling_min: "min", rolling_max: "max", rolling_deviation: "stddev_pop" } as const;
  switch (term.kind) {
    case "lag":
    case "difference":
    case "exponential_mean":
      return sum((lagWeights(term) ?? []).map(({ lag, weight }) => `${weight === 1 ? "" : `${double(weight, spelling)} * `}lag(${value}, ${lag}) over (${window})`));
    default:
      return `${aggregate[term.kind]}(${value}) over (${window} rows between ${longestLag(term)} preceding and ${term.lag} preceding)`;
  }
}

/** A name for the term's column: `lag_7`, `rolling_mean_28_1`. */
export function termName(term: Term): string {
  const { kind, ...sizes } = term;
  return quoteIdentifier([kind, ...Object.values(sizes).map((size) => String(size).replace(".", "_"))].join("_"));
}

const lagsOf = (term: { readonly window: number; readonly lag: number }): readonly number[] => range(term.lag, term.lag + term.window - 1);
