import type { Origin } from "../errors/rmodel-error.ts";
import { originOf } from "./origin.ts";

/** What a regression explains the target by, as `f` of the option `features` makes it. */
export interface Feature {
  readonly kind: "feature";
  readonly spec: FeatureSpec;
  readonly origin: Origin;
}

/** A feature as plain data, but that a product still holds features with their places. */
export type FeatureSpec = SingleFeature | { readonly kind: "product"; readonly of: readonly [Feature, Feature] };

/** A feature that is no product of others. */
export type SingleFeature =
  /** Made of the past of the target, or of another column (which in a recursive forecast is taken a season earlier where it is not known yet). */
  | { readonly kind: "past"; readonly column?: string; readonly term: PastTerm }
  /** A column that is known ahead: of the periods to forecast it is read from the relation `future`, or from rows without a target. */
  | { readonly kind: "known"; readonly column: string }
  /** A column for each value but one. */
  | { readonly kind: "calendar"; readonly part: "weekday" | "month" | "quarter" | "week_of_month" }
  /** Sine and cosine of 1 … `order` waves in `period` periods (365.25 for years of days). */
  | { readonly kind: "fourier"; readonly period: number; readonly order: number }
  /** Time centred and scaled to −1 … 1, and its powers. */
  | { readonly kind: "trend"; readonly power: number }
  /** Whether one of the days of the relation `holidays` lies in the period, `shift` periods later (before the holiday: negative). */
  | { readonly kind: "holiday"; readonly shift: number };

/** What is made of a series' own past. `lag` is the newest row that it uses, counted back from the row itself: at least 1. */
export type PastTerm =
  | { readonly kind: "lag"; readonly lag: number }
  | { readonly kind: "rolling_mean" | "rolling_sum" | "rolling_min" | "rolling_max" | "rolling_deviation"; readonly window: number; readonly lag: number }
  /** The change over `over` rows up to `lag` rows ago. */
  | { readonly kind: "difference"; readonly lag: number; readonly over: number }
  /** Mean of `window` values, each weighing `decay` (0 to 1) times the value after it. */
  | { readonly kind: "exponential_mean"; readonly window: number; readonly lag: number; readonly decay: number };

/** Where a window into the past ends: `lag` periods before the one that is described (default 1, the newest that there is). */
interface Back {
  readonly lag?: number;
}

/** A feature of the past of the target, or of the column that is named first. */
interface OfPast<Past extends string, Rest extends readonly unknown[]> {
  (...rest: Rest): Feature;
  (column: Past, ...rest: Rest): Feature;
}

/**
 * Features of a forecast. Periods are those of its grain: days, weeks or months.
 *
 * Each looks at the past only, or at what is known of any period beforehand. In a recursive model the past of the target is
 * filled by the forecast's own steps, and that of another column by its value one season earlier; a direct model reads only
 * what is known at its origin, so there every lag is at least the horizon.
 */
export interface Features<Past extends string, Known extends string> {
  /** The value so many periods before: `f.lag(1)`, `f.lag("quantity", 7)`. */
  readonly lag: OfPast<Past, [periods: number]>;
  /** The value of the same place so many seasons (default 1) before: with weeks in a year, `f.seasonalLag(2)` is `f.lag(104)`. */
  readonly seasonalLag: OfPast<Past, [seasons?: number]>;
  /** Mean of so many periods: `f.rollingMean(28)`, `f.rollingMean("quantity", 7, { lag: 14 })`. */
  readonly rollingMean: OfPast<Past, [periods: number, back?: Back]>;
  readonly rollingSum: OfPast<Past, [periods: number, back?: Back]>;
  /** The least value of so many periods; as it is no weighted sum, for direct models only, like the two that follow. */
  readonly rollingMin: OfPast<Past, [periods: number, back?: Back]>;
  readonly rollingMax: OfPast<Past, [periods: number, back?: Back]>;
  /** Population standard deviation of so many periods. */
  readonly rollingDeviation: OfPast<Past, [periods: number, back?: Back]>;
  /** The change over so many periods up to the newest one. */
  readonly difference: OfPast<Past, [over: number, back?: Back]>;
  /** Mean of so many periods in which each counts `decay` (0 to 1, default 0.9) times the one after it. */
  readonly exponentialMean: OfPast<Past, [periods: number, options?: Back & { readonly decay?: number }]>;
  /** A column that is known ahead, by `knownAhead` or by `future`: a price, a promotion. A boolean counts as 0 and 1. */
  known(column: [Known] extends [never] ? "no column is known ahead: name it in `knownAhead`, or give `future`" : Known): Feature;
  /** One column for each day of the week but Monday. */
  weekday(): Feature;
  /** One column for each month but January. */
  month(): Feature;
  quarter(): Feature;
  /** Which seven days of its month the period begins in: the first, the second … */
  weekOfMonth(): Feature;
  /** `order` pairs of sine and cosine waves in `period` periods: a smooth season, `{ period: 365.25, order: 3 }` for days of a year. */
  fourier(wave: { readonly period: number; readonly order: number }): Feature;
  /** Time, centred and scaled to −1 … 1 over the history; `power` 2 bends it. */
  trend(options?: { readonly power?: number }): Feature;
  /** 1 in a period with a day of the relation `holidays`, else 0. With `before` and `after`, as many more for the periods around it. */
  holiday(): Feature;
  holiday(around: { readonly before?: number; readonly after?: number }): readonly Feature[];
  /** Two features multiplied: the effect of one depends on the other. */
  product(one: Feature, other: Feature): Feature;
}

/** @param season periods until the pattern comes again, for `seasonalLag` */
export function featuresWith(season: number): Features<string, string> {
  const f: Features<string, string> = {
    lag: past(([lag = NaN]) => ({ kind: "lag", lag })),
    seasonalLag: past(([seasons = 1]) => ({ kind: "lag", lag: seasons * season })),
    rollingMean: rolling("rolling_mean"),
    rollingSum: rolling("rolling_sum"),
    rollingMin: rolling("rolling_min"),
    rollingMax: rolling("rolling_max"),
    rollingDeviation: rolling("rolling_deviation"),
    difference: past(([over = NaN], { lag = 1 }) => ({ kind: "difference", lag, over })),
    exponentialMean: past(([window = NaN], { lag = 1, decay = 0.9 }) => ({ kind: "exponential_mean", window, lag, decay })),
    known: (column) => feature({ kind: "known", column }, originOf(f.known)),
    weekday: () => feature({ kind: "calendar", part: "weekday" }, originOf(f.weekday)),
    month: () => feature({ kind: "calendar", part: "month" }, originOf(f.month)),
    quarter: () => feature({ kind: "calendar", part: "quarter" }, originOf(f.quarter)),
    weekOfMonth: () => feature({ kind: "calendar", part: "week_of_month" }, originOf(f.weekOfMonth)),
    fourier: ({ period, order }) => feature({ kind: "fourier", period, order }, originOf(f.fourier)),
    trend: ({ power = 1 } = {}) => feature({ kind: "trend", power }, originOf(f.trend)),
    holiday: ((around?: { readonly before?: number; readonly after?: number }) => {
      const origin = originOf(f.holiday);
      const on = (shift: number): Feature => feature({ kind: "holiday", shift }, origin);
      const { before = 0, after = 0 } = around ?? {};
      return around === undefined ? on(0) : Array.from({ length: Math.max(0, before) + Math.max(0, after) + 1 }, (_, index) => on(index - Math.max(0, before)));
    }) as Features<string, string>["holiday"],
    product: (one, other) => feature({ kind: "product", of: [one, other] }, originOf(f.product)),
  };
  return Object.freeze(f);
}

const feature = (spec: FeatureSpec, origin: Origin): Feature => Object.freeze({ kind: "feature", spec: Object.freeze(spec), origin });

interface Sizes {
  readonly lag?: number;
  readonly decay?: number;
}

/** A column may stand first, then come numbers, then what has names. */
function past<Rest extends readonly unknown[]>(term: (numbers: readonly number[], sizes: Sizes) => PastTerm): OfPast<string, Rest> {
  const make = (...args: readonly unknown[]): Feature => {
    const column = typeof args[0] === "string" ? { column: args[0] } : {};
    const numbers = args.filter((arg) => typeof arg === "number");
    const sizes = args.find((arg): arg is Sizes => typeof arg === "object" && arg !== null) ?? {};
    return feature({ kind: "past", ...column, term: term(numbers, sizes) }, originOf(make));
  };
  return make;
}

const rolling = (kind: "rolling_mean" | "rolling_sum" | "rolling_min" | "rolling_max" | "rolling_deviation"): OfPast<string, [periods: number, back?: Back]> =>
  past(([window = NaN], { lag = 1 }) => ({ kind, window, lag }));
