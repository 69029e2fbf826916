import type { DocsChart } from "../docs-pictures.ts";
import type { DocsNode } from "../docs-data.ts";
import { barChart } from "./chart/bar-chart.ts";
import { chartLegend, type LegendItem } from "./chart/chart-legend.ts";
import { dataTable, unfold } from "./chart/data-table.ts";
import { emptyNote, section } from "./badges.ts";
import { formatDay, formatNumber } from "./chart/chart-format.ts";
import { h } from "./dom.ts";
import { isNumber, secondsOf, type Line, type LinePlot } from "./chart/line-plot.ts";
import { lineChart } from "./chart/line-chart.ts";
import type { Site } from "./site.ts";

/** The chart that a model asks for with `meta.chart`. */
export function chart(_site: Site, node: DocsNode): HTMLElement | undefined {
  const found = node.chart;
  if (found === undefined) return undefined;
  if (found.missing !== undefined) return section("chart", "Chart", undefined, emptyNote(found.missing));
  const items = found.lines.map(({ label }, index): LegendItem => ({ label, ...lineLook(index), ...(found.kind === "bar" ? { look: "block" } : {}) }));
  const caption = [`${found.y} by ${found.x}${found.color === undefined ? "" : ` and ${found.color}`}`, ...found.leftOut].join(" · ");
  return section(
    "chart",
    "Chart",
    undefined,
    h("figure", { class: "plot-figure" }, found.lines.length > 1 && chartLegend(items), found.kind === "bar" ? barChart(found) : lineChart(linePlot(found)), h("figcaption", {}, caption)),
    found.kind === "line" && unfold("The same as a table", () => chartTable(found)),
  );
}

/** Colours that colour-blind people tell apart; from the fifth on dashes tell as well. */
export const lineLook = (index: number): { readonly color: string; readonly look: Line["look"] } => ({ color: `--chart-${(index % 8) + 1}`, look: index < 4 ? "line" : "dashes" });

/** A chart's rows as lines. Names on the axis of a line chart stand at 0, 1, 2 … */
export function linePlot({ x, y, scale, xs, lines }: DocsChart): LinePlot {
  return {
    label: `${y} by ${x}: read the values with the arrow keys`,
    xs: scale === "time" ? xs.map((text) => secondsOf(String(text))) : xs.map((value, place) => (isNumber(value) ? value : place)),
    isTime: scale === "time",
    ...(scale === "name" ? { names: xs.map(String) } : {}),
    lines: lines.map(({ label, values }, index) => ({ label, pieces: [values], ...lineLook(index) })),
    stretches: [],
  };
}

function chartTable({ x, xs, lines }: DocsChart): HTMLElement {
  return dataTable("Values of the chart", [{ text: x }, ...lines.map(({ label }) => ({ text: label, isNumber: true }))], xs.map((value, place) => ({ cells: [typeof value === "number" ? formatNumber(value) : formatDay(value), ...lines.map(({ values }) => formatNumber(values[place]))] })));
}
