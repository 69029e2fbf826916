import { expect, test } from "vitest";
import { calendar } from "./calendar.ts";
import { uniform } from "./uniform.ts";

test("closed days are left out and a day is drawn as often as its weight says", () => {
  const week = calendar("2010-12-30", "2011-01-02", (day, weekday) => (day === "2010-12-31" ? 0 : weekday === 0 ? 2 : 1));
  expect(week.days).toEqual(["2010-12-30", "2011-01-01", "2011-01-02"]);

  const draws = [0, 0, 0];
  for (let i = 0; i < 40_000; i++) draws[week.dayAt(uniform(i, 1))]!++;
  expect(draws.map((count) => Math.round(count / 1000))).toEqual([10, 10, 20]);
});

test("weights that are too large to draw from exactly are refused", () => {
  expect(() => calendar("2011-01-01", "2011-01-02", () => 2 ** 20)).toThrow("the weights of 2011-01-01 to 2011-01-02 sum to 2097152, more than 2^20");
});
