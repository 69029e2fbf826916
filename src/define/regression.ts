import type { Alias, Relation } from "./relation.ts";
import type { Columns, KeysOf, RelationOf } from "./column.ts";
import type { Described } from "./model.ts";
import type { Expr } from "./fragment.ts";
import type { NumericFamily } from "./types.ts";
import type { TableTest } from "./test.ts";
import { aliasOf } from "./relation.ts";
import { originOf } from "./origin.ts";
import { regressionColumns } from "./regression-columns.ts";
import type { EquationColumns, SummaryColumns, TermColumns } from "./regression-columns.ts";

type Key<C extends Columns> = KeysOf<C, "integer" | "decimal" | "text" | "boolean" | "date" | "timestamp">;
type Feature<C extends Columns> = KeysOf<C, NumericFamily | "boolean">;

export interface RegressionOptions<C extends Columns, F extends string, T extends string, K extends string> extends Described {
  /** The relation whose rows are fitted. Rows in which a feature or the target is null, NaN or above 1e100 are left out and counted. */
  readonly of: RelationOf<C>;
  /** The column to explain. */
  readonly target: T;
  /** The columns to explain it by, at most 24; booleans count as 0 and 1. */
  readonly features: readonly (F & Not<F, T, KeysOf<C, NumericFamily>>)[];
  /** Columns that are never null: each combination of their values has an equation of its own. */
  readonly by?: readonly K[];
  /** Only rows for which this holds are fitted: `(row) => sql`${row.date} < ${parameters.HOLDOUT_START}``. Predictions are for any row. */
  readonly where?: (row: Alias<NoInfer<C>>) => Expr<"boolean">;
  /** Penalty on standardised features, in the unit of their variance: 0 (default) is ordinary least squares, larger draws coefficients to 0. */
  readonly ridge?: number;
  /** Whether the line may leave the origin; default true. */
  readonly intercept?: boolean;
  /** A feature of which the features before it leave less than this share of its variance is dropped; default 1e-10, at least 1e-14. */
  readonly tolerance?: number;
  /** Fewest degrees of freedom (rows less coefficients) of an equation, default 1: a key with fewer has none, and a warning says so. */
  readonly minDf?: number;
  /** Privileges on the published views of the regression and its companions: `{ select: ["bi_reader"] }`. */
  readonly grants?: Readonly<Record<string, readonly string[]>>;
  /** Tests of the regression as a whole; `row` has its columns. */
  readonly tests?: (row: Alias<NoInfer<TermColumns<C, K>>>) => readonly TableTest[];
}

/** Nothing explains itself. A target that was not understood is any of `all`, and then the features are not to blame. */
type Not<F extends string, T extends string, All extends string> = [All] extends [T] ? F : F extends T ? never : F;

declare const needed: unique symbol;

/** What `fn.predict` asks of a row: the features and the keys. */
type Needed<C extends Columns, F extends string, K extends string> = { readonly [P in F]: Expr<NumericFamily | "boolean"> } & { readonly [P in K]: Expr<C[P]["family"]> };

/** A regression, and the relations that are made with it: `<name>__summary`, `<name>__equation`. */
export interface Regression<C extends Columns, F extends string, K extends string> extends Relation<TermColumns<C, K>> {
  /** One row per key, keys without an equation among them: rows, degrees of freedom, R², σ, F, how many digits are right. */
  readonly summary: Relation<SummaryColumns<C, K>>;
  /** One row per key with its coefficients side by side: `b0` is the intercept, `b1` belongs to the first feature. `fn.predict` reads it. */
  readonly equation: Relation<EquationColumns<C, K>>;
  readonly [needed]?: Needed<C, F, K>;
}

/** A regression as `fn.predict` sees it: by what it asks of a row. */
export interface Predictor<N> {
  readonly equation: { readonly columns: Columns };
  readonly [needed]?: N;
}

/**
 * A linear regression in plain SQL, least squares or ridge: one row per key and term with the estimate, its standard error,
 * t and p.
 *
 * `standard_error`, `t_value` and `p_value` suppose independent errors of equal variance. With `ridge` the standard error
 * is the spread of the shrunken estimate about its own mean, not about the truth, and there is neither t nor p.
 * A feature that is constant, or a combination of the features before it, is dropped: its estimate is 0, its standard
 * error null, and a warning of the build names it. Another warning tells where rounding has left fewer than 8 digits.
 * That happens to powers of a column far from 0: take them of `(x - mean) / range` instead.
 *
 * The rows are read three times and the text grows with the cube of the features: 450,000 rows with 8 features took 1.5 s on
 * DuckDB 1.5 and 4.9 s on PostgreSQL 15 (2 busy cores), 24 features are 434 KB. Trino 476 plans 6 features for 3 to 9 s.
 *
 * @example
 * export default regression({
 *   description: "What a day's revenue follows from, by store.",
 *   of: featDailyRevenue,
 *   by: ["store_id"],
 *   target: "revenue",
 *   features: ["rev_lag1", "rev_lag7", "is_holiday"],
 * });
 */
export function regression<const C extends Columns, const F extends Feature<C>, const T extends KeysOf<C, NumericFamily>, const K extends Key<C> = never>(options: RegressionOptions<C, F, T, K>): Regression<C, F, K> {
  const origin = originOf(regression);
  const columns = regressionColumns(options, origin);
  const part = (name: "summary" | "equation"): Relation => {
    const companion: Relation = Object.freeze({ kind: "regression", columns: columns[name], options: { part: name }, origin, companions: {}, as: (alias: string) => aliasOf(companion, alias) });
    return companion;
  };
  const companions = { summary: part("summary"), equation: part("equation") };
  const self: Relation = Object.freeze({ kind: "regression", columns: columns.terms, options: evaluated(options, columns.terms), origin, companions, ...companions, as: (alias: string) => aliasOf(self, alias) });
  return self as never;
}

/** The alias under which a regression's rows are read, where its `where` finds them. */
export const rowAlias = "row";

/** The options with their functions asked once. What is no function stays, for `load` to complain of. */
function evaluated(options: RegressionOptions<any, any, any, any>, columns: Columns): object {
  return {
    ...options,
    columns,
    ...(typeof options.where === "function" && typeof options.of?.columns === "object" ? { where: options.where(aliasOf(options.of, rowAlias) as never) } : {}),
    ...(typeof options.tests === "function" ? { tests: options.tests(aliasOf({ kind: "regression", columns }, "row") as never) } : {}),
  };
}

