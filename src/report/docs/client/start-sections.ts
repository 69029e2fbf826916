import type { DocsNode } from "../docs-data.ts";
import { emptyNote, nodeLink, section, statusBadge } from "./badges.ts";
import { h } from "./dom.ts";
import { formatCount, formatElapsed, formatPlural } from "./format.ts";
import { graphView } from "./graph-view.ts";
import { healthOfStatus } from "./health.ts";
import { isTest, layerOf, toneOf } from "./layers.ts";
import { coverageMeters, healthPanel, kindCounts } from "./project-summary.ts";
import { lineageHref, nodeHref } from "./route.ts";
import type { Site } from "./site.ts";
import { sortByUrgency } from "./tests-list.ts";
import { buildTree } from "./tree.ts";

/** A part of the start page, or nothing where the project has none of it. */
export type StartSection = (site: Site) => HTMLElement | undefined;

/** The parts of the start page from top to bottom; a new part is one function here. */
export const startSections: readonly StartSection[] = [summary, attention, lineage, domains, slowest, coverage];

const attentionLimit = 8;
const slowestLimit = 6;
/** More nodes than this say nothing on a small picture. */
const overviewLimit = 80;

function summary(site: Site): HTMLElement {
  return h("div", { class: "summary-row" }, healthPanel(site), kindCounts(site));
}

function attention(site: Site): HTMLElement | undefined {
  const found = site.data.nodes.flatMap((node) => node.tests.map((test) => ({ node, test }))).filter(({ test }) => ["fail", "warn"].includes(healthOfStatus(test.status)));
  if (found.length === 0) return undefined;
  const order = sortByUrgency(found.map(({ test }) => test));
  const items = [...found]
    .sort((a, b) => order.indexOf(a.test) - order.indexOf(b.test))
    .slice(0, attentionLimit)
    .map(({ node, test }) =>
      h("li", { class: "attention-item" }, statusBadge(test.status), nodeLink(node), h("span", { class: "attention-test" }, test.column === undefined ? test.name : `${test.name} on ${test.column}`, test.failures !== undefined && h("span", { class: "quiet" }, ` · ${formatPlural(test.failures, "row")}`))),
    );
  const more = found.length - items.length;
  return section("attention", "Needs attention", formatCount(found.length), h("ul", { class: "attention" }, ...items), more > 0 && h("p", { class: "quiet" }, `and ${formatCount(more)} more`));
}

function lineage(site: Site): HTMLElement | undefined {
  const nodes = site.nodes.filter((node) => !isTest(node));
  if (nodes.length === 0) return section("lineage", "Lineage", undefined, emptyNote("The project has no nodes yet."));
  const link = h("a", { class: "section-action", href: lineageHref() }, "Explore");
  if (nodes.length > overviewLimit) {
    return section("lineage", "Lineage", undefined, link, emptyNote(`${formatCount(nodes.length)} nodes are best explored on the `, h("a", { href: lineageHref() }, "lineage page"), ", or from the page of one of them."));
  }
  return section("lineage", "Lineage", undefined, link, graphView(site, new Set(nodes.map((node) => node.id)), { label: "Lineage of the project", hrefOf: nodeHref, mode: "embedded" }));
}

function domains(site: Site): HTMLElement | undefined {
  const tree = buildTree(site.nodes);
  if (tree.length === 0) return undefined;
  const cards = tree.map((domain) =>
    h(
      "div",
      { class: "domain-card" },
      h("h3", {}, domain.name),
      ...domain.layers.map((layer) => layerLine(layer.name, layer.nodes)),
    ),
  );
  return section("domains", "Domains", formatCount(tree.length), h("div", { class: "domain-cards" }, ...cards));
}

function layerLine(layer: string, nodes: readonly DocsNode[]): HTMLElement {
  const shown = nodes.slice(0, 6).map((node) => h("a", { href: nodeHref(node.id) }, ...breakable(node.name)));
  return h("div", { class: `layer-line ${toneOf(layer)}` }, h("span", { class: "layer-name" }, h("span", { class: "swatch" }), layer), h("span", { class: "layer-nodes" }, ...shown, nodes.length > shown.length && h("span", { class: "quiet" }, `+${formatCount(nodes.length - shown.length)}`)));
}

/** A long name is broken between its words. */
const breakable = (name: string): readonly (string | HTMLElement)[] => name.split(/(?<=_)/).flatMap((word) => [word, h("wbr", {})]);

function slowest(site: Site): HTMLElement | undefined {
  const timed = site.data.nodes.filter((node) => (node.elapsedMs ?? 0) > 0).sort((a, b) => (b.elapsedMs ?? 0) - (a.elapsedMs ?? 0));
  const longest = timed[0]?.elapsedMs;
  if (longest === undefined) return undefined;
  const rows = timed.slice(0, slowestLimit).map((node) => {
    const bar = h("span", { class: `bar ${toneOf(layerOf(node))}` });
    bar.style.width = `${(100 * (node.elapsedMs ?? 0)) / longest}%`;
    return h("li", {}, nodeLink(node), h("span", { class: "bar-track" }, bar), h("span", { class: "bar-value" }, formatElapsed(node.elapsedMs ?? 0)));
  });
  return section("slowest", "Longest to build", undefined, h("ol", { class: "bars" }, ...rows));
}

function coverage(site: Site): HTMLElement | undefined {
  return site.data.nodes.some((node) => !isTest(node)) ? section("coverage", "Documentation", undefined, coverageMeters(site)) : undefined;
}
