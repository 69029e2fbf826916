import { expect, test } from "vitest";
import { largeProject } from "../fixture/large.ts";
import { onlineRetail } from "../fixture/online-retail.ts";
import { buildSearchIndex, markWords, search, snippet } from "./search.ts";

const index = buildSearchIndex(onlineRetail.nodes);
const names = (query: string): readonly string[] => search(index, query).map((result) => result.node.name);

test.each([
  ["fact_sales", "fact_sales"],
  ["FACT", "fact_sales"],
  ["rfm", "rpt_rfm"],
  ["dim_cust", "dim_customers"],
  ["fctsls", "fact_sales"],
  ["outlook", "rpt_revenue_outlook"],
  ["recency_days", "rpt_rfm"],
  ["weekly meeting", "rpt_revenue_outlook"],
  ["strftime", "fact_sales"],
  ["tag:forecast", "forecast_daily_revenue"],
  ["kind:seed", "holidays"],
])("%s finds %s first", (query, name) => {
  expect(names(query)[0]).toBe(name);
});

test("names come before columns, columns before descriptions, descriptions before SQL", () => {
  expect(names("customers").indexOf("dim_customers")).toBe(0);
  expect(names("revenue").indexOf("feat_daily_revenue")).toBeLessThan(names("revenue").indexOf("fact_sales"));
});

test("every word must be found", () => {
  expect(names("fact kind:seed")).toEqual([]);
  expect(names("tag:finance fact")).toEqual(["fact_sales", "fact_returns"]);
});

test("a column that matched is named, so that the result can lead to it", () => {
  expect(search(index, "transaction_datetime")[0]).toMatchObject({ column: "transaction_datetime", reason: { field: "column" } });
});

test.each(["", "  ", "zzzz"])("%j finds nothing", (query) => {
  expect(names(query)).toEqual([]);
});

test("marks words whatever they hold, and cuts around the first", () => {
  expect(markWords("a.b A.B", ["a.b"])).toEqual([{ text: "a.b", marked: true }, { text: " ", marked: false }, { text: "A.B", marked: true }]);
  expect(snippet(`${"x ".repeat(100)}needle${" y".repeat(100)}`, ["needle"], 30)).toMatch(/^….{8,12}needle.*…$/);
});

test("1,000 nodes are searched within a quarter of a second (usually 10 ms)", () => {
  const large = buildSearchIndex(largeProject(1000).nodes);
  search(large, "warm up");
  const start = performance.now();
  search(large, "orders line_total");
  expect(performance.now() - start).toBeLessThan(250);
});
