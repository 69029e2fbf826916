import type { DocsData } from "../docs-data.ts";
import { lineagePage } from "./page-lineage.ts";
import { missingPage } from "./page-missing.ts";
import { nodePage } from "./page-node.ts";
import { startPage } from "./page-start.ts";
import { navigationTree } from "./navigation.ts";
import { parseRoute, type Route } from "./route.ts";
import { columnRowId, scrollToId } from "./scroll-to.ts";
import { searchDialog } from "./search-dialog.ts";
import { buildSearchIndex } from "./search.ts";
import { shell } from "./shell.ts";
import { buildSite } from "./site.ts";
import { applyStoredTheme } from "./theme.ts";

// the script stands in the head: the theme is set before anything is painted
applyStoredTheme();
document.addEventListener("DOMContentLoaded", start);

function start(): void {
  const site = buildSite(readData());
  const index = buildSearchIndex(site.data.nodes);
  const dialog = searchDialog(index);
  const tree = navigationTree(site);
  const frame = shell(site, tree.element, dialog.open);
  document.body.append(...frame.elements, dialog.element);

  const pageOf = (route: Route): HTMLElement => {
    switch (route.page) {
      case "start":
        return startPage(site);
      case "lineage":
        return route.focus === undefined || site.byId.has(route.focus) ? lineagePage(site, route) : missingPage(route.focus, index);
      case "node": {
        const node = site.byId.get(route.id);
        return node ? nodePage(site, node, dialog.open) : missingPage(route.id, index);
      }
    }
  };
  const show = (): void => {
    const route = parseRoute(location.hash);
    frame.show(route, pageOf(route));
    tree.select(idOf(route));
    document.title = [idOf(route) ?? (route.page === "lineage" ? "Lineage" : undefined), site.data.project.name, "data docs"].filter(Boolean).join(" · ");
    scrollTo(0, 0);
    if (route.page === "node" && route.column !== undefined) scrollToId(columnRowId(route.column));
  };
  addEventListener("hashchange", () => {
    show();
    // a new page is read from its start, as after a page load
    document.getElementById("main")?.focus({ preventScroll: true });
  });
  listenForSearchKeys(dialog.open);
  show();
}

function readData(): DocsData {
  // written by renderDocs of the same version, so its shape is known
  return JSON.parse(document.getElementById("docs-data")?.textContent ?? "") as DocsData;
}

function idOf(route: Route): string | undefined {
  return route.page === "node" ? route.id : route.page === "lineage" ? route.focus : undefined;
}

function listenForSearchKeys(open: () => void): void {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    const isShortcut = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    const isSlash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isShortcut && !isSlash) return;
    event.preventDefault();
    open();
  });
}
