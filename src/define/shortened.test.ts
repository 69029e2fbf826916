import { expect, test } from "vitest";
import { shortened } from "./shortened.ts";

test.each([
  ["a short one stays", "fct_sales", 20, "fct_sales"],
  ["one that just fits stays", "x".repeat(63), 63, "x".repeat(63)],
  ["a long one ends in a hash of all of it", "x".repeat(64), 20, "xxxxxxxxxxx_7ce10097"],
  ["a character of several bytes is not cut apart", "ä".repeat(20), 20, "äääää_361499a9"],
])("%s", (_, name, bytes, expected) => {
  expect(Buffer.byteLength(shortened(name, bytes))).toBeLessThanOrEqual(bytes);
  expect(shortened(name, bytes)).toBe(expected);
});

test("names that differ at their end only stay different", () => {
  expect(shortened(`${"x".repeat(80)}a`, 63)).not.toBe(shortened(`${"x".repeat(80)}b`, 63));
});
