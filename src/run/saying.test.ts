import { expect, test } from "vitest";
import { saying } from "./saying.ts";

test("measures have separators, keys have none", () => {
  const says = "store {store}: chosen {metric} {score} does not beat {baseline} {best}";
  expect(saying(says, [{ store: 1234n, metric: "rmse", score: 4120.3457, baseline: "seasonal_naive", best: 3969.68 }], 1)).toBe("store 1234: chosen rmse 4,120.3 does not beat seasonal_naive 3,969.7");
});

test("some rows are told, the others are counted", () => {
  expect(saying("{key} is there twice", [1, 2, 3].map((key) => ({ key: BigInt(key) })), 12)).toBe("1 is there twice; 2 is there twice; 3 is there twice (and 9 more)");
});

test("a sentence without columns is followed by the rows", () => {
  expect(saying("No period has two rows.", [{ store: 7n, date: "2024-01-05", n: 2n }], 1)).toBe("No period has two rows, but: store 7, date 2024-01-05, n 2");
});

test.each([
  [1_234_567.89, "1,234,567.9"],
  [0.0123456, "0.012346"],
  [Infinity, "∞"],
  [null, "null"],
])("%s is written as %s", (value, text) => {
  expect(saying("{value}", [{ value }], 1)).toBe(text);
});
