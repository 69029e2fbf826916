import type { Spelling, Step } from "./sql.ts";
import { double, quoteIdentifier, range, select } from "./sql.ts";

/** What a regression reads: a relation, its group columns and its numbers. */
export interface RegressionRows {
  /** SQL text that can stand after `from`. */
  readonly relation: string;
  /** Group columns as SQL; never null. None means one group. */
  readonly keys: readonly string[];
  /** Column names, not yet quoted. */
  readonly features: readonly string[];
  readonly target: string;
  readonly spelling: Spelling;
}

/** Squares of larger values overflow; a row that has one takes no part. */
export const largestValue = 1e100;
/** Smaller values count as 0: products of them underflow, which is an error in Postgres. */
export const smallestValue = 1e-50;

/**
 * The rows of a regression as doubles: keys k1…, features x1…xp and the target as x(p+1).
 *
 * A row with a null, NaN, infinite or too large number keeps its keys only, so that it can be counted:
 * aggregates and joins on its numbers skip it. `abs(x) <= 1e100` is false for NaN on every engine.
 *
 * The last step, `regression_rows`, is read by the fit and by the refinement: a table of it serves both.
 */
export function rowSteps(request: RegressionRows): readonly Step[] {
  const { spelling } = request;
  const numbers = [...request.features, request.target];
  const keys = keyNames(request);
  const columns = range(1, numbers.length).map((i) => `x${i}`);
  const usable = columns.map((x) => `abs(${x}) <= ${double(largestValue, spelling)}`).join(" and ");
  const cleaned = columns.map((x) => `case when is_usable then case when abs(${x}) < ${double(smallestValue, spelling)} then 0 else ${x} end end as ${x}`);
  return [
    {
      name: "regression_numbers",
      query: select(
        [...request.keys.map((key, i) => `${key} as ${keys[i]}`), ...numbers.map((name, i) => `${double(quoteIdentifier(name), spelling)} as x${i + 1}`)],
        `from ${request.relation} as observations`,
      ),
      perRow: true,
    },
    { name: "regression_checked", query: select([...keys, ...columns, `${usable} as is_usable`], "from regression_numbers"), perRow: true },
    { name: "regression_rows", query: select([...keys, ...cleaned], "from regression_checked") },
  ];
}

/** The names that keys have inside the steps, so that no user column collides with a step's own. */
export const keyNames = (request: { readonly keys: readonly string[] }): readonly string[] => request.keys.map((_, i) => `k${i + 1}`);
