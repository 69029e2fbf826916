import { expect, test } from "vitest";
import { count, counted, duration } from "./units.ts";

test.each([[0, "0"], [999, "999"], [1_234, "1,234"], [1_234_567, "1,234,567"]])("%d is written %s", (value, text) => {
  expect(count(value)).toBe(text);
});

test("a noun has its plural", () => {
  expect([counted(1, "row"), counted(0, "row"), counted(2_000, "row")]).toEqual(["1 row", "0 rows", "2,000 rows"]);
});

test.each([
  [4, "0.00 s"],
  [123, "0.12 s"],
  [59_994, "59.99 s"],
  [59_996, "1 min 00 s"],
  [125_000, "2 min 05 s"],
  [3_720_000, "1 h 02 min"],
])("%d ms are %s", (elapsedMs, text) => {
  expect(duration(elapsedMs)).toBe(text);
});
