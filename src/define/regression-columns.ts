import type { Column, ColumnSpec, Columns } from "./column.ts";
import type { ColumnType, Family } from "./types.ts";
import type { Origin } from "../errors/rmodel-error.ts";

/** Keys as `of` has them. */
type Keys<C extends Columns, K extends string> = { readonly [P in K]: Column<C[P]["family"], false> };
type Named<N extends string, F extends Family, Nullable extends boolean = true> = { readonly [P in N]: Column<F, Nullable> };

export type TermColumns<C extends Columns, K extends string> = Keys<C, K> &
  Named<"term", "text", false> &
  Named<"estimate", "double", false> &
  Named<"standard_error" | "t_value" | "p_value", "double"> &
  Named<"is_dropped", "boolean", false>;

export type SummaryColumns<C extends Columns, K extends string> = Keys<C, K> &
  Named<"n" | "excluded", "integer", false> &
  Named<"df" | "r_squared" | "adjusted_r_squared" | "sigma" | "f_value", "double"> &
  Named<"dropped_terms" | "digits", "integer">;

/** Places of features in their list; a place behind the last one is refused when the project is loaded. */
type Place = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20 | 21 | 22 | 23 | 24;

export type EquationColumns<C extends Columns, K extends string> = Keys<C, K> &
  Named<"n" | "excluded", "integer", false> &
  Named<`b${0 | Place}` | `se${0 | Place}`, "double"> &
  Named<`dropped${Place}`, "boolean"> &
  Named<"df" | "sigma" | "unexplained" | "digits", "double">;

/** The options that decide which columns there are, of whatever a project gave. */
interface Given {
  readonly of?: { readonly columns?: Columns };
  readonly by?: unknown;
  readonly features?: unknown;
}

/** Columns of the regression and of what is made with it, keys first. Keys that are not there are left out: `load` names them. */
export function regressionColumns({ of, by, features }: Given, origin: Origin): Readonly<Record<"terms" | "summary" | "equation", Columns>> {
  const column = (type: ColumnType, nullable: boolean, description: string, pii = false): Column => {
    const spec: ColumnSpec = { kind: "column", type, nullable, description, pii, tests: [], origin };
    return { spec, family: type.family, nullable } as unknown as Column;
  };
  const integer = (description: string, nullable = true) => column({ family: "integer" }, nullable, description);
  const double = (description: string, nullable = true) => column({ family: "double" }, nullable, description);
  const known = (Array.isArray(by) ? by : []).filter((key) => typeof of?.columns === "object" && Object.hasOwn(of.columns, key as string)) as readonly string[];
  const keys = Object.fromEntries(known.map((key) => {
    const { type, description, pii } = of!.columns![key]!.spec;
    return [key, column(type, false, description, pii)];
  }));
  const names = (Array.isArray(features) ? features : []).map(String);
  const counts = { n: integer("Rows that were fitted.", false), excluded: integer("Rows left out: a feature or the target is null, NaN or above 1e100.", false) };
  const equation: [string, Column][] = [
    ["b0", double("Intercept; 0 without one.")],
    ...names.map((name, index): [string, Column] => [`b${index + 1}`, double(`Coefficient of ${name}; 0 where it was dropped.`)]),
    ["se0", double("Standard error of the intercept.")],
    ...names.map((name, index): [string, Column] => [`se${index + 1}`, double(`Standard error of the coefficient of ${name}.`)]),
    ...names.map((name, index): [string, Column] => [`dropped${index + 1}`, column({ family: "boolean" }, true, `Whether ${name} was dropped.`)]),
  ];
  return {
    terms: {
      ...keys,
      term: column({ family: "text" }, false, "Name of the feature, or (intercept)."),
      estimate: double("Coefficient; 0 where the term was dropped.", false),
      standard_error: double("Standard error of the estimate; null where the term was dropped or no degrees of freedom are left."),
      t_value: double("Estimate by standard error; null with ridge."),
      p_value: double("Two-sided p-value of t with df degrees of freedom, right to 1e-7."),
      is_dropped: column({ family: "boolean" }, false, "Whether the feature is constant, or a combination of the features before it."),
    },
    summary: {
      ...keys,
      ...counts,
      df: double("Degrees of freedom that are left: rows less coefficients, of ridge less the trace of its hat matrix. Null: too few rows for an equation."),
      r_squared: double("Share of the target's variance that is explained; without an intercept, of its mean square."),
      adjusted_r_squared: double("R² adjusted for the number of coefficients."),
      sigma: double("Standard deviation of the residuals."),
      f_value: double("F of all features together; null with ridge."),
      dropped_terms: integer("Features that were dropped."),
      digits: integer("Decimal digits of the worst estimate that rounding has left, at most 15; those that tell less than the standard error do not count."),
    },
    equation: {
      ...keys,
      ...counts,
      ...Object.fromEntries(equation),
      df: double("Degrees of freedom that are left."),
      sigma: double("Standard deviation of the residuals."),
      unexplained: double("1 less R²."),
      digits: double("Decimal digits of the worst estimate that rounding has left."),
    },
  };
}
