import { expect, test } from "vitest";
import { formatDay, formatMoment, formatNumber, formatPercent, formatTicks, formatTimeTicks } from "./chart-format.ts";

test.each([
  [formatNumber(23_456.7), "23,457"],
  [formatNumber(-0.0123456), "−0.01235"],
  [formatNumber(0), "0"],
  [formatNumber(1.5e-7), "1.50e−7"],
  [formatNumber(null), "–"],
  [formatNumber("*****"), "–"],
  [formatPercent(0.0692), "6.9 %"],
  [formatPercent(null), "–"],
  [formatDay("2026-11-12"), "12 Nov 2026"],
  [formatDay("Monday"), "Monday"],
  [formatMoment(Date.UTC(2026, 10, 12) / 1000, false), "Thu, 12 Nov 2026"],
])("%j", (made, expected) => {
  expect(made).toBe(expected);
});

test("ticks are all written in the same way", () => {
  expect(formatTicks([0, 5000, 10_000, 15_000])).toEqual(["0", "5K", "10K", "15K"]);
  expect(formatTicks([-0.5, 0, 0.5])).toEqual(["−0.5", "0", "0.5"]);
});

test("the year stands below the first tick and below each first one of a year", () => {
  const at = (...parts: [number, number, number]) => Date.UTC(...parts) / 1000;
  expect(formatTimeTicks([at(2025, 11, 18), at(2025, 11, 25), at(2026, 0, 1), at(2026, 0, 8)], 7 * 86_400)).toEqual(["18 Dec\n2025", "25 Dec", "1 Jan\n2026", "8 Jan"]);
  expect(formatTimeTicks([at(2025, 10, 1), at(2026, 1, 1)], 90 * 86_400)).toEqual(["Nov\n2025", "Feb\n2026"]);
  expect(formatTimeTicks([at(2025, 0, 1), at(2026, 0, 1)], 365 * 86_400)).toEqual(["2025", "2026"]);
});
