import { expect, test } from "vitest";
import type { Result } from "../../run/results.ts";
import { nodeLine, relationLine, skipReason, widthsOf } from "./node-lines.ts";
import { paintOf } from "./paint.ts";
import { plain } from "../../errors/paint.ts";

const base: Result = { kind: "relation", id: "shop.fct_sales", node: "shop.fct_sales", what: "table", status: "success", message: "", elapsedMs: 123 };
const widths = widthsOf(["table"], ["shop.fct_sales", "shop.stg"]);
const line = (more: Partial<Result>): string => nodeLine(relationLine({ ...base, ...more }, "table"), widths, plain);

test("columns are steady, whatever there is to tell", () => {
  expect([line({ rows: 1_234 }), line({}), line({ status: "error" }), line({ message: "taken over from an earlier build", rows: 1 }), line({ status: "skipped", message: "because of shop.stg", elapsedMs: 0 })]).toEqual([
    "ok     table    shop.fct_sales      1,234 rows    0.12 s",
    "ok     table    shop.fct_sales                    0.12 s",
    "error  table    shop.fct_sales                    0.12 s",
    "ok     table    shop.fct_sales           1 row    0.12 s  taken over from an earlier build",
    "skip   table    shop.fct_sales  because of shop.stg",
  ]);
});

test("a line fits into the terminal where its name does", () => {
  const narrow = widthsOf(["external"], ["shop.fct_sales_of_every_day_of_the_year", "shop.stg"], 60);
  const lineOf = (id: string): string => nodeLine(relationLine({ ...base, id, rows: 7 }, "external"), narrow, plain);
  expect([lineOf("shop.fct_sales"), lineOf("shop.fct_sales_of_every_day_of_the_year")].map(({ length }) => length)).toEqual([60, 82]);
});

test("colour changes no word", () => {
  const coloured = nodeLine(relationLine({ ...base, rows: 1_234 }, "table"), widths, paintOf(true));
  expect(coloured).toContain("\u001b[32mok   \u001b[39m");
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(line({ rows: 1_234 }));
});

test.each([
  ["because of shop.stg", "because of shop.stg"],
  ["because of test shop.stg", "because of a failing test (shop.stg)"],
  ["because of the build was stopped", "the build was stopped"],
  ["because of fail-fast", "fail-fast"],
  ["a unit test failed", "a unit test failed"],
])("%s: %s", (message, text) => {
  expect(skipReason(message)).toBe(text);
});
