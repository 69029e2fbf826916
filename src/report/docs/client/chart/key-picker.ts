import { h } from "../dom.ts";
import { icon } from "../icons.ts";

export interface KeyPicker {
  readonly element: HTMLElement;
  /** Chooses by place in the list. */
  choose(place: number): void;
}

/**
 * Picks one of a list by name: type to narrow it, arrows and Enter to choose; two buttons step through.
 *
 * A combobox with a list, so that screen readers follow.
 */
export function keyPicker(label: string, names: readonly string[], picked: (place: number) => void): KeyPicker {
  let chosen = 0;
  let found: readonly number[] = [];
  let active = 0;
  const id = `keys-${label.replace(/\W+/g, "-").toLowerCase()}`;
  const list = h("ul", { id, class: "picker-list", role: "listbox", "aria-label": label, hidden: true });
  const input = h("input", { type: "search", class: "picker-input", role: "combobox", "aria-label": label, "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" });

  const choose = (place: number): void => {
    chosen = (place + names.length) % names.length;
    close();
    picked(chosen);
  };
  const close = (): void => {
    list.hidden = true;
    input.value = names[chosen] ?? "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const open = (query: string): void => {
    found = matching(names, query);
    list.replaceChildren(
      ...found.map((place) => h("li", { id: `${id}-${place}`, role: "option", "aria-selected": String(place === chosen), mousedown: (event: Event) => (event.preventDefault(), choose(place)) }, names[place] ?? "")),
      ...(found.length === 0 ? [h("li", { class: "empty" }, "No key shown here has that name.")] : []),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(query === "" ? Math.max(0, found.indexOf(chosen)) : 0);
  };
  const point = (next: number): void => {
    list.children[active]?.classList.remove("is-active");
    active = found.length === 0 ? 0 : (next + found.length) % found.length;
    const option = found.length === 0 ? undefined : list.children[active];
    option?.classList.add("is-active");
    option?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
  };
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => list.hidden && open(""));
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) list.hidden ? open("") : point(active + step);
    else if (event.key === "Enter" && !list.hidden) choose(found[active] ?? chosen);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  });
  close();
  const stepButton = (name: string, by: number): HTMLElement => h("button", { type: "button", class: `icon-button picker-step ${by < 0 ? "is-back" : ""}`, "aria-label": name, title: name, click: () => choose(chosen + by) }, icon("chevron"));
  return { element: h("div", { class: "picker" }, stepButton(`Previous: ${label}`, -1), h("div", { class: "picker-box" }, input, list), stepButton(`Next: ${label}`, 1)), choose };
}

/** Places of the names that hold every word. */
export function matching(names: readonly string[], query: string): readonly number[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return names.flatMap((name, place) => (words.every((word) => name.toLowerCase().includes(word)) ? [place] : []));
}
