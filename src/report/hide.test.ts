import { expect, test } from "vitest";
import { hiding } from "./hide.ts";

test("every secret is hidden, the longer one first", () => {
  expect(hiding(["abc", "abcdef", ""]).text("abcdef abc ab")).toBe("***** ***** ab");
});

test("a secret is text, not a pattern", () => {
  expect(hiding(["a.b*$"]).text("a.b*$ axb")).toBe("***** axb");
});

test("JSON stays JSON, whatever is hidden in it", () => {
  const { json } = hiding(["5432", 'say "hi"', "name"]);
  const value = { port: 5432, name: 'they say "hi"', list: ["a 5432 b", 54, null, true] };
  expect(JSON.parse(json(value))).toEqual({ port: "*****", "*****": "they *****", list: ["a ***** b", 54, null, true] });
});

test("without secrets nothing changes", () => {
  expect(hiding([]).json({ a: [1, "x"] })).toBe('{"a":[1,"x"]}');
});
