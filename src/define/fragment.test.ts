import { describe, expect, test } from "vitest";
import { fn } from "./fn.ts";
import { model } from "./model.ts";
import { partOf, sql, walkParts } from "./fragment.ts";
import { t } from "./column.ts";

const orders = model({ query: sql`select 1 as id`, columns: { id: t.integer(), kind: t.text(), parts: t.text(), then: t.text(), constructor: t.text() } });

describe("what stands in a hole becomes", () => {
  test.each([
    ["a text: a literal", "a'b", { kind: "literal", value: "a'b", family: "text" }],
    ["a whole number: an integer", 3, { kind: "literal", value: 3, family: "integer" }],
    ["a number with a fraction: a double", 0.5, { kind: "literal", value: 0.5, family: "double" }],
    ["a number that is not safe as an integer: a double", 2 ** 60, { kind: "literal", value: 2 ** 60, family: "double" }],
    ["a bigint: an integer, digit by digit", 9223372036854775807n, { kind: "literal", value: "9223372036854775807", family: "integer" }],
    ["a boolean", true, { kind: "literal", value: true, family: "boolean" }],
    ["null", null, { kind: "literal", value: null, family: "null" }],
    ["a date: a timestamp in UTC", new Date("2024-01-31T12:00:00.5Z"), { kind: "literal", value: "2024-01-31 12:00:00.500", family: "timestamp" }],
    ["a relation: its name", orders, { kind: "relation", relation: orders }],
    ["an alias: the relation under it", orders.as("o"), { kind: "relation", relation: orders, alias: "o" }],
    ["undefined: a mistake to report", undefined, { kind: "invalid", problem: "undefined has no SQL form" }],
    ["infinity: a mistake to report", Infinity, { kind: "invalid", problem: "Infinity has no SQL form" }],
    ["an object: a mistake to report", {}, { kind: "invalid", problem: "an object has no SQL form" }],
    ["a text with NUL: a mistake to report", "a\0", { kind: "invalid", problem: "a text with the character NUL has no SQL form" }],
  ])("%s", (_, hole, part) => {
    expect(partOf(hole)).toEqual(part);
  });
});

describe("an alias", () => {
  test.each(["id", "kind", "parts", "then", "constructor"])("has every column as a property, even one called %s", (name) => {
    const o = orders.as("o") as unknown as Readonly<Record<string, { parts: unknown }>>;
    expect(o[name]!.parts).toEqual([{ kind: "column", relation: orders, alias: "o", name }]);
  });

  test("keeps the place of a column that it does not know", () => {
    const unknown = (orders.as("o") as unknown as Readonly<Record<string, { parts: readonly { origin?: { file: string } }[] }>>).idd!;
    expect(unknown.parts[0]!.origin!.file).toMatch(/fragment\.test\.ts$/);
  });
});

test("a fragment knows where it was written, and cannot be changed", () => {
  const fragment = sql`select ${1}`;
  expect(fragment.origin.file).toMatch(/fragment\.test\.ts$/);
  expect(Object.isFrozen(fragment) && Object.isFrozen(fragment.parts)).toBe(true);
});

test("walking a fragment meets the parts inside of every kind of part", () => {
  const leaf = (text: string) => sql`${text}`;
  const whole = sql`${leaf("a")} ${fn.safeDivide(leaf("b"), 1)} ${fn.cast(leaf("c"), t.text())} ${sql.dialect({ duckdb: leaf("d") })} ${sql.join([leaf("e")])}`;
  expect([...walkParts(whole)].flatMap((part) => (part.kind === "literal" ? [part.value] : []))).toEqual(["a", "b", 1, "c", "d", "e"]);
});
