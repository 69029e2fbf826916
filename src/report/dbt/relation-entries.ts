import type { ColumnNode, ModelNode, NodeId, RelationNode, SeedNode, SnapshotNode, SourceNode } from "../../load/node.ts";
import type { Compiled } from "../../compile/compiled.ts";
import { compiledPath, logicalName } from "../files/compiled-text.ts";
import { freshnessCriteria } from "./sources.ts";
import { hashOf } from "../../compile/fingerprint.ts";
import { resourceType } from "./names.ts";

/** What entries need to name things. */
export interface EntryNames {
  readonly project: string;
  /** dbt's id of a node. */
  readonly idOf: (id: NodeId) => string;
  readonly compiled: Compiled;
  /** The run that readers see of each forecast. */
  readonly servingRuns: ReadonlyMap<NodeId, string>;
}

/** A model, seed or snapshot as dbt's manifest has it. */
export function relationEntry(node: ModelNode | SeedNode | SnapshotNode, sql: string | undefined, names: EntryNames) {
  const entry = Object.assign(identity(node, names), {
    alias: node.name,
    checksum: { name: "sha256", checksum: hashOf(sql ?? JSON.stringify([node.kind, node.columns])) },
    config: configOf(node, names),
    relation_name: node.kind === "model" && node.materialized === "ephemeral" ? null : logicalName(node.id, names.compiled),
    raw_code: "",
  });
  if (node.kind === "seed") return entry;
  const code = sql === undefined ? {} : { compiled: true, compiled_code: sql, compiled_path: `target/${compiledPath(node)}` };
  return Object.assign(entry, readsOf(names.compiled.graph.parents.get(node.id)!, names), code, { language: "sql", contract: { enforced: true } }, node.kind === "model" ? { access: "protected", primary_key: node.grain } : {});
}

export function sourceEntry(node: SourceNode, names: EntryNames) {
  return Object.assign(identity(node, names), {
    source_name: node.domain,
    source_description: "",
    loader: node.reads.kind === "file" ? node.reads.format : "",
    identifier: node.reads.kind === "table" ? node.reads.name : node.name,
    ...(node.reads.kind === "table" ? { schema: node.reads.schema, database: node.reads.database ?? null } : { external: { location: node.reads.file } }),
    loaded_at_field: node.freshness?.loadedAt ?? null,
    freshness: node.freshness === undefined ? null : freshnessCriteria(node.freshness),
    config: { enabled: true, tags: node.tags, meta: metaOf(node, names) },
    relation_name: logicalName(node.id, names.compiled),
  });
}

function identity(node: RelationNode, names: EntryNames) {
  const { project, idOf, compiled } = names;
  const columns: Record<string, unknown> = {};
  for (const column of node.columns) columns[column.name] = columnEntry(column, compiled);
  return {
    database: null,
    schema: node.domain,
    name: node.name,
    resource_type: resourceType(node),
    package_name: project,
    path: node.path.slice(node.path.indexOf("/") + 1),
    original_file_path: node.path,
    unique_id: idOf(node.id),
    fqn: [project, node.domain, ...(node.layer === "" ? [] : node.layer.split("/")), node.name],
    description: node.description,
    tags: node.tags,
    meta: metaOf(node, names),
    columns,
  };
}

function columnEntry({ name, type, nullable, description, pii }: ColumnNode, { dialect }: Compiled) {
  return { name, description, data_type: dialect.typeName(type), meta: pii ? { rmodel: { pii } } : {}, tags: [], constraints: nullable ? [] : [{ type: "not_null" }] };
}

function configOf(node: ModelNode | SeedNode | SnapshotNode, names: EntryNames) {
  const config = { enabled: true, materialized: node.kind === "model" ? node.materialized : node.kind, schema: node.domain, tags: node.tags, meta: metaOf(node, names), grants: node.grants, contract: { enforced: true } };
  return node.kind === "snapshot" ? { ...config, strategy: node.strategy, unique_key: node.key, updated_at: node.updatedAt ?? null, check_cols: node.checkColumns } : config;
}

/** What the user put under `meta`, and under `rmodel` what dbt has no field for. */
function metaOf(node: RelationNode, { servingRuns }: EntryNames) {
  const { id, domain, layer, grain, owner, origin } = node;
  const files = node.kind === "model" && node.files.length > 0 ? node.files : undefined;
  const made = node.kind === "model" && node.made !== undefined ? { by: node.made.by, part: node.made.part } : undefined;
  return { ...node.meta, rmodel: { id, domain, layer, grain, owner, line: origin.line, files, made, serving_run: servingRuns.get(id) } };
}

/** dbt's three ways to say what a node reads. */
export function readsOf(reads: readonly NodeId[], { project, idOf, compiled: { graph } }: EntryNames) {
  const refs: unknown[] = [];
  const sources: (readonly string[])[] = [];
  for (const id of reads) {
    const { kind, domain, name } = graph.nodes.get(id)!;
    if (kind === "source") sources.push([domain, name]);
    else refs.push({ name, package: project, version: null });
  }
  return { depends_on: { macros: [], nodes: reads.map(idOf) }, refs, sources };
}
