import { expect, test } from "vitest";
import { sql } from "./fragment.ts";
import { t } from "./column.ts";

test("refining a column leaves the one it was made from as it was", () => {
  const plain = t.decimal(18, 2);
  const refined = plain.notNull().unique().describe("d").pii();
  expect([plain.spec.tests, plain.nullable, plain.spec.description, plain.spec.pii]).toEqual([[], true, "", false]);
  expect([refined.spec.tests.map(({ kind }) => kind), refined.nullable, refined.spec.description, refined.spec.pii]).toEqual([["not_null", "unique"], false, "d", true]);
});

test.each([
  ["notNull", t.text().notNull({ severity: "warn" }), { kind: "not_null", options: { severity: "warn" } }],
  ["acceptedValues", t.text().acceptedValues(["a"]), { kind: "accepted_values", values: ["a"], options: {} }],
  ["range", t.integer().range({ min: 1, inclusive: false }), { kind: "accepted_range", min: 1, inclusive: false, options: {} }],
  ["notNullProportion", t.text().notNullProportion(0.5), { kind: "not_null_proportion", atLeast: 0.5, options: {} }],
  ["notEmpty", t.text().notEmpty(), { kind: "not_empty_string", options: {} }],
  ["matches", t.text().matches("^a"), { kind: "regex", pattern: "^a", options: {} }],
  ["recent", t.date().recent({ days: 1, hours: 2 }), { kind: "recency", withinHours: 26, options: {} }],
  ["sequential", t.integer().sequential({ step: 2, warnAt: 3 }), { kind: "sequential_values", step: 2, options: { warnAt: 3 } }],
])("%s adds its test with its options", (_, column, expected) => {
  expect(column.spec.tests).toEqual([expected]);
});

test.each([
  [t.integer(), { family: "integer" }],
  [t.decimal(18, 2), { family: "decimal", precision: 18, scale: 2 }],
  [t.list(t.list(t.date())), { family: "list", of: { family: "list", of: { family: "date" } } }],
])("a column carries its type, its place and its expression", (column, type) => {
  const expression = sql`1`;
  expect(column.spec.type).toEqual(type);
  expect(column.spec.origin.file).toMatch(/column\.test\.ts$/);
  expect(column.is(expression as never).spec.expression).toBe(expression);
});
