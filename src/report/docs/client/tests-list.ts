import type { DocsTest } from "../docs-data.ts";
import { statusBadge } from "./badges.ts";
import { copyButton } from "./copy-button.ts";
import { h } from "./dom.ts";
import { formatPlural } from "./format.ts";
import { healthOfStatus, type Health } from "./health.ts";

const urgency: readonly Health[] = ["fail", "warn", "idle", "pass"];

/** The tests of a node, what needs attention first. */
export function testsList(tests: readonly DocsTest[]): HTMLElement {
  return h("ul", { class: "tests" }, ...sortByUrgency(tests).map(testItem));
}

/** Failures, then warnings, then what did not run; each in its given order. */
export function sortByUrgency(tests: readonly DocsTest[]): readonly DocsTest[] {
  return [...tests].sort((a, b) => urgency.indexOf(healthOfStatus(a.status)) - urgency.indexOf(healthOfStatus(b.status)));
}

function testItem(test: DocsTest): HTMLElement {
  const details = [
    test.column === undefined ? "whole table" : `on ${test.column}`,
    test.severity === "warn" && "warns only",
    test.failures !== undefined && test.failures > 0 && formatPlural(test.failures, "failing row"),
  ].filter((detail) => detail !== false);
  return h(
    "li",
    { class: `test is-${healthOfStatus(test.status)}` },
    statusBadge(test.status),
    h("div", { class: "test-body" }, h("span", { class: "test-name" }, test.name), h("span", { class: "test-details" }, details.join(" · ")), test.message !== undefined && h("p", { class: "test-message" }, test.message)),
    test.queryPath !== undefined && h("span", { class: "test-query" }, h("code", {}, test.queryPath), copyButton(test.queryPath, "Copy the query's path")),
  );
}
