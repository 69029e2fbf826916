import type { DocsForecast, DocsForecastResults, DocsSeries } from "../docs-pictures.ts";
import type { DocsNode } from "../docs-data.ts";
import { candidates } from "./candidates-section.ts";
import { chartLegend } from "./chart/chart-legend.ts";
import { dataTable, factList, unfold } from "./chart/data-table.ts";
import { emptyNote, section } from "./badges.ts";
import { equationTerms } from "./equation-terms.ts";
import { forecastPlot, forecastSentence, plotRows } from "./chart/forecast-plot.ts";
import { formatCount } from "./format.ts";
import { formatDay, formatNumber } from "./chart/chart-format.ts";
import { h } from "./dom.ts";
import { keyPicker } from "./chart/key-picker.ts";
import { lineChart } from "./chart/line-chart.ts";
import { segments } from "./segments-section.ts";
import type { NodeSection, Site } from "./site.ts";

/** The parts of a forecast's page. */
export const forecastSections: readonly NodeSection[] = [picture, candidates, segments, parameters];

function picture(_site: Site, { forecast }: DocsNode): HTMLElement | undefined {
  if (forecast === undefined) return undefined;
  const { results } = forecast;
  if (results === undefined || results.series.length === 0) return section("forecast", "Forecast", undefined, emptyNote(forecast.missing ?? "It has no series."));
  const stage = h("div", { class: "forecast-stage" });
  const equation = h("div", {});
  const show = (place: number): void => {
    const series = results.series[place]!;
    stage.replaceChildren(...seriesPicture(forecast, results, series));
    equation.replaceChildren(...equationsOf(results, series).map((one) => equationTerms(one.equation, one.whose)));
  };
  const names = results.series.map(({ label }) => label);
  const isOne = names.length === 1 && forecast.keys.length === 0;
  const picker = isOne ? undefined : keyPicker(forecast.keys.join(", ") || "Series", names, show).element;
  show(0);
  return section(
    "forecast",
    "Forecast",
    isOne ? undefined : `${formatCount(results.seriesCount)} series`,
    h("div", { class: "forecast-bar" }, picker, h("p", { class: "quiet" }, `${forecast.target} by ${forecast.grain}`, results.leftOut.length > 0 && ` · ${results.leftOut.join(" · ")}`)),
    stage,
    h("div", { class: "forecast-equation" }, h("h3", {}, "Coefficients"), results.series.some((series) => equationsOf(results, series).length > 0) ? equation : emptyNote("No regression was fitted.")),
  );
}

function seriesPicture(forecast: DocsForecast, results: DocsForecastResults, series: DocsSeries): readonly HTMLElement[] {
  const plot = forecastPlot(forecast, results, series);
  const { headings, rows } = plotRows(plot);
  const items = [...plot.lines.map(({ label, color, look }) => ({ label, color, look })), { label: plot.band!.label, color: plot.band!.color, look: "area" as const }];
  return [
    h("figure", { class: "plot-figure" }, chartLegend(items), lineChart(plot), h("figcaption", {}, forecastSentence(forecast, results, series), h("span", { class: "plot-hint" }, " Drag to zoom, double-click for all."))),
    unfold("The same as a table", () =>
      dataTable(`Values of ${series.label || forecast.target}`, [{ text: forecast.grain }, ...headings.map((text) => ({ text, isNumber: true }))], rows.map(([place, ...values]) => ({ cells: [formatDay(results.periods[place] ?? ""), ...values.map((value) => (value === null ? "" : formatNumber(value)))] }))),
    ),
  ];
}

/** The equation that makes the series' forecast; where none does, its best one. */
function equationsOf({ equations }: DocsForecastResults, { model, equation, label }: DocsSeries) {
  const own = equation === undefined ? [] : [{ equation, whose: label === "" ? "" : ` of ${label}` }];
  const pooled = equations.filter((one) => one.model === model || own.length === 0).map((one) => ({ equation: one, whose: " of all series" }));
  const isChosen = pooled.some((one) => one.equation.model === model);
  return isChosen ? pooled.filter((one) => one.equation.model === model) : own.length > 0 ? own : pooled.slice(0, 1);
}

function parameters(_site: Site, { forecast }: DocsNode): HTMLElement | undefined {
  return forecast === undefined ? undefined : section("parameters", "Parameters", undefined, factList(forecast.parameters));
}
