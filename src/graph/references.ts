import type { NodeId, ProjectNode, RelationNode, Sql } from "../load/node.ts";
import { fragmentsIn } from "../load/fragments-in.ts";
import { walkParts } from "../define/fragment.ts";

/** Columns of one relation that are read by typed reference; `whole` when the relation itself stands in the SQL. */
export interface Read {
  readonly columns: ReadonlySet<string>;
  readonly whole: boolean;
}

/** What fragments read, by relation. */
export function readsOf(fragments: readonly Sql[]): ReadonlyMap<NodeId, Read> {
  const reads = new Map<NodeId, { columns: Set<string>; whole: boolean }>();
  const entry = (id: NodeId) => {
    let read = reads.get(id);
    if (read === undefined) reads.set(id, (read = { columns: new Set(), whole: false }));
    return read;
  };
  for (const fragment of fragments) {
    for (const part of walkParts(fragment)) {
      if (part.kind === "relation") entry(part.relation).whole = true;
      else if (part.kind === "column") entry(part.relation).columns.add(part.name);
      else if (part.kind === "generated") for (const { relation, columns } of Object.values(part.reads)) columns.forEach((name) => entry(relation).columns.add(name));
    }
  }
  return reads;
}

/** Every fragment that a node's own query is made of, tests not among them. */
export function fragmentsOf(node: ProjectNode): readonly Sql[] {
  switch (node.kind) {
    case "model": {
      const expressions = node.columns.flatMap(({ expression }) => (expression === undefined ? [] : [expression]));
      return [...rowFragments(node), ...expressions, ...node.pre, ...node.post];
    }
    case "dataTest":
      return [node.failures];
    default:
      return [];
  }
}

/** The fragments that decide which rows a model has. */
export function rowFragments(node: RelationNode): readonly Sql[] {
  if (node.kind !== "model") return [];
  const { body } = node;
  if (body.form === "query") return [body.query];
  return [body.from, body.where, ...body.groupBy, body.having, body.qualify].filter((fragment) => fragment !== undefined);
}

/** Relations that the tests of a relation read besides it. */
export function parentsOfTests({ id, tests }: RelationNode): readonly NodeId[] {
  const named = tests.flatMap(({ spec }) => ("to" in spec ? [spec.to] : []));
  return [...new Set([...named, ...readsOf(fragmentsIn(tests)).keys()])].filter((other) => other !== id).sort();
}

/** Relations that a node's own query reads, sorted. */
export function parentsOf(node: ProjectNode): readonly NodeId[] {
  if (node.kind === "snapshot") return [node.of];
  if (node.kind === "unitTest") return [...new Set([node.model, ...node.given.map(({ relation }) => relation)])].sort();
  return [...readsOf(fragmentsOf(node)).keys()].sort();
}
