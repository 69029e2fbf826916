import type { FitRequest } from "./fit.ts";
import type { Step } from "./sql.ts";
import { carriedColumns, cell, fitSteps, upperCells } from "./fit.ts";
import { double, groupBy, range, sameKeys, select, sum } from "./sql.ts";
import { keyNames, rowSteps } from "./rows.ts";

/** A whole regression as one list of steps; `coefficients` is the last. Rows and fit are read twice: where that means computed twice (Trino), store them as tables. */
export const regressionSteps = (request: FitRequest): readonly Step[] => [...rowSteps(request), ...fitSteps(request), ...refineSteps(request)];

/**
 * `regressionSteps` for people who read coefficients: a correction more, standard errors from the data instead of the
 * inverse, and an estimate of what rounding has left. `coefficients` has `digits` besides: how many decimal digits of the
 * worst estimate and of its standard error are right, at most 15; of 129 ill-conditioned problems none had 0.2 less.
 *
 * With one correction, data that leave less than 1e-8 of a feature's variance have up to 2 digits less than by Householder
 * QR; with two they have as many. Reads the rows three times.
 *
 * @source Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 14.1, Newton's step for an inverse: 2X − XRX, its diagonal 2X_jj − |Zx_j|²/n
 * @source Higham, the same, 20.1: |δb_j| ≈ ε(√V_jj (1 + Σ|b|) + V_jj |r|), V = R⁻¹, besides what another correction would change
 */
export function preciseRegressionSteps(request: FitRequest): readonly Step[] {
  const first = correctionSteps(request, { rows: "regression_rows", fit: "fit", name: "refine_first", centred: true, measured: true });
  const { features } = request;
  const cells = upperCells(features.length + 1).map(([i, j]) => {
    const name = cell(i, j);
    return i <= features.length && j === features.length + 1 ? `${name} + ${inverseTimes(request, i, "g")} as ${name}` : name;
  });
  const corrected = { name: "refine_corrected", query: select([...carriedColumns(request), ...cells, ...varianceColumns(request)], "from refine_first_gradient") };
  return [...rowSteps(request), ...fitSteps(request), ...first, corrected, ...solutionSteps(request, "regression_rows", corrected.name, true)];
}

/**
 * Second pass of a regression: one scan of residuals corrects the coefficients, then the statistics follow without a scan.
 *
 * The last step, `coefficients`, has per group and lambda: the keys, penalty_index, lambda, n, excluded;
 * b0 (0 without intercept), b1…bp in original units, se0, se1…sep (null where dropped or not estimable),
 * dropped1…droppedp; rss, df (effective, without the intercept), sigma, r2 (about zero without intercept).
 *
 * One refinement is worth 2 to 3.5 digits on hard data; a second gives nothing.
 *
 * @param rows, fit where those steps are: the steps themselves or tables of them
 * @source Golub & Van Loan, Matrix Computations, 4th ed., 3.5.3, iterative refinement: δ = (R + λI)⁻¹ (c − λb), c = Zᵀr/n
 * @source Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., 3.4.1: df = tr H; Cov b = σ²/n · C, C = A⁻¹ − λA⁻², A = R + λI
 */
export const refineSteps = (request: FitRequest, rows = "regression_rows", fit = "fit"): readonly Step[] => solutionSteps(request, rows, fit, false);

/** @param precise whether `fit` has measured variances v, and the digits are wanted */
function solutionSteps(request: FitRequest, rows: string, fit: string, precise: boolean): readonly Step[] {
  const features = range(1, request.features.length);
  const b = (j: number): string => cell(j, request.features.length + 1);
  return [
    ...correctionSteps(request, { rows, fit, name: "refine", ...(precise ? { carried: varianceNames(request), centred: true } : {}) }),
    {
      name: "refine_solution", // correction d, refined b, A⁻¹u as h, and the diagonal of C as e
      query: select(
        [
          ...carriedColumns(request), "rr", ...(precise ? ["v0"] : []),
          ...features.flatMap((j) => [
            `c${j}`, `u${j}`, `${b(j)} as b${j}`,
            `${inverseTimes(request, j, "g")} as d${j}`,
            `${inverseTimes(request, j, "u")} as h${j}`,
            precise ? `v${j} as e${j}` : `-${cell(j, j)} - penalty * (${sum(features.map((k) => `${cell(j, k)} * ${cell(j, k)}`))}) as e${j}`,
            `case when ${cell(j, j)} = 0 then 0 else 1 + penalty * ${cell(j, j)} end as t${j}`,
            `s${j} = 0 or ${cell(j, j)} = 0 as dropped${j}`,
          ]),
        ],
        "from refine_gradient",
      ),
    },
    ...(precise ? precisionSteps(request) : []),
    ...statisticsSteps(request, precise),
  ];
}

interface Correction {
  readonly rows: string;
  readonly fit: string;
  readonly name: string;
  /** Further columns of the fit to pass on. */
  readonly carried?: readonly string[];
  /** Takes residuals about their mean: where a feature lies far from 0 that is not quite 0, and not small beside a close fit. */
  readonly centred?: boolean;
  /** Whether the scan also measures |ZA⁻¹e_j|²/n as q_j and, with h = A⁻¹u, |Zh|²/n as q0. */
  readonly measured?: boolean;
}

/** One scan of residuals: its last step, `<name>_gradient`, is the fit with rr = r²/n, c = Z'r/n, g = c − λb and u, the standardised means that the intercept's error needs. */
function correctionSteps(request: FitRequest, { rows, fit: given, name, carried: more = [], centred = false, measured = false }: Correction): readonly Step[] {
  const p = request.features.length;
  const keys = [...keyNames(request), "penalty_index"];
  const features = range(1, p);
  const b = (j: number): string => cell(j, p + 1);
  const standard = range(1, p + 1).map((i) => `(observed.x${i} - fitted.m${i}) * fitted.s${i} as z${i}`);
  const residual = ["", ...features.map((j) => `b${j} * z${j}`)].join(" - ");
  const cells = upperCells(p + 1).map(([i, j]) => cell(i, j));
  const fit = measured ? `${name}_fit` : given;
  const withMeans = [...carriedColumns(request), ...cells, ...features.map((j) => `m${j} * s${j} as u${j}`)];
  const withSolution = [...carriedColumns(request), ...cells, ...features.map((j) => `${inverseTimes(request, j, "u")} as h${j}`)];
  const solution = measured ? features.map((j) => `fitted.h${j}`) : [];
  const inverse = measured ? upperCells(p).map(([i, j]) => `fitted.${cell(i, j)}`) : [];
  const projected = measured ? [...features.map((j) => `${inverseTimes(request, j, "z")} as w${j}`), `${sum([double(0, request.spelling), ...features.map((j) => `h${j} * z${j}`)])} as w0`] : [];
  const squares = measured ? range(0, p).map((j) => `avg(w${j} * w${j}) as q${j}`) : [];
  const product = (a: string, of: string): string => `avg(${a} * ${of})${centred && request.intercept ? ` - avg(${a}) * avg(${of})` : ""}`;
  return [
    ...(measured
      ? [
          { name: `${name}_means`, query: select(withMeans, `from ${given}`) },
          { name: fit, query: select(withSolution, `from ${name}_means`) },
        ]
      : []),
    {
      name: `${name}_standard`,
      query: select(
        [...keyNames(request).map((key) => `fitted.${key}`), "fitted.penalty_index", ...standard, ...features.map((j) => `fitted.${b(j)} as b${j}`), ...inverse, ...solution],
        `from ${rows} as observed\njoin ${fit} as fitted on ${sameKeys("fitted", "observed", keyNames(request))}`,
      ),
      perRow: true,
    },
    { name: `${name}_residuals`, query: select([...keys, ...features.map((j) => `z${j}`), `z${p + 1}${residual} as r`, ...projected], `from ${name}_standard`), perRow: true },
    {
      name: `${name}_sums`,
      query: select([...keys, ...features.map((j) => `${product(`z${j}`, "r")} as c${j}`), `${product("r", "r")} as rr`, ...squares], `from ${name}_residuals${groupBy(keys)}`),
    },
    {
      name: `${name}_gradient`,
      query: select(
        [
          ...[...carriedColumns(request), ...more, ...cells].map((column) => `fitted.${column}`), "rr", ...solution, ...(measured ? range(0, p).map((j) => `q${j}`) : []),
          ...features.flatMap((j) => [`c${j}`, `c${j} - penalty * ${b(j)} as g${j}`, `m${j} * s${j} as u${j}`]),
        ],
        `from ${name}_sums as sums\njoin ${fit} as fitted on ${sameKeys("fitted", "sums", keys)}`,
      ),
    },
  ];
}

/** Row j of the inverse times a vector of columns; the swept matrix holds minus the inverse. */
function inverseTimes({ features }: FitRequest, j: number, vector: string): string {
  return features.length === 0 ? "0" : `-(${sum(features.map((_, i) => `${cell(i + 1, j)} * ${vector}${i + 1}`))})`;
}

const varianceNames = ({ features }: FitRequest): readonly string[] => range(0, features.length).map((j) => `v${j}`);

/** The diagonal of C, and u'Cu as v0, from the inverse X and the measured XRX: of X's own error only the square is left. */
function varianceColumns(request: FitRequest): readonly string[] {
  const features = range(1, request.features.length);
  const measured = (twice: string, j: number): string => `case when penalty = 0 then ${twice} - q${j} else q${j} end as v${j}`;
  return [measured(`2 * (${sum(features.map((j) => `u${j} * h${j}`))})`, 0), ...features.map((j) => measured(`-2 * ${cell(j, j)}`, j))];
}

/** Half of the distance from 1 to the next double. */
const roundingUnit = 2 ** -53;
/** An effect of less than this share of the largest is not asked for its digits: it is 0 as far as doubles tell. */
const least = 1e-7;

/** What rounding has left of the refined solution, as `digits`. The rate is what a correction leaves of the error before it. */
function precisionSteps(request: FitRequest): readonly Step[] {
  const features = range(1, request.features.length);
  const target = features.length + 1;
  const number = (value: number): string => double(value, request.spelling);
  const largest = (terms: readonly string[]): string => (terms.length === 0 ? number(0) : terms.length === 1 ? terms[0]! : `greatest(${terms.join(", ")})`);
  const absolute = (name: string): readonly string[] => features.map((j) => `abs(${name}${j})`);
  const error = (variance: string, change: string): string => `${number(roundingUnit)} * sqrt(${variance}) * (1 + total + sqrt(${variance} * rr)) + abs(${change}) * rate`;
  const meanTerms = features.map((j) => `u${j} * (b${j} + d${j})`);
  const terms = sum([`abs(m${target} * s${target})`, ...meanTerms.map((term) => `abs(${term})`)]);
  const intercept = {
    error: `${error("(1 + greatest(v0, 0))", sum(["0", ...features.map((j) => `u${j} * d${j}`)]))} + ${number(roundingUnit)} * (${terms})`,
    size: `greatest(abs(m${target} * s${target}${meanTerms.map((term) => ` - ${term}`).join("")}), sqrt(rr * (1 + greatest(v0, 0)) / n), ${number(least)} * (largest + ${terms}))`,
  };
  const shares = features.map((j) => `case when dropped${j} then 0 else (${error(`greatest(e${j}, 0)`, `d${j}`)}) / nullif(greatest(abs(b${j} + d${j}), sqrt(rr * greatest(e${j}, 0) / n), ${number(least)} * largest), 0) end`);
  const all = [...shares, ...(request.intercept ? [`(${intercept.error}) / nullif(${intercept.size}, 0)`] : [])].map((share) => `coalesce(${share}, 0)`);
  return [
    { name: "refine_sizes", query: select(["*", `${sum([number(0), ...absolute("b")])} as total`, `${largest(absolute("b"))} as largest`, `${largest(absolute("d"))} as change`], "from refine_solution") },
    { name: "refine_rate", query: select(["*", `coalesce(sqrt(change / nullif(largest, 0)), 0) as rate`], "from refine_sizes") },
    { name: "refine_shares", query: select(["*", `${largest(["rate * rate", number(1e-15), ...all])} as lost`], "from refine_rate") },
    { name: "refine_digits", query: select(["*", "-ln(lost) / ln(10) as digits"], "from refine_shares") },
  ];
}

/** From the standardised solution to original units. */
function statisticsSteps(request: FitRequest, precise: boolean): readonly Step[] {
  const { intercept, spelling } = request;
  const p = request.features.length;
  const features = range(1, p);
  const zero = double(0, spelling);
  const scale = `s${p + 1}`;
  // RSS/n of the refined b, without another scan: |r − Zd|²/n = rr − d'(c + λ(b + d))
  const residuals = `rr${features.map((j) => ` - d${j} * (c${j} + penalty * (b${j} + d${j}))`).join("")}`;
  const original = (j: number): string => `case when ${scale} = 0 or dropped${j} then ${zero} else (b${j} + d${j}) * s${j} / ${scale} end as b${j}`;
  const keys = keyNames(request);
  return [
    {
      name: "refine_units",
      query: select(
        [
          ...keys, "penalty_index", "penalty", "n", "excluded", scale,
          ...range(1, p + 1).map((i) => `m${i}`),
          ...features.flatMap((j) => [original(j), `e${j}`, `dropped${j}`, `s${j}`]),
          `greatest(${residuals}, ${zero}) as unexplained`,
          `${sum([zero, ...features.map((j) => `t${j}`)])} as df`,
          precise ? "1 + v0 as e0" : `1 + ${sum(features.map((j) => `u${j} * h${j} - penalty * h${j} * h${j}`))} as e0`,
          ...(precise ? ["digits"] : []),
        ],
        `from ${precise ? "refine_digits" : "refine_solution"}`,
      ),
    },
    {
      name: "refine_errors",
      query: select(
        ["*", `case when ${scale} = 0 then ${zero} else n * unexplained / (${scale} * ${scale}) end as rss`, `n - df - ${intercept ? 1 : 0} as residual_df`],
        "from refine_units",
      ),
    },
    {
      name: "refine_sigma",
      // A nearly saturated fit has no residual to estimate sigma from.
      query: select(["*", `case when residual_df > ${double(1e-6, spelling)} then sqrt(rss / residual_df) end as sigma`], "from refine_errors"),
    },
    {
      name: "coefficients",
      query: select(
        [
          ...request.keys.map((key, i) => `${keys[i]} as ${key}`), "penalty_index", "penalty", "n", "excluded",
          intercept ? `m${p + 1}${features.map((j) => ` - b${j} * m${j}`).join("")} as b0` : `${zero} as b0`,
          ...features.map((j) => `b${j}`),
          `${intercept ? `sigma * sqrt(greatest(e0, ${zero}) / n)` : zero} as se0`,
          ...features.map((j) => `case when not dropped${j} then sigma * sqrt(greatest(e${j}, ${zero}) / n) * s${j} end as se${j}`),
          ...features.map((j) => `dropped${j}`),
          "rss", "df", "sigma", ...(precise ? ["digits", `case when ${scale} > 0 then unexplained end as unexplained`] : []),
          `case when ${scale} > 0 then 1 - unexplained end as r2`,
        ],
        "from refine_sigma",
      ),
    },
  ];
}
