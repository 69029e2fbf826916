import type { DocsNode } from "../docs-data.ts";
import { nodeIcon, nodeLink } from "./badges.ts";
import { h } from "./dom.ts";
import { addresses, factsStrip } from "./facts.ts";
import { kindLabels } from "./icons.ts";
import { layerOf, toneOf } from "./layers.ts";
import { nodeSections } from "./node-sections.ts";
import { scrollToId } from "./scroll-to.ts";
import type { SearchOpener } from "./search-dialog.ts";
import type { Site } from "./site.ts";

/** The page of one node. */
export function nodePage(site: Site, node: DocsNode, openSearch: SearchOpener): HTMLElement {
  const sections = nodeSections.flatMap((make) => make(site, node) ?? []);
  return h("article", { class: "page" }, heading(site, node, openSearch), factsStrip(node), sectionLinks(sections), ...sections);
}

function heading(site: Site, node: DocsNode, openSearch: SearchOpener): HTMLElement {
  const layer = layerOf(node);
  const find = (text: string, query: string): HTMLElement => h("button", { type: "button", class: "crumb", click: () => openSearch(query) }, text);
  return h(
    "header",
    { class: `node-header ${toneOf(layer)}` },
    h("nav", { class: "crumbs", "aria-label": "Place" }, find(node.domain, `domain:${node.domain}`), h("span", { "aria-hidden": "true" }, "/"), find(layer, `layer:${layer}`)),
    h("h1", {}, nodeIcon(node, 26), h("span", {}, node.name)),
    h(
      "div",
      { class: "chips" },
      h("span", { class: "chip is-tone" }, kindLabels[node.kind]),
      node.materialized !== undefined && h("span", { class: "chip" }, node.materialized),
      ...node.tags.map((tag) => h("button", { type: "button", class: "chip is-tag", click: () => openSearch(`tag:${tag}`) }, tag)),
    ),
    companionNote(site, node),
    addresses(node),
  );
}

function companionNote(site: Site, { companion }: DocsNode): HTMLElement | undefined {
  const owner = companion === undefined ? undefined : site.byId.get(companion.of);
  return owner && h("p", { class: "companion-note" }, companion?.isStep === true ? "A step on the way to the " : "Made along with the ", kindLabels[owner.kind], nodeLink(owner));
}

function sectionLinks(sections: readonly HTMLElement[]): HTMLElement {
  const links = sections.map((part) => h("button", { type: "button", click: () => scrollToId(part.id) }, ...[...(part.querySelector("h2")?.childNodes ?? [])].map((child) => child.cloneNode(true))));
  return h("nav", { class: "section-links", "aria-label": "On this page" }, ...links);
}
