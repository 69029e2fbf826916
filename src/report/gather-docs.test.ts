import { expect, test } from "vitest";
import { compileFiles } from "../testing/project.ts";
import { docsData } from "./gather-docs.ts";
import { shop } from "./fixture/shop.ts";

const compiled = await compileFiles(shop);
const data = docsData(compiled, {
  project: { version: "0.1.0", generatedAt: "2026-01-01T00:00:00Z", target: "dev", engine: "DuckDB 1.5" },
  facts: new Map([["shop.stg_orders", { rows: 3, builtAt: "2026-01-01T00:00:00Z" }]]),
  verdicts: new Map([["shop.not_null_stg_orders_id", { status: "fail", failures: 2, message: "2 failures" }], ["shop.no_big_orders", { status: "pass" }]]),
  sourceOf: (path) => `// ${path}`,
  sqlOf: (id) => (id === "shop.stg_orders" ? "select 1" : undefined),
  targetFolder: "target",
});
const node = (id: string) => data.nodes.find((one) => one.id === id)!;

test("a relation has its facts, columns and tests with their last verdicts", () => {
  expect(node("shop.stg_orders")).toMatchObject({
    kind: "model", layer: "staging", materialized: "view", relation: '"shop"."stg_orders"', rows: 3, line: 4, compiled: "select 1", source: "// models/shop/staging/stg_orders.ts", dependsOn: ["shop.orders"],
    columns: [{ name: "id", type: "integer", nullable: false, tests: ["not_null"] }, { name: "amount", type: "decimal(18, 2)" }, { name: "email", pii: true, tests: [] }],
    tests: [
      { id: "shop.not_null_stg_orders_id", name: "not_null", column: "id", status: "fail", failures: 2, queryPath: "target/compiled/tests/shop/not_null_stg_orders_id.sql" },
      { name: "not_null", column: "amount", severity: "warn", status: "not run" },
      { name: "unique_combination" },
    ],
  });
});

test("a data test is a node with itself as its test", () => {
  expect(node("shop.no_big_orders")).toMatchObject({ kind: "dataTest", columns: [], tests: [{ id: "shop.no_big_orders", status: "pass", severity: "error" }] });
  expect(node("shop.no_big_orders").tests[0]).not.toHaveProperty("queryPath");
});

test("what is not known is left out", () => {
  expect(Object.keys(node("shop.crm"))).not.toEqual(expect.arrayContaining(["rows", "owner", "compiled"]));
  expect(data).not.toHaveProperty("run");
});
