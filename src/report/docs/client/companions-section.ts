import type { DocsNode } from "../docs-data.ts";
import { h } from "./dom.ts";
import { nodeLink, section } from "./badges.ts";
import { formatCount, formatPlural } from "./format.ts";
import { renderSummary } from "./markdown-view.ts";
import type { Site } from "./site.ts";
import { unfold } from "./chart/data-table.ts";

/** The relations that are made along with a forecast or a regression: those to read, and the steps on the way to them. */
export function companions(site: Site, node: DocsNode): HTMLElement | undefined {
  const all = site.companions.get(node.id) ?? [];
  if (all.length === 0) return undefined;
  const list = (nodes: readonly DocsNode[]): HTMLElement => h("ul", { class: "companions" }, ...nodes.map((one) => h("li", {}, nodeLink(one), renderSummary(one.description))));
  const steps = all.filter(({ companion }) => companion?.isStep === true);
  return section("companions", "Made along with it", formatCount(all.length), list(all.filter((one) => !steps.includes(one))), steps.length > 0 && unfold(`${formatPlural(steps.length, "step")} on the way`, () => list(steps)));
}
