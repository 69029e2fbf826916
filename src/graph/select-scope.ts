import type { Graph } from "./graph.ts";
import type { NodeId, ProjectNode, TestNode } from "../load/node.ts";
import { isRelation } from "../load/node.ts";

/** What is selected. Both sets are in build order. */
export interface Selection {
  /** Relations, data tests and unit tests. */
  readonly nodes: ReadonlySet<NodeId>;
  /** Tests of relations, by `TestNode.id`; their relation need not be selected. */
  readonly tests: ReadonlySet<string>;
}

export type NodeState = "new" | "modified" | "unmodified" | "old";

/** What selection cannot know from the project. Ids are those of nodes and of tests. */
export interface Facts {
  /** Compared with an earlier build or another environment. */
  readonly state?: ReadonlyMap<string, NodeState>;
  /** Statuses of the last run: success, error, fail … */
  readonly results?: ReadonlyMap<string, string>;
  /** Freshness of sources: fresh, stale … */
  readonly sourceStatus?: ReadonlyMap<NodeId, string>;
  /** Files that differ from a git ref, relative to the project, with `/`. */
  readonly changedFiles?: (ref: string) => readonly string[];
}

/** Everything that can be selected, and what is known about it. */
export interface Scope {
  readonly graph: Graph;
  /** In build order. */
  readonly nodes: readonly ProjectNode[];
  readonly tests: readonly TestNode[];
  readonly facts: Facts;
}

export function scopeOf(graph: Graph, facts: Facts): Scope {
  const nodes = graph.order.map((id) => graph.nodes.get(id)!);
  return { graph, nodes, tests: nodes.flatMap((node) => (isRelation(node) ? node.tests : [])), facts };
}

export const nothing: Selection = Object.freeze({ nodes: new Set<NodeId>(), tests: new Set<string>() });

/** The nodes and tests that a condition holds for. */
export function pick({ nodes, tests }: Scope, isNode: (node: ProjectNode) => boolean, isTest: (test: TestNode) => boolean = () => false): Selection {
  return { nodes: idsOf(nodes.filter(isNode)), tests: idsOf(tests.filter(isTest)) };
}

/** What is in any of the selections. */
export function either(selections: readonly Selection[]): Selection {
  return { nodes: new Set(selections.flatMap(({ nodes }) => [...nodes])), tests: new Set(selections.flatMap(({ tests }) => [...tests])) };
}

/** What is in both. */
export function both(a: Selection, b: Selection): Selection {
  return { nodes: filtered(a.nodes, (id) => b.nodes.has(id)), tests: filtered(a.tests, (id) => b.tests.has(id)) };
}

/** What is in the first and not in the second. */
export function without(a: Selection, b: Selection): Selection {
  return { nodes: filtered(a.nodes, (id) => !b.nodes.has(id)), tests: filtered(a.tests, (id) => !b.tests.has(id)) };
}

const idsOf = (things: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(things.map(({ id }) => id));

const filtered = (ids: ReadonlySet<string>, keep: (id: string) => boolean): ReadonlySet<string> => new Set([...ids].filter(keep));
