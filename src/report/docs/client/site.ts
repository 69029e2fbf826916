import type { DocsData, DocsNode } from "../docs-data.ts";

/** The data with the look-ups that every page needs. */
export interface Site {
  readonly data: DocsData;
  readonly byId: ReadonlyMap<string, DocsNode>;
  /** Direct parents and children of a node, only those the site knows, in name order. */
  readonly parents: ReadonlyMap<string, readonly DocsNode[]>;
  readonly children: ReadonlyMap<string, readonly DocsNode[]>;
}

export function buildSite(data: DocsData): Site {
  const byId = new Map(data.nodes.map((node) => [node.id, node]));
  const parents = new Map<string, DocsNode[]>(data.nodes.map((node) => [node.id, []]));
  const children = new Map<string, DocsNode[]>(data.nodes.map((node) => [node.id, []]));
  for (const node of [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    for (const parentId of [...new Set(node.dependsOn)].sort()) {
      const parent = byId.get(parentId);
      if (!parent || parent === node) continue;
      parents.get(node.id)?.push(parent);
      children.get(parentId)?.push(node);
    }
  }
  return { data, byId, parents, children };
}
