import type { Term } from "./terms.ts";
import { lagWeights, longestLag } from "./terms.ts";

/** The text of a fit grows as p³; with 24 features a stage also stays far below the 1,664 columns that Postgres allows. */
export const largestFeatureCount = 24;
export const largestUnrolledHorizon = 120;
/** Where wide statements are planned slowly. */
const comfortableHorizon = 40;
export const longestRecursiveLag = 400;
/** Ordinary least squares is unsafe where forecasts feed forecasts. */
export const smallestRecursiveLambda = 1e-6;

/** What makes a fit impossible to write, as sentences; none means that it can be written. */
export function fitProblems(fit: { readonly features: readonly string[]; readonly lambdas: readonly number[] }): readonly string[] {
  const count = fit.features.length;
  const repeated = fit.features.find((feature, index) => fit.features.indexOf(feature) !== index);
  const wrong = fit.lambdas.filter((lambda) => !(Number.isFinite(lambda) && lambda >= 0));
  return [
    ...(count > largestFeatureCount ? [`${count} features, but a fit takes at most ${largestFeatureCount}`] : []),
    ...(repeated === undefined ? [] : [`feature "${repeated}" is given twice`]),
    ...(fit.lambdas.length === 0 ? ["no lambda given: write 0 for ordinary least squares"] : []),
    ...wrong.map((lambda) => `lambda ${lambda} is no penalty: it must be a number from 0 up`),
  ];
}

/** What makes a fit slow: above 16 features, on engines that plan wide text slowly (Trino) above 12. */
export function fitWarnings(featureCount: number, plansSlowly: boolean): readonly string[] {
  const comfortable = plansSlowly ? 12 : 16;
  return featureCount > comfortable ? [`${featureCount} features: above ${comfortable} the statement takes long to plan`] : [];
}

/** What makes a recursion slow: its steps stand one inside the other, and Trino plans them all at once. */
export function recursionWarnings(horizon: number, plansSlowly: boolean): readonly string[] {
  return plansSlowly && horizon > comfortableHorizon ? [`${horizon} steps that read each other: above ${comfortableHorizon} the statement takes long to plan`] : [];
}

export interface HorizonLimits {
  readonly horizon: number;
  readonly terms: readonly Term[];
  readonly lambdas: readonly number[];
}

/** What stands against a recursive forecast: forecasts take the place of values that are not known yet. */
export function recursionProblems({ horizon, terms, lambdas }: HorizonLimits): readonly string[] {
  const longest = Math.max(0, ...terms.map(longestLag));
  return [
    ...horizonProblems(horizon),
    ...(horizon > largestUnrolledHorizon ? [`horizon ${horizon}, but a recursive forecast takes at most ${largestUnrolledHorizon} steps`] : []),
    ...(longest > longestRecursiveLag ? [`a feature reaches ${longest} rows back, but a recursive forecast reaches at most ${longestRecursiveLag}`] : []),
    ...terms.flatMap(termProblems),
    ...terms.filter((term) => lagWeights(term) === undefined).map((term) => `${describe(term)} is no weighted sum of past values: use it in direct mode, with every lag ≥ the horizon`),
    ...lambdas.filter((lambda) => lambda < smallestRecursiveLambda).map((lambda) => `lambda ${lambda} in a recursive forecast: the least is ${smallestRecursiveLambda}`),
  ];
}

/** What stands against a direct forecast: it reads only values that are known at its origin. */
export function directProblems({ horizon, terms }: Omit<HorizonLimits, "lambdas">): readonly string[] {
  return [
    ...horizonProblems(horizon),
    ...terms.flatMap(termProblems),
    ...terms.filter((term) => term.lag < horizon).map((term) => `${describe(term)} needs a value that is not known ${horizon} steps ahead: its lag must be at least ${horizon}`),
  ];
}

function horizonProblems(horizon: number): readonly string[] {
  return Number.isInteger(horizon) && horizon >= 1 ? [] : [`horizon ${horizon} must be a whole number from 1 up`];
}

function termProblems(term: Term): readonly string[] {
  const sizes = [term.lag, "window" in term ? term.window : 1, "over" in term ? term.over : 1];
  return [
    ...(sizes.every((size) => Number.isInteger(size) && size >= 1) ? [] : [`${describe(term)} must be made of whole numbers from 1 up: lag 0 is the value to forecast`]),
    ...(term.kind === "exponential_mean" && !(term.decay > 0 && term.decay < 1) ? [`${describe(term)}: decay must lie between 0 and 1`] : []),
  ];
}

/** `rolling max (window 7, lag 1)`. */
function describe({ kind, ...sizes }: Term): string {
  return `${kind.replace("_", " ")} (${Object.entries(sizes).map(([name, size]) => `${name} ${size}`).join(", ")})`;
}
