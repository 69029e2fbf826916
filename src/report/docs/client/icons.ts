import type { DocsKind, DocsNode } from "../docs-data.ts";
import { svg } from "./dom.ts";

/** Strokes on a 16 × 16 grid. */
const strokes = {
  table: "M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6",
  view: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
  source: "M3 4.2C3 3 5.2 2.3 8 2.3s5 .7 5 1.9v7.6c0 1.2-2.2 1.9-5 1.9s-5-.7-5-1.9zM3 4.2c0 1.2 2.2 1.9 5 1.9s5-.7 5-1.9M3 8c0 1.2 2.2 1.9 5 1.9s5-.7 5-1.9",
  seed: "M8 14V7.5M8 9.5C8 6.5 6 5 2.5 5 2.5 8 4.5 9.5 8 9.5zM8 7.5C8 4 10 2.5 13.5 2.5 13.5 6 11.5 7.5 8 7.5z",
  snapshot: "M8 2.2a5.8 5.8 0 1 0 5.8 5.8M8 4.8V8l2.4 1.5M10.5 2.7l3.3.3-.4 3.3",
  forecast: "M2 12.5l3.5-4 2.5 2 2.5-3.5M11.5 5.7l.6-.8M13 3.7l.6-.8M2 14.5h12",
  regression: "M2 13.5l12-9M4 8v.2M6.5 6.5v.2M8 11.5v.2M10.5 4.5v.2M12 8.5v.2M2 14.5h12",
  dataTest: "M8 1.8l5 1.9v4c0 3.2-2.1 5.4-5 6.5-2.9-1.1-5-3.3-5-6.5v-4zM5.7 8l1.7 1.7L10.5 6.5",
  unitTest: "M6.2 2v4.2L2.8 12.3c-.5 1 .1 1.7 1 1.7h8.4c.9 0 1.5-.7 1-1.7L9.8 6.2V2M5 2h6M4.6 10h6.8",
  home: "M2.5 7.5L8 2.8l5.5 4.7M4 6.5v6.7h8V6.5M6.8 13.2V9.5h2.4v3.7",
  lineage: "M4 4.5c4 0 4 3.5 8 3.5M4 11.5c4 0 4-3.5 8-3.5M4 3a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zM4 10a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zM12 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.2 3.2",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  close: "M4 4l8 8M12 4l-8 8",
  theme: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 2.5v11M8 5h4.5M8 8h5.5M8 11h4.5",
  chevron: "M6 4l4 4-4 4",
  plus: "M8 3.5v9M3.5 8h9",
  minus: "M3.5 8h9",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  copy: "M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1",
  check: "M3 8.5l3.2 3.2L13 4.8",
  warning: "M8 2.5l6 10.8H2zM8 6.5v3.2M8 11.5v.2",
  cross: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  dash: "M4.5 8h7",
} as const;

export type IconName = keyof typeof strokes;

/** A decorative icon in the colour of the text around it. */
export function icon(name: IconName, size = 16): SVGSVGElement {
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true" }, svg("path", { d: strokes[name] }));
}

/** The icon of a node: its kind, and for a model whether rows are kept. */
export function iconOf(node: Pick<DocsNode, "kind" | "materialized">): IconName {
  if (node.kind !== "model") return node.kind;
  return node.materialized === "view" || node.materialized === "ephemeral" ? "view" : "table";
}

/** What a kind is called on the page. */
export const kindLabels: Readonly<Record<DocsKind, string>> = {
  model: "model",
  source: "source",
  seed: "seed",
  snapshot: "snapshot",
  forecast: "forecast",
  regression: "regression",
  dataTest: "data test",
  unitTest: "unit test",
};
