import { expect, test } from "vitest";
import { foldsOf } from "./folds.ts";

const told = (horizon: number, blocks: number, refit: "each_block" | "once", test: number) =>
  foldsOf({ horizon, validation: { blocks, refit, test } }).map(({ fold, stage, beginsBefore, length, fit }) => [fold, stage, beginsBefore, length, fit]);

test("validation blocks end where the test begins, and a test is cut into horizons from its beginning on", () => {
  expect(told(14, 2, "each_block", 28)).toEqual([[0, "forecast", 0, 14, 0], [1, "test", 14, 14, 1], [2, "test", 28, 14, 2], [3, "validation", 42, 14, 3], [4, "validation", 56, 14, 4]]);
  expect(told(7, 1, "each_block", 10)).toEqual([[0, "forecast", 0, 7, 0], [1, "test", 3, 3, 1], [2, "test", 10, 7, 2], [3, "validation", 17, 7, 3]]);
  expect(told(26, 1, "each_block", 13)).toEqual([[0, "forecast", 0, 26, 0], [1, "test", 13, 13, 1], [2, "validation", 39, 26, 2]]);
});

test("fitted once, every block of a stage uses the coefficients of the stage's oldest origin", () => {
  expect(told(14, 2, "once", 28).map((row) => [row[0], row[4]])).toEqual([[0, 0], [1, 2], [2, 2], [3, 4], [4, 4]]);
  expect(told(7, 3, "once", 0).map((row) => [row[0], row[2], row[4]])).toEqual([[0, 0, 0], [1, 7, 3], [2, 14, 3], [3, 21, 3]]);
});
