import { nodeIcon } from "./badges.ts";
import { h } from "./dom.ts";
import { icon } from "./icons.ts";
import { layerOf } from "./layers.ts";
import { plainText } from "./markdown.ts";
import { formatRoute, nodeHref } from "./route.ts";
import { markWords, search, searchWords, snippet, type SearchIndex, type SearchResult } from "./search.ts";

/** Opens the search, with a query to start from. */
export type SearchOpener = (query?: string) => void;

/** The search window: type, arrows, Enter. A combobox over a list, so that screen readers follow. */
export function searchDialog(index: SearchIndex): { readonly element: HTMLDialogElement; readonly open: SearchOpener } {
  let results: readonly SearchResult[] = [];
  let chosen = 0;

  const list = h("ul", { id: "search-results", role: "listbox", "aria-label": "Results" });
  const status = h("p", { class: "search-status", role: "status" });
  const input = h("input", { type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": "search-results", "aria-autocomplete": "list", "aria-label": "Search the docs", placeholder: "Search names, columns, descriptions, tags, SQL", autocomplete: "off", spellcheck: "false" });
  const close = h("button", { type: "button", class: "icon-button", "aria-label": "Close the search", click: () => element.close() }, icon("close"));
  const element = h("dialog", { class: "search", "aria-label": "Search" }, h("div", { class: "search-box" }, icon("search", 18), input, close), list, status);

  const choose = (next: number): void => {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = results.length === 0 ? 0 : (next + results.length) % results.length;
    const option = list.children[chosen];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
  };
  const update = (): void => {
    results = search(index, input.value);
    const words = searchWords(input.value);
    list.replaceChildren(...results.map((result, position) => resultItem(result, words, position)));
    status.replaceChildren(...statusLine(input.value, results.length));
    choose(0);
  };
  input.addEventListener("input", update);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") list.querySelector<HTMLAnchorElement>("[aria-selected=true] a")?.click();
    // a search field would first only empty itself
    else if (event.key === "Escape") element.close();
    else return;
    event.preventDefault();
  });
  // following a link and clicking beside the window both close it
  element.addEventListener("click", (event) => (event.target === element || (event.target as Element).closest("a")) && element.close());

  const open: SearchOpener = (query) => {
    if (query !== undefined) input.value = query;
    if (!element.open) element.showModal();
    update();
    input.select();
  };
  return { element, open };
}

function resultItem(result: SearchResult, words: readonly string[], position: number): HTMLElement {
  const { node, column, reason } = result;
  const href = column === undefined ? nodeHref(node.id) : formatRoute({ page: "node", id: node.id, column });
  return h(
    "li",
    { id: `search-result-${position}`, role: "option", "aria-selected": "false" },
    h(
      "a",
      { href, tabindex: -1 },
      nodeIcon(node, 18),
      h("span", { class: "result-name" }, ...marked(node.name, words), column !== undefined && h("span", { class: "result-column" }, ".", ...marked(column, words))),
      h("span", { class: "result-place" }, `${node.domain} / ${layerOf(node)}`),
      h("span", { class: "result-text" }, ...(reason && reason.field !== "column" ? [h("span", { class: "result-field" }, reason.field), ...marked(snippet(reason.text, words), words)] : [snippet(plainText(node.columns.find((one) => one.name === column)?.description || node.description), [])])),
    ),
  );
}

function marked(text: string, words: readonly string[]): Node[] {
  return markWords(text, words).map((part) => (part.marked ? h("mark", {}, part.text) : document.createTextNode(part.text)));
}

function statusLine(query: string, count: number): (Node | string)[] {
  if (query.trim() === "") return ["Narrow with ", h("code", {}, "tag:"), " ", h("code", {}, "column:"), " ", h("code", {}, "layer:"), " ", h("code", {}, "domain:"), " ", h("code", {}, "kind:"), " ", h("code", {}, "sql:")];
  if (count === 0) return ["Nothing found. Every word must match; try fewer or shorter words."];
  return [h("kbd", {}, "↑"), " ", h("kbd", {}, "↓"), " to choose, ", h("kbd", {}, "Enter"), " to open"];
}
