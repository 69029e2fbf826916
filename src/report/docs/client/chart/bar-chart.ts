import type { DocsChart } from "../../docs-pictures.ts";
import { formatDay, formatNumber } from "./chart-format.ts";
import { h } from "../dom.ts";
import { isNumber } from "./line-plot.ts";

/** Where a bar begins and how long it is, in percent of its track. */
export interface Bar {
  readonly from: number;
  readonly length: number;
}

/** Draws bars from left to right, a row for each x: a table, so that names have room and screen readers can read it. */
export function barChart({ x, y, xs, lines }: DocsChart): HTMLElement {
  const barAt = barsOf(lines.flatMap(({ values }) => values));
  const rows = xs.map((value, place) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("span", {}, typeof value === "number" ? formatNumber(value) : formatDay(value))),
      h("td", {}, ...lines.map(({ label, values }, index) => {
        const number = values[place];
        const bar = h("span", { class: "chart-bar", "aria-hidden": "true" });
        const { from, length } = barAt(number);
        bar.style.setProperty("--tone", `var(--chart-${(index % 8) + 1})`);
        bar.style.marginLeft = `${from}%`;
        bar.style.width = `${length}%`;
        return h("span", { class: "chart-line" }, lines.length > 1 && h("span", { class: "visually-hidden" }, `${label}: `), h("span", { class: "chart-track" }, bar), h("span", { class: "chart-value", title: label }, formatNumber(number)));
      })),
    ),
  );
  return h("table", { class: "chart-bars" }, h("caption", { class: "visually-hidden" }, `${y} by ${x}`), h("tbody", {}, ...rows));
}

/** Bars of values that share one scale with 0 on it. */
export function barsOf(values: readonly unknown[]): (value: unknown) => Bar {
  const numbers = values.filter(isNumber);
  const low = Math.min(0, ...numbers);
  const high = Math.max(0, ...numbers);
  const percent = (part: number): number => (high === low ? 0 : Math.round((10_000 * part) / (high - low)) / 100);
  return (value) => (isNumber(value) ? { from: percent(Math.min(value, 0) - low), length: percent(Math.abs(value)) } : { from: percent(0 - low), length: 0 });
}
