import { h, type Child } from "../dom.ts";

/** A heading, or a heading with what the column is told by. */
export interface Heading {
  readonly text: string;
  readonly isNumber?: boolean;
  readonly isStrong?: boolean;
}

/** Rows under headings, the first cell naming its row; wide ones scroll sideways by themselves. */
export function dataTable(label: string, headings: readonly Heading[], rows: readonly { readonly cells: readonly Child[]; readonly look?: string }[]): HTMLElement {
  const classOf = ({ isNumber = false, isStrong = false }: Heading): string => [isNumber && "is-number", isStrong && "is-strong"].filter(Boolean).join(" ");
  return h(
    "div",
    { class: "data-frame", tabindex: 0, role: "region", "aria-label": label },
    h(
      "table",
      { class: "data" },
      h("thead", {}, h("tr", {}, ...headings.map((heading) => h("th", { scope: "col", class: classOf(heading) }, heading.text)))),
      h("tbody", {}, ...rows.map(({ cells, look }) => h("tr", { class: look }, ...cells.map((cell, index) => (index === 0 ? h("th", { scope: "row" }, cell) : h("td", { class: classOf(headings[index]!) }, cell)))))),
    ),
  );
}

/** Facts in two columns. */
export function factList(facts: readonly { readonly term: string; readonly text: string }[]): HTMLElement {
  return h("dl", { class: "fact-list" }, ...facts.map(({ term, text }) => h("div", {}, h("dt", {}, term), h("dd", {}, text))));
}

/** What is made when it is first opened. */
export function unfold(title: string, make: () => HTMLElement): HTMLElement {
  const details = h("details", { class: "unfold" }, h("summary", {}, title));
  details.addEventListener("toggle", () => details.childElementCount === 1 && details.append(make()));
  return details;
}
