import type { DocsNode } from "../docs-data.ts";
import { healthMark, nodeIcon } from "./badges.ts";
import { h } from "./dom.ts";
import { formatCount } from "./format.ts";
import { healthOfNode } from "./health.ts";
import { icon } from "./icons.ts";
import { nodeHref } from "./route.ts";
import type { Site } from "./site.ts";
import { buildTree, filterNodes, type Domain } from "./tree.ts";

/** A tree with more nodes than this starts with its domains closed. */
const openBelow = 120;

/** The tree of the left side with its filter. */
export function navigationTree(site: Site): { readonly element: HTMLElement; readonly select: (id: string | undefined) => void } {
  let selected: string | undefined;
  const tree = h("div", { class: "tree" });
  const filter = h("input", { type: "search", class: "tree-filter", placeholder: "Filter", "aria-label": "Filter the tree", autocomplete: "off", spellcheck: "false" });

  const draw = (): void => {
    const isFiltered = filter.value.trim() !== "";
    const nodes = isFiltered ? filterNodes(site.data.nodes, filter.value) : site.nodes;
    const isOpen = (domain: Domain): boolean => nodes.length <= openBelow || (selected !== undefined && site.byId.get(selected)?.domain === domain.name);
    tree.replaceChildren(...buildTree(nodes).map((domain) => domainBranch(domain, isOpen(domain), isFiltered ? new Map() : site.companions)));
    if (nodes.length === 0) tree.append(h("p", { class: "empty" }, "Nothing matches."));
    markSelected();
  };
  const markSelected = (): void => {
    for (const link of tree.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    const node = selected === undefined ? undefined : site.byId.get(selected);
    const branch = [...tree.querySelectorAll<HTMLDetailsElement>("details")].find((one) => one.dataset["domain"] === node?.domain);
    if (branch) branch.open = true;
    // What is made along with a node is shown while the reader is there.
    for (const list of tree.querySelectorAll<HTMLElement>(".leaf-companions")) list.hidden = list.dataset["of"] !== (node?.companion?.of ?? selected);
    const link = [...tree.querySelectorAll("a")].find((one) => one.dataset["id"] === selected);
    link?.setAttribute("aria-current", "page");
    link?.scrollIntoView({ block: "nearest" });
  };
  filter.addEventListener("input", draw);
  draw();
  return {
    element: h("nav", { class: "navigation", "aria-label": "Nodes" }, filter, tree),
    select: (id) => {
      selected = id;
      markSelected();
    },
  };
}

/** Leaves are made when the branch is first opened: a closed tree of thousands costs nothing. */
function domainBranch(domain: Domain, isOpen: boolean, companions: Site["companions"]): HTMLElement {
  const count = domain.layers.reduce((sum, layer) => sum + layer.nodes.length, 0);
  const branch = h("details", { "data-domain": domain.name, open: isOpen }, h("summary", {}, icon("chevron", 12), h("span", { class: "domain-name" }, domain.name), h("span", { class: "count" }, formatCount(count))));
  const fill = (): void => {
    if (branch.childElementCount === 1) branch.append(...domain.layers.map((layer) => h("div", { class: "layer" }, h("h3", {}, layer.name), h("ul", {}, ...layer.nodes.map((node) => h("li", {}, leaf(node), leafCompanions(node, companions)))))));
  };
  if (isOpen) fill();
  branch.addEventListener("toggle", fill);
  return branch;
}

function leafCompanions({ id, name }: DocsNode, companions: Site["companions"]): HTMLElement | undefined {
  const list = companions.get(id)?.filter(({ companion }) => companion?.isStep !== true) ?? [];
  if (list.length === 0) return undefined;
  return h("ul", { class: "leaf-companions", "data-of": id, hidden: true, "aria-label": `Made along with ${name}` }, ...list.map((node) => h("li", {}, leaf(node, node.companion?.part))));
}

function leaf(node: DocsNode, shortName = node.name): HTMLElement {
  const health = healthOfNode(node);
  return h("a", { href: nodeHref(node.id), "data-id": node.id, title: node.name }, nodeIcon(node, 14), h("span", { class: "leaf-name" }, shortName), (health === "fail" || health === "warn") && healthMark(health, `tests: ${health}`));
}
