import { expect, test } from "vitest";
import { aggregate, sqlFacts } from "./row-shape.ts";
import { openSandbox } from "../adapters/duckdb/sandbox.ts";

test("every aggregate of the engine's catalogue is known", async () => {
  const sandbox = await openSandbox();
  const rows = await sandbox.query("select distinct lower(function_name) as name from duckdb_functions() where function_type = 'aggregate' and function_name similar to '[a-z_]+' order by 1");
  await sandbox.close();
  const windowOnly = ["cume_dist", "dense_rank", "fill", "first_value", "lag", "last_value", "lead", "nth_value", "ntile", "percent_rank", "rank", "rank_dense", "row_number"];
  expect(rows.map(({ name }) => String(name)).filter((name) => !aggregate.test(name))).toEqual(windowOnly);
});

test.each([
  ["amount * 2", ["amount", "2"]],
  ['"Amount" + o.price + "o"."q"', ["amount"]],
  ["sum(amount) as total", ["amount", "as"]],
  ["'amount' -- amount", []],
  ["cast(a as date)", ["a", "as"]],
])("the bare names of %s", (text, names) => {
  expect([...sqlFacts(text).bareNames]).toEqual(names);
});
