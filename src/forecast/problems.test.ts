import { expect, test } from "vitest";
import type { Feature, ForecastSpec, RegressionModel } from "./spec.ts";
import { forecastProblems, forecastWarnings } from "./problems.ts";
import { lag, plainModel, plainSpec } from "./build-for-tests.ts";
import { range } from "./sql.ts";

const messages = (given: Partial<ForecastSpec>): string[] => forecastProblems({ ...plainSpec, ...given }).map(({ option, message }) => `${option}: ${message}`);
const withModel = (given: Partial<RegressionModel>): string[] => messages({ models: [{ ...plainModel, ...given }] });
const rollingMax: Feature = { kind: "past", term: { kind: "rolling_max", window: 7, lag: 7 } };
const known: Feature = { kind: "known", column: "price" };

test("a plain forecast has no problems", () => {
  expect(messages({})).toEqual([]);
  expect(withModel({ features: [lag(1), known, { kind: "calendar", part: "weekday" }] })).toEqual([]);
  expect(withModel({ mode: "direct", features: [rollingMax, { kind: "product", of: [known, lag(7)] }] })).toEqual([]);
});

test.each<[Partial<ForecastSpec>, string[]]>([
  [{ horizon: 0 }, ["horizon: horizon 0 must be a whole number from 1 up"]],
  [{ season: 0.5, window: Number.NaN }, ["season: season 0.5 must be a whole number from 1 up", "window: window NaN must be a whole number from 1 up"]],
  [{ validation: { blocks: 0, refit: "once", test: -1 } }, ["validation: blocks 0 must be a whole number from 1 up", "validation: test -1 must be a whole number from 0 up"]],
  [{ season: 0, window: 0 }, ["season: season 0 must be a whole number from 1 up"]],
  [{ validation: { blocks: 990, refit: "once", test: 64 } }, ["validation: more than 999 hold-out blocks"]],
  [{ bounds: { lower: 5, upper: 5 } }, ["bounds: the lower bound 5 is not below the upper bound 5"]],
  [{ keys: ["Fold", "shop"] }, ['by: column "Fold" is called like one that the forecast makes']],
  [{ segments: ["DAY"] }, ['segments: column "DAY" is used twice, as a key, the time or a segment']],
  [{ baselines: ["date_aligned_seasonal_naive"] }, ["baselines: date_aligned_seasonal_naive is made of the weeks 52 and 53 before, so it needs weeks and a season of 52"]],
  [{ external: ["naive"] }, ['external: two candidates are called "naive"']],
  [{ models: [plainModel, plainModel] }, ['models: two candidates are called "ridge_0.01"', 'models: two candidates are called "ridge"']],
])("%j is refused", (given, wanted) => expect(messages(given)).toEqual(wanted));

test.each<[Partial<RegressionModel>, string[]]>([
  [{ features: [rollingMax] }, ['features: model "ridge": rolling max (window 7, lag 7) is no weighted sum of past values: use it in direct mode, with every lag ≥ the horizon']],
  [{ mode: "direct", features: [lag(6)] }, ['features: model "ridge": lag (lag 6) needs a value that is not known 7 steps ahead: its lag must be at least 7']],
  [{ mode: "direct", features: [lag(6, "pieces")] }, ['features: model "ridge": lag (lag 6) needs a value that is not known 7 steps ahead: its lag must be at least 7']],
  [{ features: [{ kind: "product", of: [known, lag(7)] }] }, ['features: model "ridge": "price * lag_7" multiplies the target\'s past, which a recursive forecast does not know yet']],
  [{ features: range(1, 25).map((n) => lag(n)) }, ['features: model "ridge": 25 features, but a fit takes at most 24']],
  [{ features: [lag(1), lag(1)] }, ['features: model "ridge": feature "lag_1" is given twice']],
  [{ features: [lag(395)], target: "seasonal_diff" }, ['features: model "ridge": it reaches 402 periods back, but a recursive forecast reaches at most 400']],
  [{ lambdas: [0] }, ['models: model "ridge": lambda 0 in a recursive forecast: the least is 0.000001']],
  [{ lambdas: [] }, ['models: model "ridge": no lambda given: write 0 for ordinary least squares']],
  [{ minDf: 0 }, ['models: model "ridge": minDf 0 must be a whole number from 1 up']],
  [{ name: "My model" }, ['models: model "My model": its name becomes part of a table\'s']],
  [{ features: [{ kind: "holiday", shift: 0 }] }, ['holidays: model "ridge": it has a holiday feature, but there is no relation of holidays']],
  [{ features: [{ kind: "trend", power: 7 }] }, ["features: trend to the power of 7"]],
  [{ features: [{ kind: "fourier", period: 1, order: 1 }] }, ["features: fourier (period 1, order 1) needs a period above 1 and an order from 1 up"]],
])("a model with %j is refused", (given, wanted) => expect(withModel(given)).toEqual(wanted));

test("each complaint comes with its own advice", () => {
  const found = forecastProblems({ ...plainSpec, horizon: 130, models: [{ ...plainModel, lambdas: [0], features: [lag(0), lag(2), lag(2)] }] });
  expect(found.map(({ option, fix }) => [option, fix])).toEqual([
    ["features", "leave one of them out"],
    ["horizon", "forecast fewer periods, or use a direct model"],
    ["features", "count periods back from the one that is forecast: 1 is the period before it"],
    ["models", "give a larger penalty"],
  ]);
});

test("wide models and single hold-out blocks are warned of", () => {
  const models = [{ ...plainModel, features: range(1, 17).map((n) => lag(n)) }];
  expect(forecastWarnings({ ...plainSpec, models }).map(({ message }) => message)).toEqual(['model "ridge": 17 features: above 16 the statement takes long to plan']);
  expect(forecastWarnings({ ...plainSpec, validation: { blocks: 1, refit: "once", test: 0 } }).map(({ option }) => option)).toEqual(["validation"]);
  expect(forecastWarnings(plainSpec, true)).toEqual([]);
  const far = { ...plainSpec, horizon: 41, models: [plainModel, { ...plainModel, name: "direct", mode: "direct" }] } as const;
  expect(forecastWarnings(far)).toEqual([]);
  expect(forecastWarnings(far, true).map(({ option, message }) => [option, message])).toEqual([["horizon", 'model "ridge": 41 steps that read each other: above 40 the statement takes long to plan']]);
});
