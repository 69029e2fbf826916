import { expect, test } from "vitest";
import { readingsAt, secondsOf, valueRange, type LinePlot } from "./line-plot.ts";

const plot = (...pieces: LinePlot["lines"][number]["pieces"]): LinePlot => ({ label: "", xs: [0, 1, 2], isTime: false, lines: [{ label: "a", pieces, color: "--a", look: "line" }], stretches: [] });

test.each([
  ["2026-09-01", Date.UTC(2026, 8, 1)],
  ["2026-09-01 13:30:00", Date.UTC(2026, 8, 1, 13, 30)],
  ["2026-09-01T13:30:00.123", Date.UTC(2026, 8, 1, 13, 30)],
])("%s is read as UTC, whatever zone the reader is in", (text, expected) => {
  expect(secondsOf(text) * 1000).toBe(expected);
});

test("a reading has the piece that has a value there, and the band as two ends", () => {
  const band = { label: "80 % interval", lower: [null, 1, 1], upper: [null, 3, null], color: "--b" };
  expect(readingsAt({ ...plot([1, null, null], [null, 2, null]), band }, 1)).toEqual([
    { label: "a", value: 2, color: "--a" },
    { label: "80 % interval", value: 1, to: 3, color: "--b" },
  ]);
  expect(readingsAt({ ...plot([1, null, null]), band }, 2)).toEqual([]);
});

test.each([
  ["values near 0 begin there", [40, 100, null], [0, 103.6]],
  ["values far from 0 do not", [980, 1000, null], [978.8, 1001.2]],
  ["values below 0 end there", [-100, -10, null], [-105.4, 0]],
  ["values on both sides have air on both", [-10, 10, null], [-11.2, 11.2]],
  ["a single value has air", [5, null, null], [4.7, 5.3]],
  ["nothing but zeros is 0 to 1", [0, null, null], [0, 1]],
  ["nothing is 0 to 1", [null, null, null], [0, 1]],
])("%s", (_, values, expected) => {
  const [low, high] = valueRange(plot(values));
  expect([low, high].map((value) => Math.round(value * 1e6) / 1e6)).toEqual(expected);
});
