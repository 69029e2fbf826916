import type { Feature, ForecastSpec, RegressionModel } from "./spec.ts";
import { candidateNames } from "./parts/completed.ts";
import type { Problem } from "./problem.ts";
import { columnProblems } from "./name-problems.ts";
import { directProblems, fitProblems, fitWarnings, longestRecursiveLag, recursionProblems, recursionWarnings } from "./limits.ts";
import { isOfTarget, leaves } from "./parts/feature-columns.ts";
import { planOf } from "./parts/plan.ts";

/** What makes a forecast impossible to write; none means that it can be written. */
export function forecastProblems(spec: ForecastSpec): readonly Problem[] {
  const sizes = sizeProblems(spec);
  // Features of impossible sizes cannot be counted.
  const counted = sizes.length === 0 && spec.models.every((model) => featureSizes(model.features).length === 0) ? spec.models.flatMap((model) => modelProblems(model, spec)) : [];
  return [...sizes, ...columnProblems(spec), ...spec.models.flatMap((model) => featureSizes(model.features)), ...counted, ...candidateProblems(spec), ...baselineProblems(spec)];
}

/** What is allowed and still likely to disappoint. `plansSlowly`: of the engine, whether wide statements take it long to plan (Trino). */
export function forecastWarnings(spec: ForecastSpec, plansSlowly = false): readonly Problem[] {
  const wide = planOf(spec).models.flatMap(({ name, columns }) =>
    fitWarnings(columns.length, plansSlowly).map((message) => ({ option: "models", message: `model "${name}": ${message}`, fix: "leave features out, or spread them over two models" })),
  );
  const long = spec.models.filter(({ mode }) => mode === "recursive").flatMap(({ name }) =>
    recursionWarnings(spec.horizon, plansSlowly).map((message) => ({ option: "horizon", message: `model "${name}": ${message}`, fix: 'forecast fewer periods, or take mode: "direct"' })),
  );
  if (spec.validation.blocks > 1 || (spec.interval.kind !== "conformal" && !spec.ensemble)) return [...wide, ...long];
  const message = "with a single hold-out block a candidate is chosen by the errors that the interval is made of, so the interval is too narrow";
  return [...wide, ...long, { option: "validation", message, fix: "give at least two blocks" }];
}

const isCount = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;

function sizeProblems({ horizon, season, window, validation, bounds }: ForecastSpec): readonly Problem[] {
  const wrong = (option: string, name: string, value: number, least: number): readonly Problem[] =>
    isCount(value, least) ? [] : [{ option, message: `${name} ${value} must be a whole number from ${least} up`, fix: `give a whole number from ${least} up` }];
  const { lower = -Infinity, upper = Infinity } = bounds;
  return [
    ...wrong("horizon", "horizon", horizon, 1),
    ...(horizon > 999 ? [{ option: "horizon", message: `${horizon} periods ahead`, fix: "forecast at most 999 periods" }] : []),
    ...wrong("season", "season", season, 1),
    ...(window === season ? [] : wrong("window", "window", window, 1)), // the default: told once
    ...wrong("validation", "blocks", validation.blocks, 1),
    ...wrong("validation", "test", validation.test, 0),
    ...(validation.blocks + Math.ceil(validation.test / horizon) > 999 ? [{ option: "validation", message: "more than 999 hold-out blocks", fix: "give fewer blocks, or a shorter window" }] : []),
    ...(lower < upper ? [] : [{ option: "bounds", message: `the lower bound ${lower} is not below the upper bound ${upper}`, fix: "turn them round, or leave one out" }]),
  ];
}

function featureSizes(features: readonly Feature[]): readonly Problem[] {
  return features.flatMap(leaves).flatMap((feature): readonly Problem[] => {
    const problem = (message: string, fix: string): readonly Problem[] => [{ option: "features", message, fix }];
    switch (feature.kind) {
      case "fourier":
        return isCount(feature.order, 1) && feature.period > 1 && Number.isFinite(feature.period) ? [] : problem(`fourier (period ${feature.period}, order ${feature.order}) needs a period above 1 and an order from 1 up`, "count the period in periods of the forecast");
      case "trend":
        return isCount(feature.power, 1) && feature.power <= 6 ? [] : problem(`trend to the power of ${feature.power}`, "give a power from 1 to 6");
      case "holiday":
        return Number.isInteger(feature.shift) && Math.abs(feature.shift) <= 60 ? [] : problem(`a holiday shifted by ${feature.shift} periods`, "give a whole number of at most 60 periods");
      default:
        return [];
    }
  });
}

/** What limits.ts complains of, by its words: the option to change, and how. */
const advice: readonly (readonly [words: RegExp, option: string, fix: string])[] = [
  [/^horizon/, "horizon", "forecast fewer periods, or use a direct model"],
  [/^no lambda/, "models", "give at least one penalty, or models: [] for no regression"],
  [/^lambda/, "models", "give a larger penalty"],
  [/given twice/, "features", "leave one of them out"],
  [/whole numbers from 1 up/, "features", "count periods back from the one that is forecast: 1 is the period before it"],
  [/decay must/, "features", "give a decay such as 0.9"],
];

function modelProblems(model: RegressionModel, spec: ForecastSpec): readonly Problem[] {
  const { name, mode, lambdas, minDf, features } = model;
  const planned = planOf({ ...spec, models: [model] }).models[0]!;
  const { horizon } = spec;
  const about = (option: string, fix: string) => (message: string): Problem => ({ option, message: `model "${name}": ${message}`, fix });
  const advised = (otherwise: string) => (message: string): Problem => {
    const found = advice.find(([words]) => words.test(message));
    return about(found?.[1] ?? "features", found?.[2] ?? otherwise)(message);
  };
  const terms = features.flatMap(leaves).flatMap((feature) => (feature.kind === "past" ? [feature] : []));
  const ofTarget = terms.filter(({ column }) => column === undefined).map(({ term }) => term);
  const all = terms.map(({ term }) => term);
  const labels = planned.columns.map(({ label }) => label);
  const reach = Math.max(planned.difference, ...planned.columns.map(({ needs }) => needs));
  const timeProblems = mode === "direct" ? directProblems({ horizon, terms: all }) : recursionProblems({ horizon, terms: ofTarget, lambdas });
  const timed = mode === "direct" ? [] : planned.columns.filter((column) => column.source.kind === "product" && isOfTarget(column));
  return [
    ...fitProblems({ features: labels, lambdas }).map(advised("leave features out")),
    ...timeProblems.map(advised(mode === "direct" ? "use longer lags, or a recursive model" : "use a direct model, or other features")),
    ...(mode === "recursive" && reach > longestRecursiveLag ? [`it reaches ${reach} periods back, but a recursive forecast reaches at most ${longestRecursiveLag}`] : []).map(about("features", "use shorter lags, or a direct model")),
    ...timed.map(({ label }) => `"${label}" multiplies the target's past, which a recursive forecast does not know yet`).map(about("features", "use it in a direct model")),
    ...(isCount(minDf, 1) ? [] : [`minDf ${minDf} must be a whole number from 1 up`]).map(about("models", "give a whole number from 1 up")),
    ...(/^[a-z][a-z0-9_]{0,29}$/.test(name) ? [] : ["its name becomes part of a table's"]).map(about("models", "use at most 30 lower-case letters, digits and underscores")),
    ...(features.flatMap(leaves).some(({ kind }) => kind === "holiday") && spec.holidays === undefined ? ["it has a holiday feature, but there is no relation of holidays"] : []).map(about("holidays", "give `holidays`")),
  ];
}

function candidateProblems(spec: ForecastSpec): readonly Problem[] {
  const plain = { ...spec, models: [], horizon: 1, validation: { blocks: 1, refit: "once", test: 0 } } as const;
  const names = candidateNames(planOf(plain)).map(({ model }) => model);
  const models = spec.models.flatMap(({ name, lambdas }) => lambdas.map((lambda) => `${name}_${lambda}`));
  const all = [...names, ...models, "chosen"];
  const twice = [...new Set(all.filter((name, i) => all.indexOf(name) !== i))];
  const repeated = spec.models.map(({ name }) => name).filter((name, i, given) => given.indexOf(name) !== i);
  return [...new Set([...twice, ...repeated])].map((name) => ({ option: spec.external.includes(name) ? "external" : "models", message: `two candidates are called "${name}"`, fix: "give one of them another name" }));
}

function baselineProblems({ baselines, grain, season }: ForecastSpec): readonly Problem[] {
  if (!baselines.includes("date_aligned_seasonal_naive") || (grain === "week" && season === 52)) return [];
  return [{ option: "baselines", message: "date_aligned_seasonal_naive is made of the weeks 52 and 53 before, so it needs weeks and a season of 52", fix: "leave it out" }];
}
