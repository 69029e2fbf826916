import type { DocsFact } from "./docs/docs-pictures.ts";
import type { Feature, ForecastSpec, RegressionModel } from "../forecast/spec.ts";
import type { RegressionSpec } from "../forecast/regression.ts";
import type { Term } from "../forecast/terms.ts";

/** What a forecast was told to do, in words. */
export function forecastParameters(spec: ForecastSpec): readonly DocsFact[] {
  const { keys, target, horizon, grain, season, models, baselines, ensemble, external, choice, weight, scored, segments, interval, bounds } = spec;
  const series = keys.length === 0 ? "one series" : `a series per ${keys.join(" and ")}`;
  return [
    { term: "Forecasts", text: `${target}, ${plural(horizon, grain)} ahead, ${series}` },
    { term: "Missing periods", text: { zero: `count as 0`, forward: "take the value before them", none: "are not allowed" }[spec.fill] },
    { term: "Season", text: plural(season, grain) },
    ...models.map((model) => ({ term: `Regression ${model.name}`, text: modelText(model) })),
    { term: "Baselines", text: baselines.map(words).join(", ") || "naive" },
    ...(ensemble ? [{ term: "Ensemble", text: "the mean of the best regression and the best baseline competes as well" }] : []),
    ...(external.length === 0 ? [] : [{ term: "From elsewhere", text: external.join(", ") }]),
    { term: "Hold-out", text: holdoutText(spec) },
    { term: "Choice", text: `least ${choice.metric.toUpperCase()} ${choice.by === "key" && keys.length > 0 ? "for each series" : "over all series"}` },
    ...(weight === undefined ? [] : [{ term: "Weights", text: `a row counts by ${weight} in WMAE` }]),
    ...(scored === undefined ? [] : [{ term: "Scored", text: `rows where ${scored} is true` }]),
    ...(segments.length === 0 ? [] : [{ term: "Segments", text: segments.join(", ") }]),
    { term: "Interval", text: `${percent(interval.level)}, ${interval.kind === "conformal" ? "from the errors of the hold-out (conformal)" : "from the fit's own deviation (gaussian)"}` },
    { term: "Bounds", text: boundsText(bounds) },
  ];
}

/** What a regression was told to do, in words. */
export function regressionParameters({ target, features, keys, ridge, intercept, minDf }: RegressionSpec): readonly DocsFact[] {
  return [
    { term: "Explains", text: `${target} by ${features.join(", ")}` },
    { term: "Equations", text: keys.length === 0 ? "one" : `one per ${keys.join(" and ")}` },
    { term: "Fit", text: `${ridge === 0 ? "ordinary least squares" : `ridge with penalty ${ridge}`}${intercept ? "" : ", without intercept"}` },
    { term: "Rows needed", text: `${plural(minDf, "row")} more than coefficients` },
  ];
}

const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const words = (name: string): string => name.replaceAll("_", " ");

function modelText({ mode, pooled, scaled = true, target, lambdas, features }: RegressionModel): string {
  const explains = { level: "the value", diff: "the change", seasonal_diff: "the change since the season before" }[target];
  const equations = pooled ? `one equation for all series${scaled ? ", each scaled by its level" : ""}` : "an equation a series";
  return `${mode}, of ${explains}; ${equations}; ${lambdas.length === 1 ? "penalty" : "penalties"} ${lambdas.join(", ")}; by ${features.map(featureText).join(", ") || "nothing"}`;
}

function featureText(feature: Feature): string {
  switch (feature.kind) {
    case "past":
      return `${termText(feature.term)}${feature.column === undefined ? "" : ` of ${feature.column}`}`;
    case "known":
      return feature.column;
    case "calendar":
      return words(feature.part);
    case "fourier":
      return `${plural(feature.order, "wave")} in ${feature.period} periods`;
    case "trend":
      return feature.power === 1 ? "trend" : `trend to the power of ${feature.power}`;
    case "holiday":
      return feature.shift === 0 ? "holiday" : `holiday ${plural(Math.abs(feature.shift), "period")} ${feature.shift > 0 ? "ahead" : "ago"}`;
    case "product":
      return feature.of.map(featureText).join(" × ");
  }
}

function termText(term: Term): string {
  const back = term.lag === 1 ? "" : ` up to lag ${term.lag}`;
  switch (term.kind) {
    case "lag":
      return `lag ${term.lag}`;
    case "difference":
      return `change over ${term.over}${back}`;
    default:
      return `${words(term.kind)} of ${term.window}${back}`;
  }
}

function holdoutText({ validation, horizon, grain }: ForecastSpec): string {
  const { blocks, refit, test } = validation;
  const first = `${blocks === 1 ? "one block" : `${blocks} blocks`} of ${plural(horizon, grain)}, fitted ${refit === "once" ? "once before the first" : "again before each"}`;
  return test === 0 ? first : `${first}; behind them ${plural(test, grain)} that the choice never sees`;
}

function boundsText({ lower, upper }: ForecastSpec["bounds"]): string {
  if (lower !== undefined && upper !== undefined) return `${lower} to ${upper}`;
  if (lower !== undefined) return `never below ${lower}`;
  if (upper !== undefined) return `never above ${upper}`;
  return "the range of the history and as much again on both sides";
}
