import type { Atom } from "./select-spec.ts";
import type { NodeId, TestNode } from "../load/node.ts";
import type { Scope, Selection } from "./select-scope.ts";
import { isRelation } from "../load/node.ts";
import { either, pick } from "./select-scope.ts";

type Edges = ReadonlyMap<NodeId, readonly NodeId[]>;

/** Adds the generations that `n+`, `+n` and `@` ask for. */
export function withNeighbours(picked: Selection, { parents, children, withNeeds }: Atom, scope: Scope): Selection {
  const { graph } = scope;
  const below = reach(picked.nodes, graph.children, withNeeds ? Infinity : children);
  const up = withNeeds ? Infinity : parents;
  const above = reach(withNeeds ? below : picked.nodes, graph.parents, up);
  // The relations that a test reads are the first generation above it.
  const tested = up === 0 ? [] : scope.tests.filter(({ id }) => picked.tests.has(id)).flatMap(relationsOf);
  const aboveTests = reach(tested, graph.parents, up - 1);
  return { nodes: new Set([...below, ...above, ...aboveTests]), tests: picked.tests };
}

/** Adds the tests of the selected relations. */
export function withTests(selected: Selection, scope: Scope): Selection {
  const isSelected = (id: NodeId): boolean => selected.nodes.has(id) && isRelation(scope.graph.nodes.get(id)!);
  const tests = pick(
    scope,
    (node) => (node.kind === "dataTest" && scope.graph.parents.get(node.id)!.some(isSelected)) || (node.kind === "unitTest" && isSelected(node.model)),
    (test) => isSelected(test.node),
  );
  return either([selected, tests]);
}

const relationsOf = ({ node, spec }: TestNode): readonly NodeId[] => ("to" in spec ? [node, spec.to] : [node]);

/** The start and what lies at most so many edges away. */
function reach(start: Iterable<NodeId>, edges: Edges, generations: number): ReadonlySet<NodeId> {
  const reached = new Set(start);
  let last: ReadonlySet<NodeId> = new Set(reached);
  for (let generation = 0; generation < generations && last.size > 0; generation++) {
    last = new Set([...last].flatMap((id) => edges.get(id)!).filter((id) => !reached.has(id)));
    for (const id of last) reached.add(id);
  }
  return reached;
}
