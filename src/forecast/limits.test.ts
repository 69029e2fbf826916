import { expect, test } from "vitest";
import { directProblems, fitProblems, fitWarnings, recursionProblems } from "./limits.ts";
import { range } from "./sql.ts";

const features = (count: number): string[] => range(1, count).map((j) => `x${j}`);

test("24 features are fitted and 25 are not", () => {
  expect(fitProblems({ features: features(24), lambdas: [0] })).toEqual([]);
  expect(fitProblems({ features: features(25), lambdas: [0] })).toEqual(["25 features, but a fit takes at most 24"]);
});

test("a missing or impossible lambda and a repeated feature are named", () => {
  expect(fitProblems({ features: ["a", "b", "a"], lambdas: [] })).toEqual(['feature "a" is given twice', "no lambda given: write 0 for ordinary least squares"]);
  expect(fitProblems({ features: [], lambdas: [0.1, -1, Number.NaN] })).toEqual([
    "lambda -1 is no penalty: it must be a number from 0 up",
    "lambda NaN is no penalty: it must be a number from 0 up",
  ]);
});

test("many features give a warning, earlier where planning is slow", () => {
  expect(fitWarnings(16, false)).toEqual([]);
  expect(fitWarnings(16, true)).toEqual(["16 features: above 12 the statement takes long to plan"]);
});

test("a rolling maximum is refused in recursive mode and allowed in direct mode beyond the horizon", () => {
  const terms = [{ kind: "rolling_max", window: 7, lag: 14 }] as const;
  expect(recursionProblems({ horizon: 14, terms, lambdas: [0.1] })).toEqual([
    "rolling max (window 7, lag 14) is no weighted sum of past values: use it in direct mode, with every lag ≥ the horizon",
  ]);
  expect(directProblems({ horizon: 14, terms })).toEqual([]);
});

test("a recursive forecast is limited in steps, in lags and in its least lambda", () => {
  expect(recursionProblems({ horizon: 121, terms: [{ kind: "lag", lag: 401 }], lambdas: [0] })).toEqual([
    "horizon 121, but a recursive forecast takes at most 120 steps",
    "a feature reaches 401 rows back, but a recursive forecast reaches at most 400",
    "lambda 0 in a recursive forecast: the least is 0.000001",
  ]);
});

test("a direct forecast refuses a lag inside its horizon, and every forecast one of its own row", () => {
  expect(directProblems({ horizon: 14, terms: [{ kind: "lag", lag: 7 }] })).toEqual(["lag (lag 7) needs a value that is not known 14 steps ahead: its lag must be at least 14"]);
  expect(recursionProblems({ horizon: 0, terms: [{ kind: "lag", lag: 0 }], lambdas: [1] })).toEqual([
    "horizon 0 must be a whole number from 1 up",
    "lag (lag 0) must be made of whole numbers from 1 up: lag 0 is the value to forecast",
  ]);
});
