import type { Spelling, Step } from "./sql.ts";
import { double, range, select, sum } from "./sql.ts";

/** A step that has a t value and its degrees of freedom, by the names of these columns. */
export interface TValues {
  readonly from: string;
  readonly t: string;
  readonly df: string;
  readonly spelling: Spelling;
}

/** From here on the tail is summed, before it the middle. */
const tailStart = 2;
/** The tail is cut where it is below e^−22 of its height, 3e-10 of its area. */
const tailLength = 22;
/** With more degrees of freedom, Student's t is taken as with these: the difference is 3e-8 at most. */
const mostDf = 1e7;
/** Below e^−690 doubles lose digits, and PostgreSQL calls it an error. */
const leastExponent = -690;

/**
 * Two-sided p-values of Student's t, for any real number of degrees of freedom from 1 on: all columns of `from` and `p_value`.
 *
 * With y = asinh(t / √df), P(|T| > t) is an integral of cosh(y)^−df, which 20 points give to 3e-10; beyond a million degrees
 * of freedom to 3e-8. Nothing but sqrt, ln and exp. Null where t or df is null, or df is below 1.
 *
 * @source Abramowitz & Stegun 26.7.1, density of Student's t, with t = √df · sinh y
 * @source Abramowitz & Stegun 25.4.29 and table 25.4, Gauss-Legendre with 20 points
 * @source Abramowitz & Stegun 6.1.47 (Γ(z + ½) / Γ(z) for large z, to which 8 steps of Γ(z + 1) = zΓ(z) lead)
 */
export function pValueSteps({ from, t, df, spelling }: TValues): readonly Step[] {
  const number = (value: number): string => double(value, spelling);
  const isTail = `abs(${t}) >= ${tailStart}`;
  const lnCosh = (y: string): string => `ln((exp(${y}) + exp(-(${y}))) / 2)`;
  const points = nodes.flatMap(([x, weight]) => [-x, x].map((place) => `${number(weight)} * exp(exponent - t_df * ${lnCosh(`origin + width * ${number((1 + place) / 2)}`)})`));
  const steps = range(0, 7).map((step) => `(t_df / 2 + ${step}) / (t_df / 2 + ${step}.5)`);
  const inverse = gammaSeries.map((factor, power) => `${number(factor)}${" / (t_df / 2 + 8)".repeat(power)}`);
  return [
    { name: "t_reach", query: select(["*", `case when ${t} is not null and ${df} >= 1 then least(${df}, ${number(mostDf)}) end as t_df`], `from ${from}`) },
    { name: "t_ratio", query: select(["*", `least(abs(${t}), ${number(1e30)}) / sqrt(t_df) as ratio`], "from t_reach") },
    { name: "t_start", query: select(["*", "ln(ratio + sqrt(ratio * ratio + 1)) as start"], "from t_ratio") },
    {
      name: "t_span",
      query: select(
        [
          "*",
          `case when ${isTail} then start else ${number(0)} end as origin`,
          `case when ${isTail} then ${tailLength} * sqrt(1 + ratio * ratio) / (t_df * ratio) else start end as width`,
          `case when ${isTail} then t_df * ${lnCosh("start")} else ${number(0)} end as exponent`,
          `2 * sqrt(t_df / 2 + 8) * (${sum(inverse)}) * ${steps.join(" * ")} / sqrt(${number(Math.PI)}) as height`,
        ],
        "from t_start",
      ),
    },
    { name: "t_area", query: select(["*", `height * width / 2 * (${sum(points)}) as area`], "from t_span") },
    {
      name: "t_probability",
      query: select(["*", `case when ${isTail} then area * exp(greatest(-exponent, ${number(leastExponent)})) else 1 - area end as probability`], "from t_area"),
    },
    { name: "p_values", query: select(["*", `case when t_df is not null then least(greatest(probability, ${number(0)}), ${number(1)}) end as p_value`], "from t_probability") },
  ];
}

/** Positive points of Gauss-Legendre of order 20, each with its weight. */
const nodes: readonly (readonly [x: number, weight: number])[] = [
  [0.076526521133497334, 0.15275338713072585], [0.22778585114164508, 0.14917298647260375], [0.37370608871541956, 0.14209610931838205],
  [0.5108670019508271, 0.13168863844917663], [0.63605368072651503, 0.11819453196151842], [0.74633190646015079, 0.10193011981724044],
  [0.83911697182221882, 0.083276741576704749], [0.91223442825132591, 0.062672048334109064], [0.96397192727791379, 0.040601429800386941],
  [0.99312859918509492, 0.017614007139152118],
];

/** Γ(z + ½) / (√z · Γ(z)) in powers of 1/z. */
const gammaSeries = [1, -1 / 8, 1 / 128, 5 / 1024, -21 / 32768, -399 / 262144, 869 / 4194304];
