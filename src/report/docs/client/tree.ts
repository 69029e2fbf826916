import type { DocsNode } from "../docs-data.ts";
import { compareLayers, layerOf } from "./layers.ts";

export interface Domain {
  readonly name: string;
  readonly layers: readonly { readonly name: string; readonly nodes: readonly DocsNode[] }[];
}

/** Sorts nodes into domains by name, layers along the pipeline and names. */
export function buildTree(nodes: readonly DocsNode[]): readonly Domain[] {
  const sorted = [...nodes].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return groupBy(sorted, (node) => node.domain)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, members]) => ({
      name,
      layers: groupBy(members, layerOf)
        .sort(([a], [b]) => compareLayers(a, b))
        .map(([layer, inside]) => ({ name: layer, nodes: inside })),
    }));
}

/** The nodes whose id, layer, kind or tag holds every word of the filter. */
export function filterNodes(nodes: readonly DocsNode[], filter: string): readonly DocsNode[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return nodes.filter((node) => {
    const text = [node.id, node.layer, node.kind, ...node.tags].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function groupBy(nodes: readonly DocsNode[], key: (node: DocsNode) => string): [string, DocsNode[]][] {
  const groups = new Map<string, DocsNode[]>();
  for (const node of nodes) {
    const group = groups.get(key(node));
    if (group) group.push(node);
    else groups.set(key(node), [node]);
  }
  return [...groups];
}
