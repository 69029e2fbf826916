import type { DocsData, DocsNode } from "../docs-data.ts";

/** The data with the look-ups that every page needs. */
export interface Site {
  readonly data: DocsData;
  readonly byId: ReadonlyMap<string, DocsNode>;
  /** The nodes of the project without those that are made along with another. */
  readonly nodes: readonly DocsNode[];
  /** What is made along with a node, in the order in which it is made. */
  readonly companions: ReadonlyMap<string, readonly DocsNode[]>;
  /**
   * Direct parents and children of a node, only those the site knows, in name order.
   *
   * What is made along with a node counts as that node; only on its own page it stands for itself.
   */
  readonly parents: ReadonlyMap<string, readonly DocsNode[]>;
  readonly children: ReadonlyMap<string, readonly DocsNode[]>;
}

/** A part of a node's page, or nothing where the node has none of it. */
export type NodeSection = (site: Site, node: DocsNode) => HTMLElement | undefined;

export function buildSite(data: DocsData): Site {
  const byId = new Map(data.nodes.map((node) => [node.id, node]));
  const parents = new Map<string, DocsNode[]>(data.nodes.map((node) => [node.id, []]));
  const children = new Map<string, DocsNode[]>(data.nodes.map((node) => [node.id, []]));
  const companions = new Map<string, DocsNode[]>();
  const ownerOf = (node: DocsNode): DocsNode => byId.get(node.companion?.of ?? node.id) ?? node;
  for (const node of data.nodes) if (ownerOf(node) !== node) companions.set(ownerOf(node).id, [...(companions.get(ownerOf(node).id) ?? []), node]);

  const link = (parent: DocsNode, child: DocsNode, sees: { readonly parent: boolean; readonly child: boolean }): void => {
    const [above, below] = [parents.get(child.id)!, children.get(parent.id)!];
    if (parent === child) return;
    if (sees.parent && !above.includes(parent)) above.push(parent);
    if (sees.child && !below.includes(child)) below.push(child);
  };
  for (const child of [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    for (const parentId of [...new Set(child.dependsOn)].sort()) {
      const parent = byId.get(parentId);
      if (!parent) continue;
      link(ownerOf(parent), ownerOf(child), { parent: true, child: true });
      link(parent, child, { parent: ownerOf(child) !== child, child: ownerOf(parent) !== parent });
    }
  }
  for (const list of [...parents.values(), ...children.values()]) list.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { data, byId, nodes: data.nodes.filter((node) => ownerOf(node) === node), companions, parents, children };
}
