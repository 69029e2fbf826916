import uPlot from "uplot";
import { formatMoment, formatNumber, formatTicks, formatTimeTicks } from "./chart-format.ts";
import { h } from "../dom.ts";
import { isNumber, readingsAt, valueRange, type Line, type LinePlot, type Values } from "./line-plot.ts";
import { onThemeChange } from "../theme.ts";
import { swatch } from "./chart-legend.ts";

const font = "12px";
const dash: Readonly<Record<Line["look"], number[] | undefined>> = { line: undefined, dots: undefined, dashes: [6, 4] };

/**
 * Draws lines over time or numbers on a canvas, with a read-out that follows the pointer or the arrow keys.
 *
 * A drag zooms, a double click shows everything again. To assistive technology it is a slider over the places of x that
 * tells what stands there.
 */
export function lineChart(plot: LinePlot): HTMLElement {
  const hasTime = plot.isTime && plot.xs.some((x) => x % 86_400 !== 0);
  const textAt = (place: number): string => plot.names?.[place] ?? (plot.isTime ? formatMoment(plot.xs[place] ?? 0, hasTime) : formatNumber(plot.xs[place]));
  const tip = h("div", { class: "plot-tip", hidden: true });
  const host = h("div", { class: "plot", tabindex: 0, role: "slider", "aria-label": plot.label, "aria-valuemin": 0, "aria-valuemax": Math.max(0, plot.xs.length - 1), "aria-valuenow": 0 }, tip);
  let chart: uPlot | undefined;

  const tell = (u: uPlot): void => {
    const { idx, left = -1 } = u.cursor;
    tip.hidden = typeof idx !== "number" || left < 0;
    if (typeof idx !== "number") return;
    const readings = readingsAt(plot, idx);
    tip.replaceChildren(h("strong", {}, textAt(idx)), ...readings.map((reading) => h("span", { class: "plot-reading" }, swatch(reading.color), h("span", {}, reading.label), h("b", {}, valueText(reading)))));
    const place = u.over.offsetLeft + left;
    const isRight = left > u.over.clientWidth / 2;
    tip.style.left = isRight ? "" : `${place + 14}px`;
    tip.style.right = isRight ? `${host.clientWidth - place + 14}px` : "";
    host.setAttribute("aria-valuenow", String(idx));
    host.setAttribute("aria-valuetext", [textAt(idx), ...readings.map((reading) => `${reading.label} ${valueText(reading)}`)].join(", "));
  };
  const moveTo = (place: number): void => {
    const x = plot.xs[place];
    if (chart !== undefined && x !== undefined) chart.setCursor({ left: chart.valToPos(x, "x"), top: chart.over.clientHeight / 2 });
  };
  const hide = (): void => chart?.setCursor({ left: -10, top: -10 });
  host.addEventListener("keydown", (event) => {
    const last = plot.xs.length - 1;
    const now = Number(host.getAttribute("aria-valuenow"));
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, PageDown: now + 10, PageUp: now - 10, Home: 0, End: last }[event.key];
    if (event.key === "Escape") hide();
    if (next === undefined) return;
    event.preventDefault();
    moveTo(Math.max(0, Math.min(last, tip.hidden && event.key.startsWith("Arrow") ? now : next)));
  });
  host.addEventListener("blur", hide);

  const draw = (): void => {
    if (host.clientWidth === 0) return;
    const size = { width: host.clientWidth, height: host.clientHeight };
    if (chart === undefined) chart = new uPlot({ ...optionsOf(plot, host, tell), ...size }, columnsOf(plot), host);
    else chart.setSize(size);
  };
  // The first call comes when the page is laid out; the last when it has gone.
  const watch = new ResizeObserver(() => {
    if (host.isConnected) return draw();
    watch.disconnect();
    forget();
    chart?.destroy();
  });
  const forget = onThemeChange(() => chart?.redraw(false, true));
  watch.observe(host);
  return host;
}

const valueText = ({ value, to }: { readonly value: number; readonly to?: number }): string => (to === undefined ? formatNumber(value) : `${formatNumber(value)} to ${formatNumber(to)}`);

const seriesOf = ({ lines, band }: LinePlot): readonly { readonly values: Values; readonly line?: Line }[] => [
  ...lines.flatMap((line) => line.pieces.map((values) => ({ values, line }))),
  ...(band === undefined ? [] : [{ values: band.upper }, { values: band.lower }]),
];

/** Masked or missing numbers are gaps. */
const columnsOf = (plot: LinePlot): uPlot.AlignedData => [[...plot.xs], ...seriesOf(plot).map(({ values }) => values.map((value) => (isNumber(value) ? value : null)))];

function optionsOf(plot: LinePlot, host: HTMLElement, tell: (u: uPlot) => void): Omit<uPlot.Options, "width" | "height"> {
  const color = (name: string): string => getComputedStyle(host).getPropertyValue(name).trim();
  const face = (): string => `${font} ${color("--sans")}`;
  const series = seriesOf(plot);
  const { band } = plot;
  const isDense = host.clientWidth < 6 * plot.xs.length;
  const isLine = (index: number): boolean => series[index - 1]?.line !== undefined;
  const xTicks = (values: readonly number[], step: number): readonly string[] => {
    if (plot.isTime) return formatTimeTicks(values, step);
    return plot.names === undefined ? formatTicks(values) : values.map((place) => plot.names![place] ?? "");
  };
  const axis: uPlot.Axis = { stroke: () => color("--ink-quiet"), font: face(), grid: { stroke: () => color("--line"), width: 1 }, ticks: { show: false } };
  return {
    ...(plot.isTime ? { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC") } : {}),
    padding: [18, 12, 0, 0],
    legend: { show: false },
    scales: { x: { time: plot.isTime }, y: { range: () => [...valueRange(plot)] as [number, number] } },
    axes: [
      { ...axis, size: 44, gap: 8, space: 64, values: (_, values, __, ___, step) => [...xTicks(values, step)], grid: { show: false } },
      { ...axis, gap: 8, size: (_, texts) => 18 + 7 * Math.max(2, ...(texts ?? []).map((text) => text.length)), values: (_, values) => [...formatTicks(values)] },
    ],
    series: [
      {},
      ...series.map(({ line }): uPlot.Series => {
        if (line === undefined) return { points: { show: false }, width: 0 };
        return {
          stroke: () => color(line.color),
          width: line.look === "line" ? 1.75 : 2,
          ...(dash[line.look] === undefined ? {} : { dash: dash[line.look]! }),
          points: line.look === "dots" ? { show: true, size: isDense ? 3 : 5, width: 0, fill: () => color(line.color) } : { show: false },
        };
      }),
    ],
    ...(band === undefined ? {} : { bands: [{ series: [series.length - 1, series.length], fill: () => `${color(band.color)}38` }] }),
    cursor: {
      y: false,
      drag: { x: true, y: false },
      points: { size: (_, index) => (isLine(index) ? 8 : 0), width: 2, stroke: () => color("--surface"), fill: (_, index) => color(series[index - 1]?.line?.color ?? "--ink") },
    },
    hooks: { drawClear: [(u) => shade(u, plot, color, face())], setCursor: [tell] },
  };
}

/** Stretches behind the lines, half a step wider than their places, with their names above them, where no line goes and as far as there is room. */
function shade(u: uPlot, { stretches, xs }: LinePlot, color: (name: string) => string, face: string): void {
  const { ctx, bbox } = u;
  const ratio = bbox.width / Math.max(1, u.over.clientWidth);
  const edge = (place: number, side: number): number => {
    const [here = 0, next = here] = [xs[place], xs[place + side] ?? 2 * (xs[place] ?? 0) - (xs[place - side] ?? 0)];
    return Math.max(bbox.left, Math.min(bbox.left + bbox.width, u.valToPos((here + next) / 2, "x", true)));
  };
  ctx.save();
  for (const { from, to, label, color: name } of stretches) {
    const [left, right] = [edge(from, -1), edge(to, 1)];
    if (right - left < 1) continue;
    ctx.fillStyle = `${color(name)}14`;
    ctx.fillRect(left + ratio, bbox.top, right - left - 2 * ratio, bbox.height);
    ctx.font = face.replace(/^[\d.]+px/, `${11 * ratio}px`);
    ctx.fillStyle = color("--ink-quiet");
    ctx.textBaseline = "bottom";
    if (ctx.measureText(label).width < right - left - 8 * ratio) ctx.fillText(label, left + 5 * ratio, bbox.top - 3 * ratio);
  }
  ctx.restore();
}
