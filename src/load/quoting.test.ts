import { describe, expect, test } from "vitest";
import type { Expr } from "../define/fragment.ts";
import { quotingProblem } from "./quoting.ts";
import { sql } from "../define/fragment.ts";

const problemOf = (fragment: Expr): string | undefined => quotingProblem(fragment.parts)?.message;
const value = "x' or 1=1 --";
const column: Expr = { ...sql``, parts: [{ kind: "text", text: "a " }, { kind: "column", relation: "shop.a", alias: "a", name: "b" }] };

describe("a hole is refused", () => {
  test.each([
    ["in quotes, where its value would stand outside of them", sql`select '${value}'`, "a hole stands inside quotes (')"],
    ["in quotes with more in them", sql`name like '%${value}%'`, "a hole stands inside quotes (')"],
    ["after a doubled quote", sql`'it''s ${value}'`, "a hole stands inside quotes (')"],
    ["in a quoted name", sql`select 1 as "${value}"`, 'a hole stands inside quotes (")'],
    ["in a text with escapes", sql`E'\\' ${value}'`, "a hole stands inside quotes (e')"],
    ["in a text in dollars", sql`$tag$ ' ${value} $tag$`, "a hole stands inside quotes ($tag$)"],
    ["in a line comment, which a line break in it would end", sql`select 1 -- ${value}`, "a hole stands inside a comment"],
    ["in a block comment", sql`/* ${1} */ select 1`, "a hole stands inside a comment"],
  ])("%s", (_, fragment, message) => {
    expect(problemOf(fragment)).toBe(message);
  });
});

describe("a hole is welcome", () => {
  test.each([
    ["between texts", sql`'a' || ${value} || 'b'`],
    ["after a quote in a comment", sql`-- it's\n ${value}`],
    ["after a quote in a text of another kind", sql`"it's" = ${value}`],
    ["after a comment sign in a text", sql`'--' || ${value}`],
    ["after a backslash at the end of a text", sql`'a\\' || ${value}`],
    ["after a text with escaped quotes", sql`e'it\\'s' || ${value}`],
    ["after a parameter and a name with a dollar", sql`a$b$ = ${value}`],
  ])("%s", (_, fragment) => {
    expect(problemOf(fragment)).toBeUndefined();
  });

  test("in a line that was put aside, when it is a column", () => {
    expect(quotingProblem([{ kind: "text", text: "true -- and " }, column.parts[1]!, { kind: "text", text: " > 0" }])).toBeUndefined();
  });
});

test.each([
  ["a text", sql`select 'a`, "a quote (') is not closed"],
  ["a comment", sql`select 1 /* a`, "a comment is not closed"],
])("%s that is not closed would swallow what comes after", (_, fragment, message) => {
  expect(problemOf(fragment)).toBe(message);
});
