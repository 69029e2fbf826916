import type { Graph } from "../graph/graph.ts";
import type { NodeId, RelationNode } from "../load/node.ts";
import { hashOf } from "./fingerprint.ts";
import { parentsOfTests } from "../graph/references.ts";
import { relationOf } from "../graph/graph.ts";

/** Key of what a relation is compiled from; undefined where that is not all told by the project. */
export type CompileKeyOf = (id: NodeId) => string | undefined;

/**
 * Keys of what relations are compiled from: their own definition, the columns of what they read, and the queries of
 * ephemeral models among that. Equal keys, equal SQL.
 *
 * @param outside what else all of it depends on: the engines, rmodel itself
 */
export function compileKeys(graph: Graph, outside: string): CompileKeyOf {
  const keys = new Map<NodeId, string | undefined>();
  const seen = new Map<NodeId, string | undefined>();
  const macros = JSON.stringify(graph.project.macros);

  /** What a relation shows to those that are compiled after it. */
  function shownBy(id: NodeId): string | undefined {
    if (!seen.has(id)) {
      const { columns, ...node } = relationOf(graph, id);
      const inlined = node.kind === "model" && node.materialized === "ephemeral" ? keyOf(id) : "";
      seen.set(id, inlined === undefined ? undefined : hashOf(inlined, ...columns.map(({ name, type, nullable }) => JSON.stringify([name, type, nullable]))));
    }
    return seen.get(id);
  }

  function keyOf(id: NodeId): string | undefined {
    if (!keys.has(id)) keys.set(id, makeKey(relationOf(graph, id)));
    return keys.get(id);
  }

  function makeKey(node: RelationNode): string | undefined {
    const text = JSON.stringify(node);
    // What asks the clock is compiled anew each time.
    if (text.includes('"execution_time"') || text.includes('"recency"')) return undefined;
    const shown = [...graph.parents.get(node.id)!, ...parentsOfTests(node)].map((id) => [id, shownBy(id)]);
    if (shown.some(([, text]) => text === undefined)) return undefined;
    return hashOf(outside, text, text.includes('"macro"') ? macros : "", ...shown.flatMap(([id, text]) => [id!, text!]));
  }

  return keyOf;
}
