import type { NodeId, ProjectNode, RelationNode } from "../load/node.ts";
import type { Project } from "../load/project.ts";
import { RmodelError, RmodelErrors } from "../errors/rmodel-error.ts";
import { isRelation } from "../load/node.ts";
import { parentsOf } from "./references.ts";

/** The second noun: the project's nodes with what reads what. */
export interface Graph {
  readonly kind: "graph";
  readonly project: Project;
  readonly nodes: ReadonlyMap<NodeId, ProjectNode>;
  /** Relations that a node reads, sorted. */
  readonly parents: ReadonlyMap<NodeId, readonly NodeId[]>;
  /** Nodes that read a relation, sorted. */
  readonly children: ReadonlyMap<NodeId, readonly NodeId[]>;
  /** Every node after the nodes it reads; name order where nothing else decides. */
  readonly order: readonly NodeId[];
}

/**
 * Links the nodes of a project.
 *
 * @throws RM2001 a reference to a node that is disabled
 * @throws RM2002 a cycle, with the whole path in the message
 */
export function buildGraph(project: Project): Graph {
  const nodes = new Map(project.nodes.map((node) => [node.id, node]));
  const parents = new Map<NodeId, readonly NodeId[]>();
  const children = new Map<NodeId, NodeId[]>(project.nodes.map(({ id }) => [id, []]));
  const disabled = new Set(project.disabled.map(({ id }) => id));
  const problems: RmodelError[] = [];
  for (const node of project.nodes) {
    const reads = parentsOf(node);
    parents.set(node.id, reads);
    for (const parent of reads) {
      if (nodes.has(parent)) children.get(parent)!.push(node.id);
      else problems.push(new RmodelError("RM2001", node.origin, `"${node.id}" reads "${parent}", which ${disabled.has(parent) ? "is disabled" : "does not exist"}`, disabled.has(parent) ? `enable it, or disable "${node.id}" too` : undefined));
    }
  }
  if (problems.length > 0) throw new RmodelErrors(problems);
  return { kind: "graph", project, nodes, parents, children, order: orderOf(nodes, parents) };
}

export function relationOf(graph: Graph, id: NodeId): RelationNode {
  const node = graph.nodes.get(id);
  if (node === undefined || !isRelation(node)) throw new TypeError(`${id} is no relation`);
  return node;
}

function orderOf(nodes: ReadonlyMap<NodeId, ProjectNode>, parents: ReadonlyMap<NodeId, readonly NodeId[]>): readonly NodeId[] {
  const order: NodeId[] = [];
  const state = new Map<NodeId, "open" | "done">();
  const trail: NodeId[] = [];
  const visit = (id: NodeId): void => {
    if (state.get(id) === "done") return;
    if (state.get(id) === "open") {
      const path = [...trail.slice(trail.indexOf(id)), id].join(" → ");
      throw new RmodelError("RM2002", nodes.get(id)!.origin, `these nodes read each other in a circle: ${path}`, "let one of them read from a third model instead");
    }
    state.set(id, "open");
    trail.push(id);
    for (const parent of parents.get(id)!) visit(parent);
    trail.pop();
    state.set(id, "done");
    order.push(id);
  };
  for (const id of [...nodes.keys()].sort()) visit(id);
  return order;
}
