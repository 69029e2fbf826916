import type { DocsNode } from "../docs-data.ts";
import { svg } from "./dom.ts";
import { formatPlural } from "./format.ts";
import { healthOfNode } from "./health.ts";
import { icon, iconOf, kindLabels } from "./icons.ts";
import { layerOf, toneOf } from "./layers.ts";
import type { Box } from "./layout/layout.ts";

export const graphNodeHeight = 46;
const nameCharacter = 7.3;
const detailCharacter = 5.7;
const textLeft = 36;
const textRight = 12;
const healthRoom = 24;
const longestName = 30;
const longestDetail = 32;

/** The width that a node's two lines need, within reason. */
export function graphNodeWidth(node: DocsNode): number {
  const name = Math.min(longestName, node.name.length) * nameCharacter + healthRoom;
  return Math.round(textLeft + Math.max(name, Math.min(longestDetail, detail(node).length) * detailCharacter + textRight));
}

/** One box of a graph: icon, name, what it is, and a dot when its tests say something. A link, so it opens by mouse and keyboard. */
export function graphNode(node: DocsNode, box: Box, options: { readonly focus?: string; readonly hrefOf: (id: string) => string }): SVGAElement {
  const health = healthOfNode(node);
  const picture = icon(iconOf(node), 16);
  picture.setAttribute("x", "14");
  picture.setAttribute("y", String(graphNodeHeight / 2 - 8));
  const isFocus = node.id === options.focus;
  return svg(
    "a",
    {
      class: `graph-node ${toneOf(layerOf(node))}${isFocus ? " is-focus" : ""}`,
      href: options.hrefOf(node.id),
      transform: `translate(${Math.round(box.x)} ${Math.round(box.y)})`,
      "aria-label": `${node.id}, ${detail(node)}${health === "idle" ? "" : `, tests: ${health}`}`,
      "aria-current": isFocus && "true",
    },
    svg("title", {}, node.id),
    svg("rect", { class: "graph-box", width: box.width, height: graphNodeHeight, rx: 8 }),
    svg("rect", { class: "graph-tone", x: 0.5, y: 9, width: 3, height: graphNodeHeight - 18, rx: 1.5 }),
    picture,
    svg("text", { class: "graph-name", x: textLeft, y: 20 }, shorten(node.name, longestName)),
    svg("text", { class: "graph-detail", x: textLeft, y: 35 }, shorten(detail(node), longestDetail)),
    health !== "idle" && svg("circle", { class: `graph-health is-${health}`, cx: box.width - 14, cy: 16, r: 4 }),
  );
}

function detail(node: DocsNode): string {
  const kind = node.kind === "model" ? (node.materialized ?? "model") : kindLabels[node.kind];
  return node.rows === undefined ? kind : `${kind} · ${formatPlural(node.rows, "row")}`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
