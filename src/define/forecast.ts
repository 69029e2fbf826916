import type { Alias, Relation } from "./relation.ts";
import type { Column, Columns, KeysOf, RelationOf } from "./column.ts";
import type { BacktestColumns, CoefficientColumns, ForecastColumns, ScoreColumns, SeriesColumns } from "./forecast-columns.ts";
import type { Described } from "./model.ts";
import type { Feature, Features } from "./forecast-features.ts";
import type { NumericFamily } from "./types.ts";
import type { TableTest } from "./test.ts";
import { aliasOf } from "./relation.ts";
import { companionColumns, forecastColumns } from "./forecast-columns.ts";
import { featuresWith } from "./forecast-features.ts";
import { originOf } from "./origin.ts";

/** A day, a week (seven days from any first one) or a calendar month. */
type Grain = "day" | "week" | "month";

/** `wape`: sum of errors over sum of values. `mase`: error over that of the seasonal naive forecast in the history. `wmae`: `mae` in which a row counts by `weight`. */
type Metric = "mae" | "rmse" | "mape" | "wape" | "mase" | "wmae";

/**
 * `naive`: the last value. `seasonal_naive`: the value one season before. `date_aligned_seasonal_naive`: of weeks, 6/7 of
 * the week 52 before and 1/7 of that before it. `moving_average`: the mean of the last `window` values. `seasonal_average`:
 * the mean of all values at the same place of the season. `level_scaled_seasonal_naive`: the seasonal naive one times the
 * change of the level since. `hybrid`: the mean of seasonal naive and moving average. `drift`: the last value and the mean change.
 */
type Baseline = "naive" | "seasonal_naive" | "date_aligned_seasonal_naive" | "moving_average" | "seasonal_average" | "level_scaled_seasonal_naive" | "hybrid" | "drift";

type Numeric<C extends Columns> = KeysOf<C, NumericFamily>;
type Regressor<C extends Columns> = KeysOf<C, NumericFamily | "boolean">;

/** Columns whose future is told by `future` or promised by `knownAhead`. */
type Known<C extends Columns, F extends Columns, A extends string> = Extract<Regressor<C>, A | Regressor<F>>;

type MakeFeatures<C extends Columns, F extends Columns, A extends string> = (f: Features<Regressor<C>, Known<C, F, A>>) => readonly (Feature | readonly Feature[])[];

/** A ridge regression that competes with the baselines; each penalty is a candidate of its own, `<name>_<penalty>`. */
interface RidgeModel<C extends Columns, F extends Columns, A extends string> {
  /** How its candidates are called; default `ridge`, and `ridge_2`, `ridge_3` … for further models. */
  readonly name?: string;
  /** Penalties on standardised features: 0 is ordinary least squares, larger draws to the mean of the target. Default 0.01, 0.1, 1; at least 1e-6 in a recursive model. */
  readonly lambdas?: readonly number[];
  /**
   * `recursive` (default): a step reads the forecasts of the steps before it. `direct`: only what is known at the origin,
   * so every lag is at least the horizon; for long horizons and features that are no weighted sums.
   */
  readonly mode?: "recursive" | "direct";
  /**
   * What the equation explains: the value (`level`), its change (`diff`), or its change since the season before
   * (`seasonal_diff`, the default), so that a strong penalty ends at the mean, the naive or the seasonal naive forecast.
   * Columns that are known ahead and holidays are differenced along, so that their coefficients are effects on the value; the past
   * of other columns, the calendar, the trend and products are not.
   */
  readonly target?: "level" | "diff" | "seasonal_diff";
  /** One equation for all series (default false: one a series), for many short ones. */
  readonly pooled?: boolean;
  /** Whether a pooled equation divides each series by its level, its mean absolute value before the fit; default true. */
  readonly scaled?: boolean;
  /** Rows that a fit needs beyond its features, default 15: a shorter series has baselines only. */
  readonly minDf?: number;
  /** Features of this model instead of those of the forecast. */
  readonly features?: MakeFeatures<C, F, A>;
}

/** Predictions that something else made, as a candidate beside the others. */
interface ExternalCandidate {
  /**
   * One row per key and time: the columns of `by` and `time`, and the prediction as `forecast`. With a column `origin`, the
   * newest period that the prediction knew, there is one row per origin as well, and only honest ones are scored.
   */
  readonly of: RelationOf;
}

interface Validation {
  /** Hold-out blocks of one horizon each at the end of the history, forecast as in earnest; default 3. */
  readonly blocks?: number;
  /** The same in periods, `{ window: 28 }`: as many whole horizons as fit, at least one. */
  readonly window?: number;
  /** Coefficients are fitted before each block (default), or once before the first. */
  readonly refit?: "each_block" | "once";
  /** Periods behind the blocks that the choice never sees: the chosen candidate is fitted again and scored on them once. Default 0. */
  readonly test?: number;
}

export interface ForecastOptions<
  C extends Columns,
  B extends string,
  T extends string,
  N extends string,
  V extends NumericFamily,
  F extends Columns,
  A extends string,
  H extends Columns,
  S extends string,
> extends Described {
  /** The history: one row per key and period. Periods without a row are filled as `fill` says; rows without a target are the future, for columns of `knownAhead`. */
  readonly of: RelationOf<C>;
  /** Columns that tell the series apart, whole numbers or texts; without them there is one series. */
  readonly by?: readonly B[];
  /** The column with the period's date: the day, the first day of the week, or any day of the month. */
  readonly time: T;
  /** The length of a period. */
  readonly grain: Grain;
  /** The column to forecast. A null is a value that is not known; all rows behind the last known one are the future. */
  readonly target: Numeric<NoInfer<C>>;
  /** Periods to forecast behind the newest known one of each series: 1 to 120 with recursive models. */
  readonly horizon: number;
  /** What a period without a row counts as: `zero` (nothing was sold), `forward` (the value before it), or `none` (default): a gap is an error. */
  readonly fill?: "zero" | "forward" | "none";
  /** Periods until the pattern comes again: default 7 for days, 52 for weeks, 12 for months. */
  readonly season?: number;
  /** Periods that the baseline `moving_average` looks back; default as `season`. */
  readonly window?: number;
  /** Name of the column with the forecast; default `forecast`. */
  readonly as?: N;
  /** Type of the forecast and of its bounds; default `t.double()`. A decimal rounds, so that equal builds give equal digits. */
  readonly type?: Column<V>;
  /** Columns of `of` that are known ahead: rows without a target carry them for the periods to forecast. */
  readonly knownAhead?: readonly A[];
  /** Columns that are known ahead, in a relation with the keys, the time and a row for each period to forecast; of the past they are read from `of`. */
  readonly future?: RelationOf<F>;
  /** Days for `f.holiday()`: a relation and its column of dates. */
  readonly holidays?: { readonly of: RelationOf<H>; readonly date: KeysOf<NoInfer<H>, "date"> };
  /** What regressions explain the target by. Default: lags 1, season and twice the season (of weeks and months lags 1, 2 and the season), of days the weekday as well. */
  readonly features?: MakeFeatures<NoInfer<C>, NoInfer<F>, NoInfer<A>>;
  /** Regressions that compete; default one, `[]` none. */
  readonly models?: readonly RidgeModel<NoInfer<C>, NoInfer<F>, NoInfer<A>>[];
  /** Plain forecasts that a regression has to beat; default all that fit the grain. `naive` always competes: it is the last resort of a series that is too short for others. */
  readonly baselines?: readonly Baseline[];
  /** Whether the mean of the best regression and the best baseline competes as well; default false. */
  readonly ensemble?: boolean;
  /** Candidates that something else made, by name. */
  readonly external?: Readonly<Record<string, ExternalCandidate>>;
  readonly validation?: Validation;
  /** The candidate with the least `metric` (default `mae`) on the hold-out is taken, for each series (`key`, the default) or for all of them (`overall`). */
  readonly choose?: { readonly by?: "key" | "overall"; readonly metric?: Metric };
  /** How much a row counts in `wmae`. */
  readonly weight?: Numeric<NoInfer<C>>;
  /** Only rows where this is true are scored: days on which a shop is open. All rows are history. */
  readonly scored?: KeysOf<NoInfer<C>, "boolean">;
  /** Columns by whose values the scores are told as well. */
  readonly segments?: readonly S[];
  /**
   * The share of true values that lie between `lower` and `upper` (default 0.8), and how the bounds are found: from the
   * errors of the hold-out over all series (`conformal`, default), or from the fit's own deviation (`gaussian`).
   */
  readonly interval?: { readonly level?: 0.5 | 0.8 | 0.9 | 0.95 | 0.99; readonly kind?: "conformal" | "gaussian" };
  /** Values that no forecast passes, such as `{ lower: 0 }`. Without them: the range of the history and as much again on both sides. */
  readonly bounds?: { readonly lower?: number; readonly upper?: number };
  /**
   * The gate: over all series, what was chosen has a lower score than a baseline (default the `best` one) in each metric
   * of `on` (default that of `choose`), or nothing of the build is published. `stage`: on the hold-out (default), or on
   * the test periods that the choice never saw.
   */
  readonly mustBeat?: { readonly baseline?: "best" | Baseline; readonly on?: readonly Metric[]; readonly stage?: "validation" | "test" };
  /** Whether a new version may serve at once (default), or waits for somebody to approve it. */
  readonly approval?: "automatic" | "manual";
  /** How the forecast is kept: `table` (default), or `external`, a table that is also written to `files`. */
  readonly materialized?: "table" | "external";
  /** Files of an external forecast, below the export folder; the ending gives the format: parquet, csv or json. */
  readonly files?: readonly string[];
  /** Privileges on the published views of the forecast and its companions: `{ select: ["bi_reader"] }`. */
  readonly grants?: Readonly<Record<string, readonly string[]>>;
  /** Tests of the forecast as a whole; `row` has its columns. */
  readonly tests?: (row: Alias<NoInfer<ForecastColumns<C, B, T, N, V>>>) => readonly TableTest[];
}

/** A forecast, and the relations that are made with it: `<name>__scores` and so on. */
export interface Forecast<C extends Columns, B extends string, T extends string, N extends string, V extends NumericFamily, S extends string> extends Relation<ForecastColumns<C, B, T, N, V>> {
  /** How every candidate did on the hold-out, and on the test periods. */
  readonly scores: Relation<ScoreColumns<C, B>>;
  /** Every candidate's forecast of every scored period, beside what came. */
  readonly backtest: Relation<BacktestColumns<C, B, T, S>>;
  /** The equations that the forecast is made with, a row a term. */
  readonly coefficients: Relation<CoefficientColumns<C, B>>;
  /** The series as the forecast sees them: without gaps, with the periods ahead. */
  readonly series: Relation<SeriesColumns<C, B, T, S>>;
}

/**
 * A forecast of one or many series in plain SQL: ridge regressions against baselines, compared on whole horizons at the end
 * of the history, the best fitted again on everything, with intervals.
 *
 * It makes one row per series and period ahead: the keys, the time, `step`, the forecast, `lower`, `upper`, `model`,
 * `is_clamped` and `run_id`.
 * Features that are not known when a forecast is made are refused when the project is compiled.
 *
 * @example
 * export default forecast({
 *   description: "Revenue of each store for the next 14 days.",
 *   of: fctDailyStore,
 *   by: ["store_id"],
 *   time: "date",
 *   grain: "day",
 *   target: "rev_sum",
 *   horizon: 14,
 *   features: (f) => [f.lag(1), f.lag(7), f.rollingMean(28), f.weekday()],
 *   mustBeat: { on: ["mae"] },
 * });
 */
export function forecast<
  const C extends Columns,
  const B extends KeysOf<C, "integer" | "text"> = never,
  const T extends KeysOf<C, "date"> = KeysOf<C, "date">,
  const N extends string = "forecast",
  V extends NumericFamily = "double",
  const F extends Columns = {},
  const A extends Regressor<C> = never,
  const H extends Columns = {},
  const S extends KeysOf<C, "integer" | "text" | "boolean"> = never,
>(options: ForecastOptions<C, B, T, N, V, F, A, H, S>): Forecast<C, B, T, N, V, S> {
  const origin = originOf(forecast);
  const columns = forecastColumns(options, origin);
  const made = companionColumns(options, origin);
  const part = (name: keyof typeof made): Relation => {
    const companion: Relation = Object.freeze({ kind: "forecast", columns: made[name], options: { part: name }, origin, companions: {}, as: (alias: string) => aliasOf(companion, alias) });
    return companion;
  };
  const companions = { scores: part("scores"), backtest: part("backtest"), coefficients: part("coefficients"), series: part("series") };
  const self: Relation = Object.freeze({ kind: "forecast", columns, options: evaluated(options, columns), origin, companions, ...companions, as: (alias: string) => aliasOf(self, alias) });
  return self as never;
}

/** The options with their functions asked once. What is no function stays, for `load` to complain of. */
function evaluated(options: ForecastOptions<any, any, any, any, any, any, any, any, any>, columns: Columns): object {
  const f = featuresWith(options.season ?? defaultSeasons[options.grain] ?? NaN);
  const list = (made: unknown): unknown => (typeof made === "function" ? (made(f) as readonly unknown[]).flat() : made);
  const models: unknown = options.models;
  return {
    ...options,
    columns,
    ...(options.features === undefined ? {} : { features: list(options.features) }),
    ...(Array.isArray(models) ? { models: models.map((model: { features?: unknown }) => (model?.features === undefined ? model : { ...model, features: list(model.features) })) } : {}),
    ...(typeof options.tests === "function" ? { tests: options.tests(aliasOf({ kind: "forecast", columns }, "row") as never) } : {}),
  };
}

/** Periods until the pattern comes again. */
export const defaultSeasons: Readonly<Record<Grain, number>> = Object.freeze({ day: 7, week: 52, month: 12 });
