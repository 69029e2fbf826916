import type { DocsNode, DocsTestStatus } from "../docs-data.ts";
import { h } from "./dom.ts";
import { healthOfStatus, type Health } from "./health.ts";
import { icon, iconOf, type IconName } from "./icons.ts";
import { layerOf, toneOf } from "./layers.ts";
import { nodeHref } from "./route.ts";

const healthIcons: Readonly<Record<Health, IconName>> = { fail: "cross", warn: "warning", pass: "check", idle: "dash" };

/** A mark of how something stands: shape and colour, so that neither is needed alone. */
export function healthMark(health: Health, label?: string): HTMLElement {
  const name = label === undefined ? {} : { role: "img", "aria-label": label, title: label };
  return h("span", { class: `mark is-${health}`, ...name }, icon(healthIcons[health], 12));
}

/** A status in words with its mark. */
export function statusBadge(status: DocsTestStatus): HTMLElement {
  const health = healthOfStatus(status);
  return h("span", { class: `status is-${health}` }, healthMark(health), status);
}

/** The icon of a node in the colour of its layer. */
export function nodeIcon(node: DocsNode, size = 16): HTMLElement {
  return h("span", { class: `node-icon ${toneOf(layerOf(node))}` }, icon(iconOf(node), size));
}

/** A link to a node's page: icon and name, with the domain where the reader comes from another one. */
export function nodeLink(node: DocsNode, fromDomain?: string): HTMLAnchorElement {
  const isForeign = fromDomain !== undefined && fromDomain !== node.domain;
  return h(
    "a",
    { class: "node-link", href: nodeHref(node.id) },
    nodeIcon(node, 15),
    h("span", { class: "node-link-name" }, isForeign && h("span", { class: "quiet" }, `${node.domain}.`), node.name),
  );
}

/** A titled part of a page; `count` stands beside the title. */
export function section(id: string, title: string, count: string | undefined, ...children: (Node | false | undefined)[]): HTMLElement {
  return h("section", { id, class: "section", "aria-labelledby": `${id}-title` }, h("h2", { id: `${id}-title` }, title, count !== undefined && h("span", { class: "count" }, count)), ...children);
}

/** What stands where there is nothing to show. */
export function emptyNote(...children: (Node | string)[]): HTMLElement {
  return h("p", { class: "empty" }, ...children);
}
