import { expect, test } from "vitest";
import { RmodelError } from "./rmodel-error.ts";
import { asJson, formatError, formatErrors } from "./format.ts";
import { plain } from "./paint.ts";

const file = "models/shop/facts/fct_sales.ts";
const source = [...Array<string>(16).fill(""), "  where: sql`${payments.amuont} > 0`,"].join("\n");
const readSource = (wanted: string) => (wanted === file ? source : undefined);
const misspelt = new RmodelError("RM1030", { file, line: 17, column: 25 }, 'model "shop.fct_sales" reads column "amuont"', "write payments.amount");

const misspeltText = [
  'RM1030  model "shop.fct_sales" reads column "amuont"',
  "  models/shop/facts/fct_sales.ts:17:25",
  "   17 |   where: sql`${payments.amuont} > 0`,",
  "      |                         ^",
  "  fix: write payments.amount",
].join("\n");

test("an error says what happened, where, and how to fix it", () => {
  expect(formatError(misspelt, readSource, plain)).toBe(misspeltText);
});

test("a file that cannot be read leaves the place without a frame", () => {
  const text = formatError(misspelt, () => undefined, plain);
  expect(text).toBe([misspeltText.split("\n")[0], "  models/shop/facts/fct_sales.ts:17:25", "  fix: write payments.amount"].join("\n"));
});

test.each([
  ["without place and fix there is one line", new RmodelError("RM1004", undefined, "no project"), "RM1004  no project"],
  ["a place that nobody noted is not shown", new RmodelError("RM1031", { file: "", line: 0, column: 0 }, "no relation"), "RM1031  no relation"],
  ["further lines of a message stand below its first", new RmodelError("RM3001", undefined, "refused:\nnear x"), "RM3001  refused:\n        near x"],
  ["the engine's own text is the cause", new RmodelError("RM4010", undefined, "it failed", "mend it", new Error("Out of Range\nLINE 1")), "RM4010  it failed\n  cause: Out of Range\n         LINE 1\n  fix: mend it"],
  ["a cause that the message repeats is not shown twice", new RmodelError("RM1003", undefined, "failed: no x", undefined, new Error("no x")), "RM1003  failed: no x"],
  ["of a cause whose first line the message repeats the others are shown", new RmodelError("RM4010", undefined, "it failed: no x", undefined, new Error("no x\nDid you mean y?")), "RM4010  it failed: no x\n  cause: Did you mean y?"],
  ["a cause may be a text", new RmodelError("RM4010", undefined, "it failed", undefined, "plain text"), "RM4010  it failed\n  cause: plain text"],
])("%s", (_, error, expected) => {
  expect(formatError(error, readSource, plain)).toBe(expected);
});

test("a user's mistake never shows a stack, a bug of ours always does", () => {
  const cause = new TypeError("x is undefined");
  expect(formatError(new RmodelError("RM4010", undefined, "it failed", undefined, cause), readSource, plain)).not.toContain("    at ");
  expect(formatError(new RmodelError("RM9001", undefined, "a bug", undefined, cause), readSource, plain)).toContain("TypeError: x is undefined");
  expect(formatError(new RmodelError("RM9001", undefined, "a bug"), readSource, plain)).toContain("    at ");
});

test("several errors end with their number", () => {
  expect(formatErrors([misspelt, misspelt], readSource, plain)).toBe(`${misspeltText}\n\n${misspeltText}\n\n2 errors`);
  expect(formatErrors([misspelt], readSource, plain)).toBe(`${misspeltText}\n\n1 error`);
});

test("colour changes no word", () => {
  const ansi = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
  const coloured = formatErrors([misspelt], readSource, { red: ansi(31), yellow: ansi(33), green: ansi(32), dim: ansi(2), bold: ansi(1) });
  expect(coloured).not.toBe(formatErrors([misspelt], readSource, plain));
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(formatErrors([misspelt], readSource, plain));
});

test("the frame of a settings file shows no secret", () => {
  const yaml = "dev:\n  password: hunter2\n  prot: 5432\n  api_token: t0ken";
  const wrong = new RmodelError("RM1051", { file: "profiles.yaml", line: 3, column: 3 }, "unknown field");
  expect(formatError(wrong, () => yaml, plain)).toBe(
    ["RM1051  unknown field", "  profiles.yaml:3:3", "   2 |   password: *****", "   3 |   prot: 5432", "     |   ^", "   4 |   api_token: *****"].join("\n"),
  );
});

test("JSON has the same facts as plain data, without what is not known", () => {
  expect(asJson(misspelt)).toEqual({ code: "RM1030", message: misspelt.message, file, line: 17, column: 25, fix: "write payments.amount" });
  expect(asJson(new RmodelError("RM4010", undefined, "it failed", undefined, new Error("why")))).toEqual({ code: "RM4010", message: "it failed", cause: "why" });
});
