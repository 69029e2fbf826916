import type { FitRequest } from "./fit.ts";
import type { Spelling, Step } from "./sql.ts";
import { double, groupBy, quoteIdentifier, quoteText, range, sameKeys, select, statement, sum } from "./sql.ts";
import { defaultTolerance } from "./fit.ts";
import { fitProblems } from "./limits.ts";
import { keyNames } from "./rows.ts";
import { pValueSteps } from "./student-t.ts";
import { preciseRegressionSteps } from "./refine.ts";

/** What a regression is to do: plain data. Columns are names of the relation that is read, not yet quoted. */
export interface RegressionSpec {
  /** Columns that tell the groups apart, never null; none means one equation. */
  readonly keys: readonly string[];
  readonly target: string;
  readonly features: readonly string[];
  /** 0 is ordinary least squares. */
  readonly ridge: number;
  readonly intercept: boolean;
  readonly tolerance: number;
  /** Degrees of freedom that a fit leaves at least. */
  readonly minDf: number;
}

/** A relation that a regression makes: `equation` from the rows, the others from `equation`. The empty name is the regression itself. */
export type RegressionPart = "" | "equation" | "summary";

export const defaultRegression = Object.freeze({ ridge: 0, intercept: true, tolerance: defaultTolerance, minDf: 1 });

/** Fewer right digits than this give a warning. */
export const fewestDigits = 8;

export const interceptTerm = "(intercept)";

/** The step of its surroundings that `equation` reads: keys k1…, features v1…vp and the target as v(p+1), all numbers. */
export const givenRows = "given_rows";

/** The SQL of one part. `nameOf` gives what stands for `equation` after `from`. */
export function regressionSql(part: RegressionPart, spec: RegressionSpec, nameOf: (name: "equation") => string, spelling: Spelling): string {
  switch (part) {
    case "equation":
      return statement(equationSteps(spec, spelling), spelling);
    case "summary":
      return summarySql(spec, nameOf("equation"), spelling);
    case "":
      return statement(termSteps(spec, nameOf("equation"), spelling), spelling);
  }
}

/** What keeps a regression from being written, as sentences. */
export function regressionProblems(spec: RegressionSpec): readonly string[] {
  return fitProblems({ features: spec.features, lambdas: [spec.ridge] });
}

/** Names of columns that each part makes besides the keys. */
export function madeColumns(features: number): Readonly<Record<RegressionPart, readonly string[]>> {
  const each = (name: string, first: number) => range(first, features).map((j) => `${name}${j}`);
  return {
    "": ["term", "estimate", "standard_error", "t_value", "p_value", "is_dropped"],
    summary: ["n", "excluded", "df", "r_squared", "adjusted_r_squared", "sigma", "f_value", "dropped_terms", "digits"],
    equation: ["n", "excluded", ...each("b", 0), ...each("se", 0), ...each("dropped", 1), "df", "sigma", "unexplained", "digits"],
  };
}

/** One row per group, those that are too small to be fitted among them, with nulls. */
function equationSteps(spec: RegressionSpec, spelling: Spelling): readonly Step[] {
  const { features, intercept } = spec;
  const keys = keyNames(spec);
  const request: FitRequest = {
    relation: givenRows,
    keys,
    features: features.map((_, index) => `v${index + 1}`),
    target: `v${features.length + 1}`,
    lambdas: [spec.ridge],
    intercept,
    tolerance: spec.tolerance,
    minDf: spec.minDf + (intercept ? 1 : 0),
    spelling,
  };
  const last = `x${features.length + 1}`;
  const counts = select([...keys, `count(${last}) as n`, `count(*) - count(${last}) as excluded`], `from regression_rows${groupBy(keys)}`);
  const column = (name: string): string =>
    name === "n" || name === "excluded" ? `counts.${name}` : name === "df" ? `fitted.n - fitted.df - ${intercept ? 1 : 0} as df` : `fitted.${name}`;
  const equation = select(
    [...namedKeys(spec, "counts."), ...madeColumns(features.length).equation.map(column)],
    `from regression_counts as counts\nleft join coefficients as fitted on ${sameKeys("fitted", "counts", keys)}`,
  );
  return [...preciseRegressionSteps(request), { name: "regression_counts", query: counts }, { name: "regression_equation", query: equation }];
}

/** One row per group and term of what was fitted. */
function termSteps(spec: RegressionSpec, equation: string, spelling: Spelling): readonly Step[] {
  const { features, intercept, ridge } = spec;
  const terms = range(intercept ? 0 : 1, features.length);
  const keys = namedKeys(spec);
  const chosen = (value: (j: number) => string): string => `case place ${terms.map((j) => `when ${j} then ${value(j)}`).join(" ")} end`;
  const rows = select(
    [
      ...spec.keys.map((key, index) => `${quoteIdentifier(key)} as ${keyNames(spec)[index]}`), "place", "df",
      `${chosen((j) => quoteText(j === 0 ? interceptTerm : features[j - 1]!))} as term`,
      `${chosen((j) => `b${j}`)} as estimate`,
      `${chosen((j) => `se${j}`)} as standard_error`,
      `${chosen((j) => (j === 0 ? "false" : `dropped${j}`))} as is_dropped`,
    ],
    `from ${equation} as equation\ncross join (values ${terms.map((j) => `(${j})`).join(", ")}) as places (place)\nwhere b0 is not null`,
  );
  const made = madeColumns(features.length)[""];
  if (ridge > 0) {
    const none = ["t_value", "p_value"];
    return [{ name: "regression_terms", query: rows }, { name: "terms", query: select([...keys, ...made.map((name) => (none.includes(name) ? `cast(null as ${spelling.double}) as ${name}` : name))], "from regression_terms") }];
  }
  return [
    { name: "regression_terms", query: rows },
    { name: "regression_t", query: select(["*", "estimate / nullif(standard_error, 0) as t_value"], "from regression_terms") },
    ...pValueSteps({ from: "regression_t", t: "t_value", df: "df", spelling }),
    { name: "terms", query: select([...keys, ...made], "from p_values") },
  ];
}

/** The keys under their own names; inside the steps no name of a user's column can stand in the way of a step's own. */
const namedKeys = (spec: RegressionSpec, alias = ""): readonly string[] => keyNames(spec).map((key, index) => `${alias}${key} as ${quoteIdentifier(spec.keys[index]!)}`);

/** R² compares with the mean of the target, without an intercept with 0. F needs least squares; a fit without residuals has none. */
function summarySql(spec: RegressionSpec, equation: string, spelling: Spelling): string {
  const { features, intercept, ridge } = spec;
  const dropped = sum(features.map((_, index) => `case when dropped${index + 1} then 1 else 0 end`));
  const fValue = `(1 - unexplained) * df / nullif(unexplained * (${features.length} - (${dropped})), 0)`;
  return select(
    [
      ...spec.keys.map(quoteIdentifier), "n", "excluded", "df",
      "1 - unexplained as r_squared",
      `case when df > ${double(1e-6, spelling)} then 1 - unexplained * (n - ${intercept ? 1 : 0}) / df end as adjusted_r_squared`,
      "sigma",
      `${ridge > 0 ? `cast(null as ${spelling.double})` : fValue} as f_value`,
      `case when b0 is not null then cast(${dropped} as bigint) end as dropped_terms`,
      "cast(floor(digits + 0.001) as bigint) as digits",
    ],
    `from ${equation} as equation`,
  );
}
