import { expect, test } from "vitest";
import { plain } from "../../errors/paint.ts";
import { sampleTable } from "./sample-table.ts";

test("numbers stand to the right, all else to the left", () => {
  const rows = [{ id: "7", name: "Ana", amount: "-16.50" }, { id: "12", name: "null", amount: "null" }];
  expect(sampleTable(rows, 80, plain)).toEqual(["id  name  amount", " 7  Ana   -16.50", "12  null    null"]);
});

test("a long value is cut where the table would not fit, and a line end in it does not break the line", () => {
  const rows = [{ text: `a\nb\u001b[31m${"x".repeat(60)}` }];
  expect(sampleTable(rows, 60, plain)[1]).toBe(`a↵b\uFFFD[31m${"x".repeat(31)}…`);
  expect(sampleTable(rows, 80, plain)[1]).toBe(`a↵b\uFFFD[31m${"x".repeat(60)}`);
});

test("columns beyond the width are counted instead of shown", () => {
  expect(sampleTable([{ one: "first", two: "second", three: "third" }], 13, plain)).toEqual(["one    two", "first  second", "and 1 more column"]);
});
