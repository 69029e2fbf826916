import type { Expr, Fragment, RelationLike } from "./fragment.ts";

/** How bad a failing test is, and how much it forgives. */
export interface TestOptions {
  /** `error` (default) keeps the build from publishing, `warn` only tells. */
  readonly severity?: "error" | "warn";
  /** Only rows for which this holds are tested; columns are written bare. */
  readonly where?: Expr<"boolean">;
  /** Fewest failures that warn (default 1). */
  readonly warnAt?: number;
  /** Fewest failures that are an error (default 1). */
  readonly errorAt?: number;
  /** Passes when at least this share of the tested rows (0 to 1) passes. */
  readonly minPass?: number;
  /** Keep the failing rows in a table of the schema `rmodel__failures`. */
  readonly storeFailures?: boolean;
  /** Name of the test; the default is made from kind, model and column. */
  readonly name?: string;
  readonly tags?: readonly string[];
}

type Value = string | number | bigint | boolean;

/** A test of one column. `R` as in `Fragment`. */
export type ColumnTest<R = RelationLike> = { readonly options: TestOptions } & (
  | { readonly kind: "not_null" | "unique" | "not_empty_string" }
  | { readonly kind: "accepted_values"; readonly values: readonly Value[] }
  | { readonly kind: "relationships"; readonly to: R; readonly column: string }
  | { readonly kind: "accepted_range"; readonly min?: string | number | bigint; readonly max?: string | number | bigint; readonly inclusive?: boolean }
  | { readonly kind: "not_null_proportion"; readonly atLeast: number }
  | { readonly kind: "regex"; readonly pattern: string }
  | { readonly kind: "recency"; readonly withinHours: number }
  | { readonly kind: "sequential_values"; readonly step: number }
);

/** A test of a relation as a whole. */
export type TableTest<R = RelationLike> = { readonly options: TestOptions } & (
  | { readonly kind: "unique_combination"; readonly columns: readonly Fragment[] }
  | { readonly kind: "expression_is_true"; readonly expression: Fragment }
  | { readonly kind: "row_count"; readonly min?: number; readonly max?: number }
  | { readonly kind: "equal_rowcount"; readonly to: R }
  /** A query whose rows are failures; `says` tells of one, with its columns in braces: `{store_id} is twice in {date}`. */
  | { readonly kind: "no_rows"; readonly failures: Fragment<R>; readonly says: string }
  | {
      readonly kind: "mutually_exclusive_ranges";
      readonly lower: Fragment;
      readonly upper: Fragment;
      readonly by: readonly Fragment[];
      readonly gaps: "allowed" | "not_allowed" | "required";
    }
);

export type TestKind = ColumnTest["kind"] | TableTest["kind"];

/** Tests of a relation as a whole, for the option `tests: (row) => [test.…]`. */
export const test = {
  /** No combination of these columns occurs twice. */
  uniqueCombination: (columns: readonly Expr[], options: TestOptions = {}): TableTest => ({ kind: "unique_combination", columns, options }),
  /** The condition holds for every row; null counts as a failure. */
  isTrue: (expression: Expr<"boolean">, options: TestOptions = {}): TableTest => ({ kind: "expression_is_true", expression, options }),
  rowCount: (bounds: { readonly min?: number; readonly max?: number }, options: TestOptions = {}): TableTest => ({ kind: "row_count", ...bounds, options }),
  equalRowCount: (to: RelationLike, options: TestOptions = {}): TableTest => ({ kind: "equal_rowcount", to, options }),
  /** Ranges [lower, upper) of one key do not overlap; a null upper end is open. */
  mutuallyExclusiveRanges: (
    ranges: { readonly lower: Expr; readonly upper: Expr; readonly by?: readonly Expr[]; readonly gaps?: "allowed" | "not_allowed" | "required" },
    options: TestOptions = {},
  ): TableTest => ({
    kind: "mutually_exclusive_ranges",
    lower: ranges.lower,
    upper: ranges.upper,
    by: ranges.by ?? [],
    gaps: ranges.gaps ?? "allowed",
    options,
  }),
};
