import { expect, test } from "vitest";
import type { Plan } from "../../run/plan/plan.ts";
import type { Result } from "../../run/results.ts";
import type { SourceNode } from "../../load/node.ts";
import { catalog } from "./catalog.ts";
import { catalogSchema, manifestSchema, runResultsSchema, sourcesSchema } from "./schemas-for-tests.ts";
import { compileFiles } from "../../testing/project.ts";
import { countsOf, standingOf } from "../standing.ts";
import { manifest } from "./manifest.ts";
import { modelText } from "../files/compiled-text.ts";
import { runResults } from "./run-results.ts";
import { shop } from "../fixture/shop.ts";
import { sourcesArtefact } from "./sources.ts";

const compiled = await compileFiles(shop);
const context = { version: "0.1.0", generatedAt: "2026-01-01T00:00:01.000Z", runId: "run", startedAt: "2026-01-01T00:00:00.000Z" };

/** What a reader of the file gets. */
const read = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const written = manifestSchema.parse(read(manifest(compiled, (id) => modelText(id, compiled), context)));

test("the manifest has every node under dbt's id", () => {
  expect([...Object.keys(written.nodes), ...Object.keys(written.sources), ...Object.keys(written.unit_tests), ...Object.keys(written.macros)].sort()).toEqual([
    "macro.shop.half",
    "model.shop.shop.stg_orders",
    "seed.shop.shop.rates",
    "snapshot.shop.shop.history",
    "source.shop.shop.crm",
    "source.shop.shop.orders",
    "test.shop.shop.no_big_orders",
    "test.shop.shop.not_null_history_valid_from",
    "test.shop.shop.not_null_history_version_key",
    "test.shop.shop.not_null_rates_code",
    "test.shop.shop.not_null_stg_orders_amount",
    "test.shop.shop.not_null_stg_orders_id",
    "test.shop.shop.unique_combination_stg_orders",
    "test.shop.shop.unique_history_version_key",
    "unit_test.shop.shop.amounts_are_kept",
  ]);
});

test("a model has its SQL with the names that readers use, and what dbt has no field for below meta", () => {
  expect(written.nodes["model.shop.shop.stg_orders"]).toMatchObject({
    fqn: ["shop", "shop", "staging", "stg_orders"],
    path: "shop/staging/stg_orders.ts",
    relation_name: '"shop"."stg_orders"',
    compiled_path: "target/compiled/models/shop/staging/stg_orders.sql",
    compiled_code: expect.stringContaining('from "shop"."orders" as "o"'),
    depends_on: { macros: [], nodes: ["source.shop.shop.orders"] },
    sources: [["shop", "orders"]],
    config: { materialized: "view", tags: ["core"] },
    meta: { rmodel: { id: "shop.stg_orders", domain: "shop", layer: "staging", grain: ["id"], line: 4 } },
    columns: { id: { data_type: "bigint", constraints: [{ type: "not_null" }] }, email: { meta: { rmodel: { pii: true } } } },
  });
});

test("a test knows its column, relation and severity", () => {
  expect(written.nodes["test.shop.shop.not_null_stg_orders_amount"]).toMatchObject({
    column_name: "amount",
    attached_node: "model.shop.shop.stg_orders",
    config: { severity: "WARN", warn_if: ">= 1" },
    test_metadata: { name: "not_null", kwargs: { column_name: "amount" } },
    meta: { rmodel: { minPass: 0.9 } },
  });
});

test("who reads what stands in both directions", () => {
  expect(written.parent_map["model.shop.shop.stg_orders"]).toEqual(["source.shop.shop.orders"]);
  expect(written.child_map["source.shop.shop.orders"]).toEqual(expect.arrayContaining(["model.shop.shop.stg_orders"]));
  expect(written.child_map["model.shop.shop.stg_orders"]).toEqual(expect.arrayContaining(["test.shop.shop.no_big_orders", "test.shop.shop.not_null_stg_orders_id"]));
});

test("run results have what ran, what is unchanged and verdicts that hold; no rows", () => {
  const ran: Result = { kind: "test", id: "shop.not_null_stg_orders_id", node: "shop.stg_orders", what: "not_null", status: "fail", message: "1 failure", failures: 1, elapsedMs: 12, startedAt: context.startedAt, sample: [{ id: "secret row" }] };
  const plan = { compiled, unchanged: ["shop.rates"], held: [{ id: "shop.not_null_rates_code", audit: { test: "shop.not_null_rates_code", key: "k", status: "warn", failures: 2, message: "2 failures" } }], live: () => undefined } as unknown as Plan;
  const standing = standingOf({ kind: "results", results: [ran], runId: "run", startedAt: "", finishedAt: "", elapsedMs: 15, published: false, changed: [], registered: [], stopped: false }, plan);
  expect(countsOf(standing)).toEqual({ pass: 0, warn: 1, error: 1, skip: 0, noOp: 1, total: 3 });
  const { results, args } = runResultsSchema.parse(read(runResults(standing, { ...context, graph: compiled.graph, command: "build", elapsedMs: 15 })));
  expect(args).toEqual({ which: "build" });
  expect(results.map(({ unique_id, status, failures, adapter_response }) => [unique_id, status, failures, adapter_response])).toEqual([
    ["test.shop.shop.not_null_stg_orders_id", "fail", 1, {}],
    ["seed.shop.shop.rates", "no-op", null, { unchanged: true }],
    ["test.shop.shop.not_null_rates_code", "warn", 2, { unchanged: true }],
  ]);
  expect(results[0]!.timing).toEqual([{ name: "execute", started_at: "2026-01-01T00:00:00.000Z", completed_at: "2026-01-01T00:00:00.012Z" }]);
  expect(JSON.stringify(results)).not.toContain("secret row");
});

test("the catalog has the relations that are published", () => {
  const { nodes, sources } = catalogSchema.parse(read(catalog(compiled, new Map([["shop.stg_orders", { rows: 3, builtAt: "2026-01-01T00:00:00.000Z" }], ["shop.orders", {}]]), context)));
  expect(Object.keys(nodes)).toEqual(["model.shop.shop.stg_orders"]);
  expect(nodes["model.shop.shop.stg_orders"]!.columns.amount).toEqual({ type: "decimal(18, 2)", index: 2, name: "amount", comment: null });
  expect(nodes["model.shop.shop.stg_orders"]!.stats.num_rows!.value).toBe(3);
  expect(sources["source.shop.shop.orders"]!.stats.has_stats!.value).toBe(false);
});

test("freshness has dbt's words", () => {
  const node = compiled.graph.nodes.get("shop.orders") as SourceNode;
  const results = [{ node, status: "warn", loadedAt: "2026-01-01T00:00:00Z", checkedAt: "2026-01-01T01:00:00Z", elapsedMs: 5 }, { node, status: "runtime error", error: "no such file" }] as const;
  expect(sourcesSchema.parse(read(sourcesArtefact(results, "shop", 7, context))).results).toMatchObject([
    { status: "warn", max_loaded_at_time_ago_in_s: 3600, criteria: { warn_after: { count: 30, period: "minute" }, error_after: null } },
    { unique_id: "source.shop.shop.orders", error: "no such file" },
  ]);
});
