import { z } from "zod";

/**
 * What dbt's published JSON schemas require of the artefacts, and which keys they allow.
 *
 * @source schemas.getdbt.com, as of May 2026 (dbt 1.12 beta): manifest v12, run-results v6, catalog v1, sources v3
 */
const metadata = (name: string) => z.strictObject({ dbt_schema_version: z.literal(`https://schemas.getdbt.com/dbt/${name}.json`), dbt_version: z.string(), generated_at: z.string(), invocation_id: z.string(), invocation_started_at: z.string(), env: z.record(z.string(), z.string()) });

const any = z.unknown();
const texts = z.array(z.string());
const dictionary = z.record(z.string(), any);
const dependsOn = z.strictObject({ macros: texts.optional(), nodes: texts.optional() });
const constraint = z.strictObject({ type: z.enum(["check", "not_null", "unique", "primary_key", "foreign_key", "custom"]) });
const column = z.looseObject({ name: z.string(), description: z.string(), data_type: z.string(), meta: dictionary, tags: texts, constraints: z.array(constraint) });
const named = { database: z.string().nullable(), schema: z.string(), name: z.string(), package_name: z.string(), path: z.string(), original_file_path: z.string(), unique_id: z.string(), fqn: texts };
const described = { description: z.string().optional(), tags: texts.optional(), meta: dictionary.optional(), columns: z.record(z.string(), column).optional(), config: dictionary.optional(), relation_name: z.string().nullable().optional() };
const node = { ...named, ...described, alias: z.string(), checksum: z.strictObject({ name: z.string(), checksum: z.string() }), raw_code: z.string().optional() };
const code = {
  language: z.string().optional(), refs: z.array(z.strictObject({ name: z.string(), package: z.string().nullable(), version: z.null() })).optional(), sources: z.array(texts).optional(), depends_on: dependsOn.optional(),
  compiled: z.boolean().optional(), compiled_code: z.string().nullable().optional(), compiled_path: z.string().nullable().optional(), contract: z.strictObject({ enforced: z.boolean() }).optional(),
};
const model = z.strictObject({ ...node, ...code, resource_type: z.literal("model"), access: z.enum(["private", "protected", "public"]).optional(), primary_key: texts.optional() });
const seed = z.strictObject({ ...node, resource_type: z.literal("seed") });
const snapshot = z.strictObject({ ...node, ...code, resource_type: z.literal("snapshot"), config: dictionary });
const singularTest = z.strictObject({ ...node, ...code, resource_type: z.literal("test") });
const genericTest = singularTest.extend({ column_name: z.string().nullable(), attached_node: z.string().nullable(), test_metadata: z.strictObject({ name: z.string(), kwargs: dictionary, namespace: z.string().nullable() }) });
const time = z.strictObject({ count: z.int(), period: z.enum(["minute", "hour", "day"]) }).nullable();
const freshness = z.strictObject({ warn_after: time, error_after: time, filter: z.string().nullable() });
const source = z.strictObject({ ...named, ...described, resource_type: z.literal("source"), source_name: z.string(), source_description: z.string(), loader: z.string(), identifier: z.string(), external: z.looseObject({ location: z.string() }).optional(), loaded_at_field: z.string().nullable(), freshness: freshness.nullable() });
const fixture = z.strictObject({ input: z.string().optional(), rows: z.array(dictionary), format: z.enum(["csv", "dict", "sql"]) });
const { database: _, ...unitTestNames } = { ...named };
const unitTest = z.strictObject({ ...unitTestNames, model: z.string(), given: z.array(fixture.required({ input: true })), expect: fixture.omit({ input: true }), resource_type: z.literal("unit_test"), description: z.string().optional(), depends_on: dependsOn.optional(), config: dictionary.optional() });
const macro = z.strictObject({ name: z.string(), resource_type: z.literal("macro"), package_name: z.string(), path: z.string(), original_file_path: z.string(), unique_id: z.string(), macro_sql: z.string(), description: z.string().optional(), arguments: z.array(z.strictObject({ name: z.string(), type: z.string().nullable(), description: z.string() })).optional() });
const none = z.strictObject({});
const edges = z.record(z.string(), texts);

export const manifestSchema = z.strictObject({
  metadata: metadata("manifest/v12").extend({ project_name: z.string(), adapter_type: z.string() }),
  nodes: z.record(z.string(), z.union([model, seed, snapshot, genericTest, singularTest])),
  sources: z.record(z.string(), source), macros: z.record(z.string(), macro), unit_tests: z.record(z.string(), unitTest),
  docs: none, exposures: none, metrics: none, groups: none, selectors: none, disabled: none, group_map: none, saved_queries: none, semantic_models: none,
  parent_map: edges, child_map: edges,
});

const timing = z.array(z.strictObject({ name: z.string(), started_at: z.string().nullable(), completed_at: z.string().nullable() }));

export const runResultsSchema = z.strictObject({
  metadata: metadata("run-results/v6"),
  results: z.array(z.strictObject({
    status: z.enum(["success", "error", "skipped", "no-op", "pass", "fail", "warn"]),
    timing, thread_id: z.string(), execution_time: z.number(), adapter_response: dictionary, message: z.string().nullable(), failures: z.int().nullable(), unique_id: z.string(),
    compiled: z.boolean().nullable(), compiled_code: z.string().nullable(), relation_name: z.string().nullable(),
  })),
  elapsed_time: z.number(), args: dictionary,
});

const stat = z.strictObject({ id: z.string(), label: z.string(), value: z.union([z.boolean(), z.string(), z.number(), z.null()]), include: z.boolean(), description: z.string().nullable() });
const table = z.strictObject({
  metadata: z.strictObject({ type: z.string(), schema: z.string(), name: z.string(), database: z.string().nullable(), comment: z.string().nullable(), owner: z.string().nullable() }),
  columns: z.record(z.string(), z.strictObject({ type: z.string(), index: z.int(), name: z.string(), comment: z.string().nullable() })),
  stats: z.record(z.string(), stat), unique_id: z.string().nullable(),
});

export const catalogSchema = z.strictObject({ metadata: metadata("catalog/v1"), nodes: z.record(z.string(), table), sources: z.record(z.string(), table), errors: texts.nullable() });

export const sourcesSchema = z.strictObject({
  metadata: metadata("sources/v3"),
  results: z.array(z.union([
    z.strictObject({ unique_id: z.string(), error: z.string(), status: z.literal("runtime error") }),
    z.strictObject({ unique_id: z.string(), max_loaded_at: z.string(), snapshotted_at: z.string(), max_loaded_at_time_ago_in_s: z.number(), status: z.enum(["pass", "warn", "error"]), criteria: freshness, adapter_response: dictionary, timing, thread_id: z.string(), execution_time: z.number() }),
  ])),
  elapsed_time: z.number(),
});
