import { nodeLink } from "./badges.ts";
import { h } from "./dom.ts";
import { formatPlural } from "./format.ts";
import { graphView } from "./graph-view.ts";
import { isTest, layerOf } from "./layers.ts";
import { legend } from "./legend.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { renderSummary } from "./markdown-view.ts";
import { formatRoute, lineageHref, nodeHref, type Route } from "./route.ts";
import type { Site } from "./site.ts";

type LineageRoute = Extract<Route, { page: "lineage" }>;

const deepest = 9;

/** The lineage of the whole project, or of one node to a chosen depth up and down. */
export function lineagePage(site: Site, route: LineageRoute): HTMLElement {
  const focus = route.focus === undefined ? undefined : site.byId.get(route.focus);
  const inReach = focus ? neighbourhood(site, focus.id, route.up, route.down) : new Set(site.nodes.map((node) => node.id));
  const nodes = [...inReach].flatMap((id) => site.byId.get(id) ?? []);
  // tests are many and lead nowhere: shown on request, or when one is in focus
  const hidden = new Set(focus && isTest(focus) ? [] : ["tests"]);

  const stage = h("div", { class: "lineage-stage" });
  const bar = h("div", { class: "lineage-legend" });
  const draw = (): void => {
    const shown = nodes.filter((node) => node.id === focus?.id || !hidden.has(layerOf(node)));
    bar.replaceChildren(legend(nodes, hidden, toggle));
    stage.replaceChildren(
      graphView(site, new Set(shown.map((node) => node.id)), {
        label: focus ? `Lineage of ${focus.id}` : "Lineage of the project",
        ...(focus ? { focus: focus.id } : {}),
        hrefOf: (id) => (id === focus?.id ? nodeHref(id) : lineageHref(id)),
        mode: "page",
      }),
    );
  };
  const toggle = (layer: string): void => {
    if (!hidden.delete(layer)) hidden.add(layer);
    draw();
  };
  draw();
  const title = focus
    ? h("h1", { class: "lineage-title" }, "Lineage of ", nodeLink(focus))
    : h("h1", { class: "lineage-title" }, "Lineage", h("span", { class: "quiet" }, formatPlural(nodes.filter((node) => !isTest(node)).length, "node")));
  const note = focus ? renderSummary(focus.description) : h("span", { class: "summary" }, "Data flows from left to right. Choose a node to see only what it reads and feeds.");
  const controls = focus && h("div", { class: "lineage-controls" }, depthStepper("Up", route.up, (up) => ({ ...route, up })), depthStepper("Down", route.down, (down) => ({ ...route, down })), h("a", { class: "button", href: nodeHref(focus.id) }, "Open page"), h("a", { class: "button", href: lineageHref() }, "Whole project"));
  return h("div", { class: "lineage-page" }, h("header", { class: "lineage-header" }, h("div", { class: "lineage-heading" }, title, note), controls), bar, stage);
}

/** Links for one step less, one more, and all the way. */
function depthStepper(label: string, depth: number, routeAt: (depth: number) => LineageRoute): HTMLElement {
  const step = (text: string, name: string, to: number, isOff: boolean): HTMLElement =>
    isOff ? h("span", { class: "step is-off", "aria-hidden": "true" }, text) : h("a", { class: "step", href: formatRoute(routeAt(to)), "aria-label": `${label}: ${name}` }, text);
  const isAll = depth === Infinity;
  return h(
    "div",
    { class: "stepper", role: "group", "aria-label": `${label} depth` },
    h("span", { class: "quiet" }, label),
    step("−", "one step less", isAll ? deepest : depth - 1, depth === 0),
    h("span", { class: "step-value" }, isAll ? "all" : depth),
    step("+", "one step more", depth >= deepest ? Infinity : depth + 1, isAll),
    step("all", "all steps", Infinity, isAll),
  );
}
