import type { RegressionRows } from "./rows.ts";
import type { Step } from "./sql.ts";
import { constants, double, groupBy, range, select } from "./sql.ts";
import { keyNames } from "./rows.ts";

/** A linear regression per group and penalty. */
export interface FitRequest extends RegressionRows {
  /** Ridge penalties, each a fit of its own; 0 is ordinary least squares. */
  readonly lambdas: readonly number[];
  readonly intercept: boolean;
  /** A feature is dropped where less than this share of its variance is left after the features before it. */
  readonly tolerance: number;
  /** Groups with fewer usable rows than features + minDf are not fitted. */
  readonly minDf: number;
}

/** Below 1e-14 a pivot cannot be told from rounding noise in a scheme of moments. */
export const defaultTolerance = 1e-10;

/**
 * First pass of a regression: per group and penalty the standardised coefficients and their inverse matrix.
 *
 * One scan for the moments, then p small steps. The last step, `fit`, has per group and lambda: k1…,
 * penalty_index (from 1), lambda, n, excluded, means m, reciprocal deviations s (0 for a constant) and the
 * swept matrix: a<i>_<j> = −inverse, a<j>_<q> = standardised coefficient, with q = p + 1 for the target.
 * A dropped feature has a row of zeros. `refineSteps` makes coefficients of it.
 *
 * Text grows as p³: with the refinement 67 KB for 12 features, 232 KB for 20.
 *
 * @param rows where the step `regression_rows` of `rowSteps` is: the step itself or a table of it
 * @source Goodnight 1979, "A tutorial on the SWEEP operator", The American Statistician 33(3), symmetric form
 * @source Hoerl & Kennard 1970, ridge estimator: (R + λI)⁻¹ r on standardised columns, the intercept is not penalised; the penalty on raw sums is λ·n
 */
export function fitSteps(request: FitRequest, rows = "regression_rows"): readonly Step[] {
  const sweeps = range(1, request.features.length).map((pivot) => sweepStep(request, pivot));
  return [momentsStep(request, rows), scaleStep(request), correlationStep(request), ...sweeps];
}

/** What every fit carries along: its group, penalty, counts, means and scales. */
export function carriedColumns(request: FitRequest): readonly string[] {
  const variables = range(1, request.features.length + 1);
  return [...keyNames(request), "penalty_index", "penalty", "n", "excluded", ...variables.map((i) => `m${i}`), ...variables.map((i) => `s${i}`)];
}

/** The cell of row i and column j of a symmetric matrix, of which the upper half is kept. */
export const cell = (i: number, j: number): string => (i <= j ? `a${i}_${j}` : `a${j}_${i}`);

/** Every kept cell of the matrix, with its row and column. */
export function upperCells(size: number): readonly (readonly [i: number, j: number])[] {
  return range(1, size).flatMap((i) => range(i, size).map((j) => [i, j] as const));
}

/** Means and population covariances; products about zero without an intercept. */
function momentsStep(request: FitRequest, rows: string): Step {
  const { intercept, spelling } = request;
  const keys = keyNames(request);
  const size = request.features.length + 1;
  const means = range(1, size).map((i) => `${intercept ? `avg(x${i})` : double(0, spelling)} as m${i}`);
  // Not avg(x * x): in Postgres avg also sums the squares of what it averages, which overflows from 1e78 on.
  const products = upperCells(size).map(([i, j]) => `${intercept ? `covar_pop(x${i}, x${j})` : `sum(x${i} * x${j}) / count(x${size})`} as v${i}_${j}`);
  const counts = [`count(x${size}) as n`, `count(*) - count(x${size}) as excluded`];
  return { name: "fit_moments", query: select([...keys, ...counts, ...means, ...products], `from ${rows} as observations${groupBy(keys)}`) };
}

/** Reciprocal deviations. A variance of 1e-24 of the squared mean is rounding: that column is constant. */
function scaleStep(request: FitRequest): Step {
  const { spelling } = request;
  const scale = (i: number): string =>
    `case when v${i}_${i} > ${double(1e-24, spelling)} * m${i} * m${i} then 1 / sqrt(v${i}_${i}) else ${double(0, spelling)} end as s${i}`;
  return { name: "fit_scaled", query: select(["*", ...range(1, request.features.length + 1).map(scale)], "from fit_moments") };
}

/** The correlation matrix with lambda on the diagonal of the features, once per penalty. */
function correlationStep(request: FitRequest): Step {
  const features = request.features.length;
  const correlation = (i: number, j: number): string => `v${i}_${j} * s${i} * s${j}${i === j && i <= features ? " + penalty" : ""}`;
  const lambdas = constants("penalties", ["penalty_index", "penalty"], request.lambdas.map((lambda, i) => [String(i + 1), double(lambda, request.spelling)]));
  return {
    name: features === 0 ? "fit" : "fit_correlations",
    query: select(
      [...carriedColumns(request), ...upperCells(features + 1).map(([i, j]) => `${correlation(i, j)} as ${cell(i, j)}`), ...pivotColumns(request, 1, correlation)],
      `from fit_scaled\ncross join ${lambdas}\nwhere n >= ${Math.max(1, features + request.minDf)}`,
    ),
  };
}

/** Sweeps one feature in. Its factor w is 0 where nothing is left of the feature: that zeroes its row and column, so its coefficient is exactly 0. */
function sweepStep(request: FitRequest, pivot: number): Step {
  const features = request.features.length;
  const swept = (i: number, j: number): string => {
    if (i === pivot && j === pivot) return "-w";
    if (i === pivot || j === pivot) return `${cell(i, j)} * w`;
    return `${cell(i, j)} - ${cell(i, pivot)} * w * ${cell(pivot, j)}`;
  };
  return {
    name: pivot === features ? "fit" : `fit_sweep_${pivot}`,
    query: select(
      [...carriedColumns(request), ...upperCells(features + 1).map(([i, j]) => `${swept(i, j)} as ${cell(i, j)}`), ...pivotColumns(request, pivot + 1, swept)],
      `from ${pivot === 1 ? "fit_correlations" : `fit_sweep_${pivot - 1}`}`,
    ),
  };
}

/** The factor w of the next pivot, from the expression of its cell in the same select; none after the last feature. */
function pivotColumns(request: FitRequest, pivot: number, expression: (i: number, j: number) => string): readonly string[] {
  if (pivot > request.features.length) return [];
  const left = expression(pivot, pivot);
  return [`case when ${left} > ${double(request.tolerance, request.spelling)} then 1 / (${left}) else ${double(0, request.spelling)} end as w`];
}
