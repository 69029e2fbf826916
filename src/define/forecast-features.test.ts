import { expect, test } from "vitest";
import { featuresWith } from "./forecast-features.ts";

const f = featuresWith(52);

test.each([
  ["a lag of the target", f.lag(1), { kind: "past", term: { kind: "lag", lag: 1 } }],
  ["a lag of another column", f.lag("quantity", 7), { kind: "past", column: "quantity", term: { kind: "lag", lag: 7 } }],
  ["two seasons back", f.seasonalLag(2), { kind: "past", term: { kind: "lag", lag: 104 } }],
  ["a season back", f.seasonalLag("quantity"), { kind: "past", column: "quantity", term: { kind: "lag", lag: 52 } }],
  ["a mean that ends at the newest value", f.rollingMean(4), { kind: "past", term: { kind: "rolling_mean", window: 4, lag: 1 } }],
  ["a mean that ends earlier", f.rollingMean("quantity", 4, { lag: 13 }), { kind: "past", column: "quantity", term: { kind: "rolling_mean", window: 4, lag: 13 } }],
  ["a change", f.difference(52), { kind: "past", term: { kind: "difference", lag: 1, over: 52 } }],
  ["a mean that forgets", f.exponentialMean(10, { decay: 0.5 }), { kind: "past", term: { kind: "exponential_mean", window: 10, lag: 1, decay: 0.5 } }],
  ["a deviation", f.rollingDeviation(8, { lag: 13 }), { kind: "past", term: { kind: "rolling_deviation", window: 8, lag: 13 } }],
  ["a week of its month", f.weekOfMonth(), { kind: "calendar", part: "week_of_month" }],
  ["waves", f.fourier({ period: 365.25, order: 3 }), { kind: "fourier", period: 365.25, order: 3 }],
  ["a trend", f.trend(), { kind: "trend", power: 1 }],
  ["a holiday", f.holiday(), { kind: "holiday", shift: 0 }],
])("%s", (_, feature, spec) => {
  expect(feature.spec).toEqual(spec);
});

test("a holiday with the days around it is a feature for each", () => {
  expect(f.holiday({ before: 2, after: 1 }).map(({ spec }) => spec)).toEqual([-2, -1, 0, 1].map((shift) => ({ kind: "holiday", shift })));
});

test("each feature knows its place, the factors of a product too", () => {
  const { spec, origin } = f.product(f.known("is_holiday" as never), f.lag(52));
  expect(origin.file).toBe(import.meta.filename);
  expect(spec).toMatchObject({ kind: "product", of: [{ spec: { kind: "known", column: "is_holiday" }, origin: { line: origin.line } }, { spec: { term: { lag: 52 } } }] });
});
