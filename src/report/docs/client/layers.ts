import type { DocsNode } from "../docs-data.ts";

/** Layers in the order of the pipeline, each with its colour class; kinds that have no layer stand among them. */
const known = ["sources", "seeds", "snapshots", "staging", "dims", "facts", "features", "forecast", "reports", "tests"];
/** Colours of layers a project invents. */
const spareTones = ["spare-1", "spare-2", "spare-3"];

/** The layer a node is shown under: its folder, or its kind where it has none. */
export function layerOf(node: Pick<DocsNode, "kind" | "layer">): string {
  if (isTest(node)) return "tests";
  return node.layer || `${node.kind}s`;
}

/** The class that gives a layer its colour: one of a fixed set, whatever the layer is called. */
export function toneOf(layer: string): string {
  if (known.includes(layer)) return `tone-${layer}`;
  let sum = 0;
  for (const character of layer) sum += character.codePointAt(0) ?? 0;
  return `tone-${spareTones[sum % spareTones.length]}`;
}

/** Orders layers along the pipeline; invented ones come by name between reports and tests. */
export function compareLayers(a: string, b: string): number {
  return place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function place(layer: string): number {
  const index = known.indexOf(layer);
  return index === -1 ? known.length - 1.5 : index;
}

export function isTest(node: Pick<DocsNode, "kind">): boolean {
  return node.kind === "dataTest" || node.kind === "unitTest";
}
