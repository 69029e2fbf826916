import type { ArtefactContext } from "./metadata.ts";
import type { Compiled } from "../../compile/compiled.ts";
import type { Facts } from "../facts.ts";
import type { NodeId, RelationNode } from "../../load/node.ts";
import { metadata } from "./metadata.ts";
import { uniqueId } from "./names.ts";

/** What readers find in the target, as dbt's `catalog.json`, schema v1: relations that were built, with their columns. */
export function catalog({ graph, dialect }: Compiled, facts: ReadonlyMap<NodeId, Facts>, context: ArtefactContext) {
  const entry = (node: RelationNode, index: Facts) => ({
    metadata: { type: "VIEW", schema: node.domain, name: node.name, database: null, comment: node.description === "" ? null : node.description, owner: node.owner ?? null },
    columns: Object.fromEntries(node.columns.map(({ name, type, description }, at) => [name, { type: dialect.typeName(type), index: at + 1, name, comment: description === "" ? null : description }])),
    stats: statsOf(index),
    unique_id: uniqueId(node, graph.project.config.name),
  });
  const built = [...facts].map(([id, known]) => [graph.nodes.get(id) as RelationNode, known] as const);
  const entries = (wanted: (node: RelationNode) => boolean) => Object.fromEntries(built.filter(([node]) => wanted(node)).map(([node, known]) => [uniqueId(node, graph.project.config.name), entry(node, known)]));
  return {
    metadata: metadata("catalog/v1", context),
    nodes: entries(({ kind }) => kind !== "source"),
    sources: entries(({ kind }) => kind === "source"),
    errors: null,
  };
}

function statsOf({ rows, builtAt }: Facts) {
  const stats = [
    ...(rows === undefined ? [] : [{ id: "num_rows", label: "Rows", value: rows, include: true, description: "Rows of the published version" }]),
    ...(builtAt === undefined ? [] : [{ id: "built_at", label: "Built at", value: builtAt, include: true, description: "When the published version was built, UTC" }]),
  ];
  return Object.fromEntries([...stats, { id: "has_stats", label: "Has stats?", value: stats.length > 0, include: false, description: null }].map((stat) => [stat.id, stat]));
}
