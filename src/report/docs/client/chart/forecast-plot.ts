import type { DocsForecast, DocsForecastResults, DocsSeries, DocsValues } from "../../docs-pictures.ts";
import { formatDay } from "./chart-format.ts";
import { secondsOf, type Line, type LinePlot, type Values } from "./line-plot.ts";

/** One series of a forecast as a chart: history, the hold-out as it came and as it was forecast, and what is ahead. */
export function forecastPlot(forecast: DocsForecast, results: DocsForecastResults, series: DocsSeries): LinePlot {
  const { periods } = results;
  const spread = ({ from, values }: DocsValues): Values => periods.map((_, place) => values[place - from] ?? null);
  const blocks = [...series.holdout].sort((a, b) => a.from - b.from);
  const held = blocks[0]?.from ?? Infinity;
  const end = Math.max(...blocks.map(({ from, values }) => from + values.length - 1));
  const history = spread(series.history);
  // The two meet in one point, so that the line has no gap.
  const before = history.map((value, place) => (place <= held || place >= end ? value : null));
  const actual = history.map((value, place) => (place >= held && place <= end ? value : null));
  const stageOf = (fold: number): string => results.folds.find((one) => one.fold === fold)?.stage ?? "validation";
  const ahead = series.forecast;
  return {
    label: `${forecast.target}${series.label === "" ? "" : ` of ${series.label}`}: read the values with the arrow keys`,
    xs: periods.map(secondsOf),
    isTime: true,
    lines: [
      { label: "History", pieces: [before], color: "--chart-actual", look: "line" },
      ...(blocks.length === 0 ? [] : [
        { label: "Hold-out, actual", pieces: [actual], color: "--chart-actual", look: "dots" } satisfies Line,
        { label: "Hold-out, forecast", pieces: blocks.map(spread), color: "--chart-holdout", look: "dashes" } satisfies Line,
      ]),
      { label: "Forecast", pieces: [spread(ahead)], color: "--chart-ahead", look: "line" },
    ],
    band: { label: `${Math.round(forecast.level * 100)} % interval`, lower: spread(series.lower), upper: spread(series.upper), color: "--chart-ahead" },
    stretches: blocks.map(({ from, values, fold }) => ({ from, to: from + values.length - 1, label: stageOf(fold), color: "--chart-holdout" })),
  };
}

/** What the chart shows, in a sentence or two. */
export function forecastSentence(forecast: DocsForecast, { periods }: DocsForecastResults, series: DocsSeries): string {
  const { from, values } = series.forecast;
  const made = values.filter((value) => typeof value === "number");
  if (made.length === 0) return "No forecast of this series is published.";
  const total = made.reduce((sum, value) => sum + value, 0);
  return `${made.length} ${forecast.grain}${made.length === 1 ? "" : "s"}, ${formatDay(periods[from] ?? "")} to ${formatDay(periods[from + values.length - 1] ?? "")}, ${Math.round(total).toLocaleString("en-US")} in all, by ${series.model}.`;
}

/** The rows behind a line chart, newest first: x and a cell a line, two for the band. */
export function plotRows(plot: LinePlot): { readonly headings: readonly string[]; readonly rows: readonly (readonly [place: number, ...values: (number | null)[]])[] } {
  const cells: readonly Values[] = [...plot.lines.map(({ pieces }) => plot.xs.map((_, place) => pieces.map((piece) => piece[place]).find((value) => typeof value === "number") ?? null)), ...(plot.band === undefined ? [] : [plot.band.lower, plot.band.upper])];
  const rows = plot.xs.map((_, place): [number, ...(number | null)[]] => [place, ...cells.map((values) => values[place] ?? null)]).filter(([, ...values]) => values.some((value) => value !== null));
  return { headings: [...plot.lines.map(({ label }) => label), ...(plot.band === undefined ? [] : ["Lower", "Upper"])], rows: rows.reverse() };
}
