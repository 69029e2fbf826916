import { h } from "./dom.ts";
import { formatTime } from "./format.ts";
import { icon } from "./icons.ts";
import { formatRoute, lineageHref, type Route } from "./route.ts";
import type { SearchOpener } from "./search-dialog.ts";
import type { Site } from "./site.ts";
import { toggleTheme } from "./theme.ts";

/** The frame around every page: the side with brand, links and tree; on a phone a bar and a drawer. */
export function shell(site: Site, tree: HTMLElement, openSearch: SearchOpener): { readonly elements: readonly HTMLElement[]; readonly show: (route: Route, page: HTMLElement) => void } {
  const main = h("main", { id: "main", tabindex: -1 });
  const links = [pageLink("Overview", "home", formatRoute({ page: "start" })), pageLink("Lineage", "lineage", lineageHref())];
  const side = h(
    "aside",
    { class: "side", id: "side" },
    h("div", { class: "brand" }, h("a", { href: formatRoute({ page: "start" }) }, h("span", { class: "brand-name" }, site.data.project.name), h("span", { class: "brand-note" }, "data docs")), themeButton()),
    h("button", { type: "button", class: "search-button", click: () => openSearch() }, icon("search", 15), h("span", {}, "Search"), h("kbd", {}, "/")),
    h("nav", { class: "page-links", "aria-label": "Pages" }, ...links),
    tree,
    h("p", { class: "side-note" }, `rmodel ${site.data.project.version} · ${formatTime(site.data.project.generatedAt)}`),
  );
  const drawer = drawerControls(side);
  const bar = h(
    "header",
    { class: "top-bar" },
    drawer.button,
    h("a", { class: "top-bar-name", href: formatRoute({ page: "start" }) }, site.data.project.name),
    h("button", { type: "button", class: "icon-button", "aria-label": "Search", click: () => openSearch() }, icon("search", 18)),
  );
  const show = (route: Route, page: HTMLElement): void => {
    main.replaceChildren(page);
    main.dataset["route"] = location.hash;
    links.forEach((link, index) => (["start", "lineage"][index] === route.page ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current")));
    drawer.close();
  };
  return { elements: [h("a", { class: "skip", href: "#main", click: (event: Event) => skipTo(event, main) }, "Skip to content"), bar, side, drawer.backdrop, main], show };
}

function pageLink(label: string, name: "home" | "lineage", href: string): HTMLAnchorElement {
  return h("a", { href }, icon(name), label);
}

function themeButton(): HTMLElement {
  return h("button", { type: "button", class: "icon-button", "aria-label": "Change between light and dark", title: "Light or dark", click: toggleTheme }, icon("theme"));
}

/** On a narrow window the side is a drawer: closed it can't be reached by keyboard either (visibility hidden). */
function drawerControls(side: HTMLElement): { readonly button: HTMLElement; readonly backdrop: HTMLElement; readonly close: () => void } {
  const setOpen = (isOpen: boolean): void => {
    document.documentElement.classList.toggle("is-drawer-open", isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
  };
  const close = (): void => setOpen(false);
  const button = h("button", { type: "button", class: "icon-button", "aria-label": "Navigation", "aria-controls": side.id, "aria-expanded": "false", click: () => setOpen(button.getAttribute("aria-expanded") !== "true") }, icon("menu", 18));
  const backdrop = h("div", { class: "backdrop", click: close });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    close();
    button.focus();
  });
  return { button, backdrop, close };
}

/** The hash is the route, so the jump is made by hand. */
function skipTo(event: Event, main: HTMLElement): void {
  event.preventDefault();
  main.focus();
}
