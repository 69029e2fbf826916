import { h } from "./dom.ts";
import { formatRoute } from "./route.ts";
import { search, type SearchIndex } from "./search.ts";
import { nodeLink } from "./badges.ts";

/** What an address leads to when its node is gone: the nearest names instead of nothing. */
export function missingPage(id: string, index: SearchIndex): HTMLElement {
  const near = search(index, id.split(".").at(-1) ?? id, 5);
  return h(
    "article",
    { class: "page" },
    h("h1", {}, "No such node"),
    h("p", {}, "This site has no node called ", h("code", {}, id), ". It may have been renamed or removed."),
    near.length > 0 && h("ul", { class: "plain" }, ...near.map((result) => h("li", {}, nodeLink(result.node, "")))),
    h("p", {}, h("a", { class: "button", href: formatRoute({ page: "start" }) }, "Go to the overview")),
  );
}
