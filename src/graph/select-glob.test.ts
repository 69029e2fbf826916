import { expect, test } from "vitest";
import { isPattern, matcher } from "./select-glob.ts";

test.each([
  ["stg_*", "stg_orders", true],
  ["stg_*", "x_stg_orders", false],
  ["*", "a/b", false],
  ["**", "a/b", true],
  ["a/**/c", "a/b/b/c", true],
  ["v?", "v1", true],
  ["v?", "v12", false],
  ["v[12]", "v2", true],
  ["v[1-3]", "v4", false],
  ["v[!1-3]", "v4", true],
  ["a.b", "axb", false],
  ["a(b|c)$^{1}", "a(b|c)$^{1}", true],
  ["a[", "a[", true],
  ["[z-a]", "b", false],
])("%s over %s is %s", (pattern, text, expected) => {
  expect(matcher(pattern)(text)).toBe(expected);
});

test("a text with *, ? or [ is a pattern", () => {
  expect(["a*", "a?", "[a]", "a.b+c"].map(isPattern)).toEqual([true, true, true, false]);
});
