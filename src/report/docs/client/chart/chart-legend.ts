import { h, svg } from "../dom.ts";
import type { Line } from "./line-plot.ts";

/** A spot in a colour of the style sheet. */
export function swatch(color: string): HTMLElement {
  const spot = h("span", { class: "plot-swatch", "aria-hidden": "true" });
  spot.style.setProperty("--tone", `var(${color})`);
  return spot;
}

export interface LegendItem {
  readonly label: string;
  readonly color: string;
  /** `area`: as shaded as the band of a line chart; `block`: as a bar. */
  readonly look: Line["look"] | "area" | "block";
}

/** What the lines and areas of a chart are: drawn as they are drawn there, so that colour is not needed alone. */
export function chartLegend(items: readonly LegendItem[]): HTMLElement {
  return h("ul", { class: "plot-legend" }, ...items.map(({ label, color, look }) => h("li", {}, sample(color, look), label)));
}

function sample(color: string, look: LegendItem["look"]): SVGSVGElement {
  const picture = svg("svg", { class: `plot-sample is-${look}`, viewBox: "0 0 26 12", width: 26, height: 12, "aria-hidden": "true" });
  picture.style.setProperty("--tone", `var(${color})`);
  if (look === "area" || look === "block") picture.append(svg("rect", { x: 1, y: 1, width: 24, height: 10, rx: 2 }));
  else picture.append(svg("path", { d: "M1 6h24" }));
  if (look === "dots") picture.append(svg("circle", { cx: 7, cy: 6, r: 2.5 }), svg("circle", { cx: 19, cy: 6, r: 2.5 }));
  return picture;
}
