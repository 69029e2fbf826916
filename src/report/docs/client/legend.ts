import type { DocsNode } from "../docs-data.ts";
import { h } from "./dom.ts";
import { compareLayers, layerOf, toneOf } from "./layers.ts";

/** The layers of a graph with their colours; each is a switch that hides or shows its nodes. */
export function legend(nodes: readonly DocsNode[], hidden: ReadonlySet<string>, toggle: (layer: string) => void): HTMLElement {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(layerOf(node), (counts.get(layerOf(node)) ?? 0) + 1);
  const buttons = [...counts]
    .sort(([a], [b]) => compareLayers(a, b))
    .map(([layer, count]) =>
      h("button", { type: "button", class: `legend-item ${toneOf(layer)}`, "aria-pressed": String(!hidden.has(layer)), click: () => toggle(layer) }, h("span", { class: "swatch" }), layer, h("span", { class: "count" }, count)),
    );
  return h("div", { class: "legend", role: "group", "aria-label": "Layers shown" }, ...buttons);
}
