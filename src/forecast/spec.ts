import type { SingleFeature } from "../define/forecast-features.ts";

/** What a forecast is to do: plain data. Columns are names of the relation that is read, not yet quoted. */
export interface ForecastSpec {
  /** Columns that tell the series apart; none means one series. */
  readonly keys: readonly string[];
  readonly time: string;
  readonly grain: Grain;
  readonly target: string;
  /** Periods to forecast behind the newest known one. */
  readonly horizon: number;
  /** What a period without a row counts as: 0, the value before it, or nothing at all (then no period may be missing). */
  readonly fill: "zero" | "forward" | "none";
  /** Periods until the pattern comes again: 7 days, 52 weeks, 12 months. */
  readonly season: number;
  /** Periods that moving averages look back. */
  readonly window: number;
  readonly models: readonly RegressionModel[];
  readonly baselines: readonly BaselineName[];
  /** Further candidates: the mean of the best regression and the best baseline of each series. */
  readonly ensemble: boolean;
  /** Candidates whose predictions stand in relations that other tools filled, by name. */
  readonly external: readonly string[];
  readonly validation: Validation;
  readonly choice: { readonly metric: Metric; readonly by: "key" | "overall" };
  /** Column with the weight of a row in `wmae`; every row weighs 1 without it. */
  readonly weight?: string;
  /** Boolean column: only rows where it is true are scored, such as the days on which a shop is open. */
  readonly scored?: string;
  /** Columns by whose values scores are told as well. */
  readonly segments: readonly string[];
  readonly interval: { readonly level: 0.5 | 0.8 | 0.9 | 0.95 | 0.99; readonly kind: "conformal" | "gaussian" };
  /** Bounds that no forecast leaves; without them, the range of the history and as much again on both sides. */
  readonly bounds: { readonly lower?: number; readonly upper?: number };
  /** The known columns that the relation `future` has; without this there is no such relation. */
  readonly future?: readonly string[];
  /** The column of dates of the relation `holidays`; without this there is none. */
  readonly holidays?: string;
  /** Columns to be read that are booleans: they count as 0 and 1. */
  readonly booleans?: readonly string[];
  /** Those of `external` whose relation tells, in a column `origin`, the newest period that a prediction knew. */
  readonly withOrigin?: readonly string[];
}

export type Grain = "day" | "week" | "month";

/** `wape`: sum of errors over sum of values; `mase`: error over that of the seasonal naive forecast in the history. */
export type Metric = "mae" | "rmse" | "mape" | "wape" | "mase" | "wmae";

/** Drift, too: the last value plus the mean change of the history. */
export type BaselineName =
  | "naive" | "seasonal_naive" | "date_aligned_seasonal_naive" | "moving_average" | "seasonal_average" | "level_scaled_seasonal_naive" | "hybrid" | "drift";

/** Ridge regression on features; each penalty is a candidate of its own, `<name>_<penalty>`. */
export interface RegressionModel {
  readonly name: string;
  readonly features: readonly Feature[];
  /** `recursive`: a step reads the forecasts of the steps before it. `direct`: only what is known at the origin, so every lag is at least the horizon. */
  readonly mode: "recursive" | "direct";
  /** One equation for all series, each scaled by its own level, instead of one a series. */
  readonly pooled: boolean;
  /** Of a pooled equation: whether the target and its past are divided by the series' level, its mean absolute value before the fit. Default true. */
  readonly scaled?: boolean;
  /** What the equation explains: the value, its change, or its change since the season before. */
  readonly target: "level" | "diff" | "seasonal_diff";
  readonly lambdas: readonly number[];
  /** Rows that a fit needs beyond its features. */
  readonly minDf: number;
}

/** A feature as plain data, products included. */
export type Feature = SingleFeature | { readonly kind: "product"; readonly of: readonly [Feature, Feature] };

/** The history's end, forecast as in earnest: `blocks` origins, a horizon apart, and behind them what the choice never sees. */
export interface Validation {
  readonly blocks: number;
  /** Coefficients of the hold-out are fitted before each block, or once before the first. */
  readonly refit: "each_block" | "once";
  /** Periods at the very end, of which the chosen candidate is scored once, after it was fitted again; 0: none. */
  readonly test: number;
}

/** A relation that a forecast makes. */
export interface ForecastPart {
  /** What is added to the forecast's name; empty for the forecast itself. */
  readonly name: string;
  readonly description: string;
  readonly columns: readonly PartColumn[];
  /** Columns that identify a row. */
  readonly grain: readonly string[];
  /** Other parts that its SQL reads, by name. */
  readonly parts: readonly string[];
  /** Inputs that its SQL reads, with the columns: `of`, `future`, `holidays`, `external:<name>`. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** What must hold before anything may read it, or be told of: `forecastCheckSql` writes a query of the rows that break it. */
  readonly checks: readonly PartCheck[];
}

export interface PartCheck {
  readonly name: string;
  readonly description: string;
  /** The input that it reads, with the columns; none where it reads the part itself. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** Broken, it warns and everything is built: what it names is left out or counts as unknown. */
  readonly warns?: boolean;
}

export interface PartColumn {
  readonly name: string;
  /** `key` and `time`: the type of that column of the relation that is read. Segments are told as text. */
  readonly type: "integer" | "double" | "text" | "boolean" | { readonly as: "key" | "time"; readonly column: string };
  readonly nullable: boolean;
  readonly description: string;
}
