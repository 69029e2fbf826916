import type { CompiledDataTest } from "../../compile/compiled.ts";
import type { CompiledTest } from "../../compile/tests.ts";
import type { EntryNames } from "./relation-entries.ts";
import type { NodeId } from "../../load/node.ts";
import { logicalText } from "../files/compiled-text.ts";
import { readsOf } from "./relation-entries.ts";
import { testPath } from "../../run/audit.ts";
import { testUniqueId } from "./names.ts";

/** A test that a relation declares: dbt's generic test. */
export function testEntry(compiledTest: CompiledTest, names: EntryNames) {
  const { test, failures, reads } = compiledTest;
  const { column, kind, node, minPass } = test;
  const entry = entryOf(test, names.compiled.graph.nodes.get(node)!.path, [node, ...reads], logicalText(failures, names.compiled), testPath({ id: test.id, test: compiledTest }), names);
  // Set one by one: a spread would copy the entry, and there are many.
  return Object.assign(entry, {
    meta: { rmodel: { id: test.id, line: test.origin.line, ...(minPass === undefined ? {} : { minPass }) } },
    column_name: column ?? null,
    attached_node: names.idOf(node),
    test_metadata: { name: kind, kwargs: column === undefined ? {} : { column_name: column }, namespace: null },
  });
}

/** A test with a query of its own: dbt's singular test. */
export function dataTestEntry(compiledTest: CompiledDataTest, names: EntryNames) {
  const { node, failures, inputs } = compiledTest;
  const entry = entryOf(node, node.path, inputs, logicalText(failures, names.compiled), testPath({ id: node.id, test: compiledTest }), names);
  return Object.assign(entry, { meta: { ...node.meta, rmodel: { id: node.id, line: node.origin.line } }, description: node.description });
}

interface AnyTest {
  readonly id: NodeId;
  readonly name: string;
  readonly tags: readonly string[];
  readonly severity: "error" | "warn";
  readonly warnAt: number;
  readonly errorAt: number;
  readonly storeFailures: boolean;
}

function entryOf({ id, name, tags, severity, warnAt, errorAt, storeFailures }: AnyTest, path: string, inputs: readonly NodeId[], sql: string, queryPath: string, names: EntryNames) {
  const { depends_on, refs, sources } = readsOf(inputs, names);
  return {
    database: null,
    schema: "rmodel__failures",
    name,
    resource_type: "test",
    package_name: names.project,
    path: `${name}.sql`,
    original_file_path: path,
    unique_id: testUniqueId(id, names.project),
    fqn: [names.project, ...id.split(".")],
    alias: name,
    checksum: { name: "none", checksum: "" },
    config: { enabled: true, severity: severity.toUpperCase(), store_failures: storeFailures, tags, meta: {}, materialized: "test", fail_calc: "count(*)", warn_if: `>= ${warnAt}`, error_if: `>= ${errorAt}` },
    tags,
    relation_name: null,
    raw_code: "",
    language: "sql",
    depends_on, refs, sources,
    compiled: true,
    compiled_code: sql,
    compiled_path: `target/${queryPath}`,
  };
}
