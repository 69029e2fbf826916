import type { DocsNode } from "../docs-data.ts";
import { h, svg } from "./dom.ts";
import { attachCamera } from "./graph-camera.ts";
import { highlightNeighbours } from "./graph-highlight.ts";
import { graphNode, graphNodeHeight, graphNodeWidth } from "./graph-node.ts";
import { compareLayers, layerOf } from "./layers.ts";
import type { Drawing, GraphOptions } from "./drawing.ts";
import { edgePath } from "./layout/edge-path.ts";
import { layoutGraph, type Edge } from "./layout/layout.ts";
import type { Site } from "./site.ts";

/** Draws nodes and the edges between them, from sources on the left to reports on the right. */
export function graphView(site: Site, ids: ReadonlySet<string>, options: GraphOptions): HTMLElement {
  const drawing = draw(site, ids, options);
  const world = svg("g", {}, svg("g", {}, ...drawing.edges), svg("g", {}, ...drawing.nodes.map((node) => node.element)));
  const frame = svg("svg", { class: `graph-canvas is-${options.mode}`, tabindex: 0, role: "group", "aria-label": options.label }, world);
  highlightNeighbours(frame, drawing);
  return h("div", { class: `graph is-${options.mode}` }, frame, attachCamera(frame, world, drawing, options));
}

function draw(site: Site, ids: ReadonlySet<string>, options: GraphOptions): Drawing {
  const shown = sortForLayout([...ids].flatMap((id) => site.byId.get(id) ?? []));
  const widths = new Map(shown.map((node) => [node.id, graphNodeWidth(node)]));
  const layout = layoutGraph([...widths.keys()], edgesAmong(site, ids), { widthOf: (id) => widths.get(id) ?? 0, height: graphNodeHeight, columnGap: 44, rowGap: 14 });
  return {
    layout,
    nodes: shown.map((node) => ({ id: node.id, element: graphNode(node, layout.nodes.get(node.id) ?? { x: 0, y: 0, width: 0 }, options) })),
    edges: layout.edges.map(({ from, to, points }) => svg("path", { class: [from, to].includes(options.focus ?? "") ? "edge is-focus" : "edge", d: edgePath(points) })),
  };
}

/** Neighbours by domain and layer start beside each other. */
function sortForLayout(nodes: readonly DocsNode[]): readonly DocsNode[] {
  return [...nodes].sort((a, b) => compareText(a.domain, b.domain) || compareLayers(layerOf(a), layerOf(b)) || compareText(a.name, b.name));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function edgesAmong(site: Site, ids: ReadonlySet<string>): readonly Edge[] {
  return [...ids].flatMap((id) => (site.parents.get(id) ?? []).filter((parent) => ids.has(parent.id)).map((parent): Edge => [parent.id, id]));
}
