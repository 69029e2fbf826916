import type { ArtefactContext } from "./metadata.ts";
import type { Compiled } from "../../compile/compiled.ts";
import type { NodeId } from "../../load/node.ts";
import { dataTestEntry, testEntry } from "./test-entries.ts";
import { macroEntry, unitTestEntry } from "./other-entries.ts";
import { metadata } from "./metadata.ts";
import { relationEntry, sourceEntry } from "./relation-entries.ts";
import { testUniqueId, uniqueId } from "./names.ts";

/**
 * The project as dbt's `manifest.json`, schema v12, so that tools that read dbt's read ours. What dbt has no word for
 * stands below `meta.rmodel` of each node.
 *
 * @param textOfModel compiled SQL of a model, with the names that readers use
 * @param servingRuns the run that readers see of each forecast
 */
export function manifest(compiled: Compiled, textOfModel: (id: NodeId) => string | undefined, context: ArtefactContext, servingRuns: ReadonlyMap<NodeId, string> = new Map()) {
  const { graph, dialect } = compiled;
  const project = graph.project.config.name;
  const ids = new Map(graph.project.nodes.map((node) => [node.id, uniqueId(node, project)]));
  const idOf = (id: NodeId): string => ids.get(id)!;
  const names = { project, idOf, compiled, servingRuns };
  const nodes: Record<string, unknown> = {};
  const sources: Record<string, unknown> = {};
  const unitTests: Record<string, unknown> = {};
  const edges: (readonly [child: string, parents: readonly string[]])[] = [];
  for (const node of graph.project.nodes) {
    const id = idOf(node.id);
    edges.push([id, graph.parents.get(node.id)!.map(idOf)]);
    if (node.kind === "unitTest") unitTests[id] = unitTestEntry(node, names);
    else if (node.kind === "dataTest") nodes[id] = dataTestEntry(compiled.dataTests.get(node.id)!, names);
    else if (node.kind === "source") sources[id] = sourceEntry(node, names);
    else nodes[id] = relationEntry(node, textOfModel(node.id), names);
    for (const test of compiled.relations.get(node.id)?.tests ?? []) {
      const testId = testUniqueId(test.test.id, project);
      nodes[testId] = testEntry(test, names);
      edges.push([testId, [id, ...test.reads.map(idOf)]]);
    }
  }
  return {
    metadata: { ...metadata("manifest/v12", context), project_name: project, adapter_type: dialect.name },
    nodes, sources,
    macros: Object.fromEntries(graph.project.macros.map((macro) => [`macro.${project}.${macro.name}`, macroEntry(macro, project)])),
    docs: {}, exposures: {}, metrics: {}, groups: {}, selectors: {}, disabled: {},
    ...maps(edges),
    group_map: {}, saved_queries: {}, semantic_models: {},
    unit_tests: unitTests,
  };
}

function maps(edges: readonly (readonly [child: string, parents: readonly string[]])[]) {
  const children: Record<string, string[]> = Object.fromEntries(edges.map(([id]) => [id, []]));
  for (const [child, parents] of edges) for (const parent of parents) children[parent]!.push(child);
  return { parent_map: Object.fromEntries(edges), child_map: children };
}
