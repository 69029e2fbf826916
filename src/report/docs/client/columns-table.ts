import type { DocsColumn, DocsNode } from "../docs-data.ts";
import { healthMark } from "./badges.ts";
import { h } from "./dom.ts";
import { healthOfStatus } from "./health.ts";
import { renderMarkdown } from "./markdown-view.ts";
import { columnRowId } from "./scroll-to.ts";

/** The columns of a node: name, type, what it means, and its tests as they stand. */
export function columnsTable(node: DocsNode): HTMLElement {
  const headings = ["Column", "Type", "Description", "Tests"].map((heading) => h("th", { scope: "col" }, heading));
  return h("table", { class: "columns" }, h("thead", {}, h("tr", {}, ...headings)), h("tbody", {}, ...node.columns.map((column) => columnRow(node, column))));
}

function columnRow(node: DocsNode, column: DocsColumn): HTMLElement {
  return h(
    "tr",
    { id: columnRowId(column.name) },
    h(
      "th",
      { scope: "row" },
      h("span", { class: "column-name" }, column.name),
      node.grain?.includes(column.name) && h("span", { class: "chip is-key", title: "Part of the grain" }, "key"),
      column.pii && h("span", { class: "chip is-pii", title: "Personal data: values are masked" }, "pii"),
    ),
    h("td", { class: "column-type" }, h("code", {}, column.type), h("span", { class: column.nullable ? "null" : "null is-required" }, column.nullable ? "nullable" : "not null")),
    h("td", { class: "column-description" }, column.description ? renderMarkdown(column.description) : h("span", { class: "quiet" }, "–")),
    h("td", { class: "column-tests" }, ...column.tests.map((name) => testChip(node, column, name))),
  );
}

function testChip(node: DocsNode, column: DocsColumn, name: string): HTMLElement {
  const test = node.tests.find((candidate) => candidate.id === name || (candidate.column === column.name && candidate.name === name));
  const status = test?.status ?? "not run";
  return h("span", { class: `test-chip is-${healthOfStatus(status)}`, title: `${name}: ${status}` }, healthMark(healthOfStatus(status), status), h("span", {}, name));
}
