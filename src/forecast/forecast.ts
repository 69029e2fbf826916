import type { Baseline } from "./baselines.ts";
import type { normalQuantiles } from "./choice.ts";
import type { Spelling, Step } from "./sql.ts";
import type { Term } from "./terms.ts";
import type { WeightedTerm } from "./recursion.ts";
import { choiceSteps } from "./choice.ts";
import { double, groupBy, partitionBy, quoteIdentifier, range, sameKeys, select, statement } from "./sql.ts";
import { defaultTolerance } from "./fit.ts";
import { folds } from "./folds.ts";
import { keyNames } from "./rows.ts";
import { lagWeights, longestLag, termSql } from "./terms.ts";
import { neededValues, recursionSteps } from "./recursion.ts";
import { regressionSteps } from "./refine.ts";

export interface ForecastRequest {
  /** One row per key and time without gaps, the `horizon` rows to forecast included: their target is null, their known columns are not. */
  readonly relation: string;
  /** Key columns as SQL; none means one series. */
  readonly keys: readonly string[];
  /** Column names, not yet quoted. */
  readonly time: string;
  readonly target: string;
  /** Regressors that are known ahead: weekday, promotion. */
  readonly known: readonly string[];
  /** Features of the past: of the target, or of its change where `difference` is given. */
  readonly terms: readonly Term[];
  /** The model's own target is the change over this many rows, so that a penalty draws it to the naive forecast (1) or the seasonal naive one (season). */
  readonly difference?: number;
  readonly horizon: number;
  /** The hold-out: this many blocks of `horizon` rows at the end of each series. */
  readonly blocks: number;
  /** Coefficients of the hold-out are fitted before each block, or once before the first. */
  readonly fit: "each_block" | "once";
  readonly lambdas: readonly number[];
  readonly minDf: number;
  /** Candidates beside ridge; the first one is used where a series is too short for a hold-out. */
  readonly baselines: readonly Baseline[];
  readonly season: number;
  readonly window: number;
  readonly level: keyof typeof normalQuantiles;
  readonly spelling: Spelling;
}

/** How far outside the range of its history a forecast may go, in lengths of that range. */
const boundRanges = 1;

/** A forecast as one statement: the keys, time, step, forecast, lower, upper, model. `forecastSteps` says what happens. */
export const forecastSql = (request: ForecastRequest): string => statement(forecastSteps(request), request.spelling);

/**
 * Ridge on the past and on known columns, chosen per series against baselines by the MAE of its hold-out, refitted on all data.
 *
 * Each hold-out block is forecast as in production: all steps from its origin, nothing inside the block is seen.
 * Intervals are Gaussian: of ridge from sigma and the impulse responses, of a baseline from the RMSE of its hold-out.
 * Steps worth storing as tables: `forecast_candidates` (every model, fold and step; fold 0 is the forecast) and `forecast_scores` (k1…, model, mae, rmse, place).
 */
export function forecastSteps(request: ForecastRequest): readonly Step[] {
  const { horizon, lambdas, minDf, spelling } = request;
  const fold = [...keyNames(request), "fold"];
  return [
    ...seriesSteps(request),
    ...regressionSteps({
      relation: "forecast_training",
      keys: fold,
      features: [...pastNames(request), ...knownNames(request)],
      target: "modelled",
      lambdas,
      intercept: true,
      tolerance: defaultTolerance,
      minDf,
      spelling,
    }),
    ...originSteps(request),
    ...recursionSteps({
      relation: "forecast_origins",
      carry: [...fold, "penalty_index", "sigma"],
      horizon,
      terms: weightedTerms(request),
      bounds: { lower: "lowest", upper: "highest" },
      spelling,
    }),
    ...choiceSteps(request),
  ];
}

/** The names that features have inside the steps, in the order of their coefficients b1…. */
const pastNames = ({ terms }: ForecastRequest): readonly string[] => terms.map((_, j) => `past${j + 1}`);
const knownNames = ({ known }: ForecastRequest): readonly string[] => known.map((_, j) => `known${j + 1}`);

/** The terms as weights of past levels: a change is a level minus an earlier one, and the forecast level is the change plus that earlier one. */
function weightedTerms({ terms, difference, spelling }: ForecastRequest): readonly WeightedTerm[] {
  const changes = terms.map((term, j) => ({ coefficient: `b${j + 1}`, weights: lagWeights(term) ?? [] }));
  if (difference === undefined) return changes;
  return [
    ...changes.map(({ coefficient, weights }) => ({ coefficient, weights: weights.flatMap(({ lag, weight }) => [{ lag, weight }, { lag: lag + difference, weight: -weight }]) })),
    { coefficient: double(1, spelling), weights: [{ lag: difference, weight: 1 }] },
  ];
}

/** The series with a row number t, how far `ahead` of the last known row it is, features, and the training rows of each fold. */
function seriesSteps(request: ForecastRequest): readonly Step[] {
  const { spelling } = request;
  const keys = keyNames(request);
  const known = knownNames(request);
  const past = pastNames(request);
  const partition = partitionBy(keys);
  const start = Math.max(0, ...request.terms.map(longestLag)) + (request.difference ?? 0);
  const change = request.difference === undefined ? "y" : `y - lag(y, ${request.difference}) over (${partition}order by t)`;
  return [
    {
      name: "forecast_numbered",
      query: select(
        [
          ...request.keys.map((key, i) => `${key} as ${keys[i]}`),
          `${quoteIdentifier(request.time)} as period`,
          `row_number() over (${partitionBy(request.keys)}order by ${quoteIdentifier(request.time)}) as t`,
          `${double(quoteIdentifier(request.target), spelling)} as y`,
          ...request.known.map((name, j) => `${double(quoteIdentifier(name), spelling)} as ${known[j]}`),
        ],
        `from ${request.relation} as given`,
      ),
    },
    {
      name: "forecast_changes",
      query: select(["*", `max(case when y is not null then t end) over (${partition.trim()}) as last`, `${change} as modelled`], "from forecast_numbered"),
    },
    {
      name: "forecast_series",
      query: select(["*", "t - last as ahead", ...request.terms.map((term, j) => `${termSql(term, "modelled", `${partition}order by t`, spelling)} as ${past[j]}`)], "from forecast_changes"),
    },
    {
      name: "forecast_training",
      query: select([...keys, "fold", "modelled", ...past, ...known], `from forecast_series\ncross join ${folds(request)}\nwhere t > ${start} and ahead <= -trained_before`),
    },
  ];
}

/** Per series, fold and penalty: coefficients, constants c1…cH, newest values v and bounds. */
function originSteps(request: ForecastRequest): readonly Step[] {
  const { horizon, terms } = request;
  const fold = [...keyNames(request), "fold"];
  const values = neededValues(weightedTerms(request).flatMap(({ weights }) => weights.map(({ lag }) => lag)), horizon);
  const equation = ["b0", ...knownNames(request).map((name, j) => `b${terms.length + j + 1} * ${name}`)].join(" + ");
  const kept = ["sigma", ...terms.map((_, j) => `b${j + 1}`)];
  const room = `${boundRanges} * (max(y) - min(y))`;
  const future = select(
    [...fold.map((key) => `future.${key}`), "step", "penalty_index", ...kept, `${equation} as constant`],
    `from forecast_future as future\njoin coefficients on ${sameKeys("future", "coefficients", fold)}`,
  );
  return [
    {
      name: "forecast_history", // as agedSeries gives it, once per fold
      query: select(
        [...fold, "1 - ahead - begins_before as age", "last - begins_before as length", "y"],
        `from forecast_series\ncross join ${folds(request)}\nwhere ahead <= -begins_before`,
      ),
    },
    {
      name: "forecast_states",
      query: select(
        [...fold, `min(y) - ${room} as lowest`, `max(y) + ${room} as highest`, ...values.map((value) => `max(case when age = ${value} then y end) as v${value}`)],
        `from forecast_history${groupBy(fold)}`,
      ),
    },
    {
      name: "forecast_future",
      query: select(
        [...fold, "ahead + begins_before as step", ...knownNames(request)],
        `from forecast_series\ncross join ${folds(request)}\nwhere ahead > -begins_before and ahead <= ${horizon} - begins_before`,
      ),
    },
    {
      name: "forecast_constants",
      query: select(
        [...fold, "penalty_index", ...kept.map((name) => `max(${name}) as ${name}`), ...range(1, horizon).map((h) => `max(case when step = ${h} then constant end) as c${h}`)],
        `from (${future}) as steps${groupBy([...fold, "penalty_index"])}`,
      ),
    },
    {
      name: "forecast_origins",
      query: select(
        [...fold.map((key) => `states.${key}`), "penalty_index", ...kept, "lowest", "highest", ...values.map((value) => `v${value}`), ...range(1, horizon).map((h) => `c${h}`)],
        `from forecast_states as states\njoin forecast_constants as constants on ${sameKeys("states", "constants", fold)}`,
      ),
    },
  ];
}
