import type { DocsNode } from "../docs-data.ts";
import { chart } from "./chart-section.ts";
import { companions } from "./companions-section.ts";
import { emptyNote, healthMark, nodeLink, section } from "./badges.ts";
import { codeTabs, type CodeTab } from "./code-view.ts";
import { columnsTable } from "./columns-table.ts";
import { h } from "./dom.ts";
import { forecastSections } from "./forecast-sections.ts";
import { formatCount } from "./format.ts";
import { graphView } from "./graph-view.ts";
import { healthOfNode } from "./health.ts";
import { isTest } from "./layers.ts";
import { renderMarkdown } from "./markdown-view.ts";
import { compactNeighbourhood } from "./neighbourhood.ts";
import { regression } from "./regression-section.ts";
import { lineageHref, nodeHref } from "./route.ts";
import type { NodeSection, Site } from "./site.ts";
import { testsList } from "./tests-list.ts";

/** The parts of a node's page from top to bottom; a new part is one function here. */
export const nodeSections: readonly NodeSection[] = [description, chart, ...forecastSections, regression, lineage, companions, columns, tests, code];

const embeddedLimit = 24;

function description(_site: Site, node: DocsNode): HTMLElement {
  return section("description", "Description", undefined, node.description ? renderMarkdown(node.description) : emptyNote("Not described yet. Write ", h("code", {}, "description"), " in ", h("code", {}, node.path), "."));
}

function lineage(site: Site, node: DocsNode): HTMLElement | undefined {
  const parents = site.parents.get(node.id) ?? [];
  const children = site.children.get(node.id) ?? [];
  if (parents.length + children.length === 0) return section("lineage", "Lineage", undefined, emptyNote("Reads no other node, and no other node reads it."));
  const shown = [...compactNeighbourhood(site, node.id, embeddedLimit)].filter((id) => id === node.id || !isTest(site.byId.get(id) ?? node));
  return section(
    "lineage",
    "Lineage",
    undefined,
    h("a", { class: "section-action", href: lineageHref(node.id) }, "Explore"),
    graphView(site, new Set(shown), { label: `Lineage of ${node.id}`, focus: node.id, hrefOf: nodeHref, mode: "embedded" }),
    h("div", { class: "relatives" }, relatives("Reads", "Nothing: it is where data comes in.", node, parents), relatives("Read by", "Nothing yet.", node, children)),
  );
}

function relatives(title: string, nothing: string, node: DocsNode, others: readonly DocsNode[]): HTMLElement {
  const links = others.map((other) => h("li", {}, nodeLink(other, node.domain)));
  return h("div", {}, h("h3", {}, title, h("span", { class: "count" }, formatCount(others.length))), others.length === 0 ? emptyNote(nothing) : h("ul", { class: "plain" }, ...links));
}

function columns(_site: Site, node: DocsNode): HTMLElement | undefined {
  if (isTest(node) && node.columns.length === 0) return undefined;
  return section("columns", "Columns", formatCount(node.columns.length), node.columns.length === 0 ? emptyNote("No columns are declared.") : columnsTable(node));
}

function tests(_site: Site, node: DocsNode): HTMLElement {
  const part = section("tests", "Tests", formatCount(node.tests.length), node.tests.length === 0 ? emptyNote("No test guards this node.") : testsList(node.tests));
  if (node.tests.length > 0) part.querySelector("h2")?.append(healthMark(healthOfNode(node)));
  return part;
}

function code(_site: Site, node: DocsNode): HTMLElement | undefined {
  const isSqlFile = node.path.endsWith(".sql");
  const tabs: CodeTab[] = [];
  if (node.source !== undefined) tabs.push({ label: isSqlFile ? "Source (SQL)" : "Source (TypeScript)", language: isSqlFile ? "sql" : "ts", text: node.source });
  if (node.compiled !== undefined) tabs.push({ label: "Compiled (SQL)", language: "sql", text: node.compiled });
  return tabs.length === 0 ? undefined : section("code", "Code", undefined, codeTabs(tabs));
}
