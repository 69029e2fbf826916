import type { LagWeight } from "./terms.ts";
import type { Spelling, Step } from "./sql.ts";
import { constants, double, range, select, sum } from "./sql.ts";

/** One linear feature of the past: where its coefficient is, and which past values it weighs. */
export interface WeightedTerm {
  /** SQL of the coefficient, over the columns of the recursion's relation. */
  readonly coefficient: string;
  readonly weights: readonly LagWeight[];
}

export interface RecursionRequest {
  /** One row per forecast: the carried columns, v1…vK (the newest K values, v1 the newest), c1…cH and what the coefficients name. */
  readonly relation: string;
  /** Column names that pass through: keys, sigma. */
  readonly carry: readonly string[];
  readonly horizon: number;
  readonly terms: readonly WeightedTerm[];
  /** Columns that hold the least and greatest forecast allowed, so that an unstable equation ends at a bound and not in an overflow. */
  readonly bounds?: { readonly lower: string; readonly upper: string };
  readonly spelling: Spelling;
}

/**
 * Effective lag weights φ: one SQL expression per past value that any term uses, nearest first.
 *
 * φ_l = Σ_j β_j · w_jl, where w is known when the text is written.
 * @example foldTerms([{ coefficient: "b1", weights: [{ lag: 1, weight: 1 }] }], spelling) // [{ lag: 1, expression: "b1" }]
 */
export function foldTerms(terms: readonly WeightedTerm[], spelling: Spelling): readonly { readonly lag: number; readonly expression: string }[] {
  const byLag = new Map<number, string[]>();
  for (const { coefficient, weights } of terms) {
    for (const { lag, weight } of weights) {
      byLag.set(lag, [...(byLag.get(lag) ?? []), weight === 1 ? coefficient : `${coefficient} * ${double(weight, spelling)}`]);
    }
  }
  return [...byLag].sort(([a], [b]) => a - b).map(([lag, products]) => ({ lag, expression: sum(products) }));
}

/** The past values, counted back from the forecast's origin, that a recursion reads: which of v1…vK its relation needs. */
export function neededValues(lags: readonly number[], horizon: number): readonly number[] {
  const needed = horizon < 1 ? [] : lags.flatMap((lag) => range(Math.max(1, lag - horizon + 1), lag));
  return [...new Set(needed)].sort((a, b) => a - b);
}

/**
 * A recursive forecast, unrolled: one step per horizon, each reading only the step before.
 *
 * f_h = c_h + Σ_l φ_l · (f_(h−l), or v_(l−h+1) where that lies before the origin). The last step, `recursion`, has the carried
 * columns, step (1…H), forecast and spread, where sigma · spread is the forecast's standard error: spread_h = √(q_1² + … + q_h²).
 * A row with a missing number has no forecasts.
 *
 * @source Box, Jenkins & Reinsel, Time Series Analysis, 3rd ed., 5.2: q are the ψ weights, q_1 = 1, q_h = Σ_l φ_l · q_(h−l)
 */
export function recursionSteps(request: RecursionRequest): readonly Step[] {
  const { horizon, spelling } = request;
  const folded = foldTerms(request.terms, spelling);
  const lags = folded.map(({ lag }) => lag);
  const steps = range(1, horizon);
  const tiny = double(1e-90, spelling);
  const inputs = [...neededValues(lags, horizon).map((value) => `v${value}`), ...steps.map((h) => `c${h}`)];
  const byStep = (expression: (h: number) => string): string => `case step ${steps.map((h) => `when ${h} then ${expression(h)}`).join(" ")} end`;
  return [
    {
      name: "recursion_weights",
      query: select(
        [...request.carry, ...boundColumns(request), ...inputs, ...folded.map(({ lag, expression }) => `${expression} as p${lag}`)],
        `from ${request.relation} as origins`,
      ),
    },
    {
      name: "recursion_0",
      query: select(
        [...request.carry, ...boundColumns(request), ...inputs, ...lags.map((lag) => `case when abs(p${lag}) < ${tiny} then 0 else p${lag} end as p${lag}`)],
        `from recursion_weights\nwhere ${[...inputs, ...lags.map((lag) => `p${lag}`)].join(" + ")} is not null`,
      ),
    },
    ...steps.map((h) => advance(request, lags, h)),
    {
      name: "recursion_forecasts",
      query: select(
        [...request.carry, "step", `${byStep((h) => `f${h}`)} as raw_forecast`, `sqrt(${byStep((h) => (h === horizon ? variance(h) : `u${h}`))}) as spread`],
        `from recursion_${horizon}\ncross join ${constants("steps", ["step"], steps.map((h) => [String(h)]))}`,
      ),
    },
    {
      name: "recursion",
      query: select([...request.carry, "step", `case when abs(raw_forecast) < ${tiny} then 0 else raw_forecast end as forecast`, "spread"], "from recursion_forecasts"),
    },
  ];
}

/** Step h: its forecast f and impulse response q, next to what later steps read. */
function advance(request: RecursionRequest, lags: readonly number[], h: number): Step {
  const { bounds, horizon, spelling } = request;
  const largest = { lower: double(-1e100, spelling), upper: double(1e100, spelling) };
  const forecast = [`c${h}`, ...lags.map((lag) => `p${lag} * ${lag < h ? `f${h - lag}` : `v${lag - h + 1}`}`)];
  const impulse = lags.filter((lag) => lag < h).map((lag) => `p${lag} * q${h - lag}`);
  const longest = lags.at(-1) ?? 0;
  return {
    name: `recursion_${h}`,
    query: select(
      [
        ...request.carry,
        ...boundColumns(request),
        ...lags.map((lag) => `p${lag}`),
        ...neededValues(lags.map((lag) => lag - h), horizon - h).map((value) => `v${value}`),
        ...range(h + 1, horizon).map((later) => `c${later}`),
        ...range(1, h - 1).map((earlier) => `f${earlier}`),
        ...range(Math.max(1, h + 1 - longest), h - 1).map((earlier) => `q${earlier}`),
        ...range(1, h - 2).map((earlier) => `u${earlier}`),
        ...(h > 1 ? [`${variance(h - 1)} as u${h - 1}`] : []),
        `${tame(sum(forecast), bounds ?? largest, spelling)} as f${h}`,
        `${h === 1 ? double(1, spelling) : tame(sum(impulse), largest, spelling)} as q${h}`,
      ],
      `from recursion_${h - 1}`,
    ),
  };
}

/** Running sum of squared impulse responses. */
const variance = (h: number): string => (h === 1 ? "q1 * q1" : `u${h - 1} + q${h} * q${h}`);

const boundColumns = ({ bounds }: RecursionRequest): readonly string[] => (bounds === undefined ? [] : [bounds.lower, bounds.upper]);

/**
 * Keeps a number inside bounds and away from underflow, which is an error in Postgres: adding 1e-100 changes
 * no digit of a number that matters, and powers of small weights end there. `greatest` skips nulls, so there may be none.
 */
function tame(expression: string, bounds: { readonly lower: string; readonly upper: string }, spelling: Spelling): string {
  return `greatest(least(${expression}, ${bounds.upper}), ${bounds.lower}) + ${double(1e-100, spelling)}`;
}
