import type { DocsCandidate, DocsForecast, DocsFold } from "../docs-pictures.ts";
import type { DocsNode, DocsTest } from "../docs-data.ts";
import { dataTable } from "./chart/data-table.ts";
import { formatCount } from "./format.ts";
import { formatDay, formatNumber, formatPercent } from "./chart/chart-format.ts";
import { h, svg, type Child } from "./dom.ts";
import { section, statusBadge } from "./badges.ts";
import { secondsOf } from "./chart/line-plot.ts";
import type { Site } from "./site.ts";

export const shares = ["mape", "wape"];
export const stageNames = { validation: "Validation", test: "Test" } as const;

/** How every candidate did on the hold-out, the gate that the choice had to pass, and the walk through the blocks. */
export function candidates(site: Site, node: DocsNode): HTMLElement | undefined {
  const { forecast } = node;
  const results = forecast?.results;
  if (forecast === undefined || results === undefined || results.candidates.length === 0) return undefined;
  const stages = (["validation", "test"] as const).filter((stage) => results.candidates.some((one) => one.stage === stage));
  const notes = { validation: "What the choice saw.", test: "What the choice never saw." };
  return section(
    "candidates",
    "Candidates",
    formatCount(new Set(results.candidates.filter(({ isChosen }) => !isChosen).map(({ model }) => model)).size),
    gate(gateTests(site, node)),
    ...stages.flatMap((stage) => [h("h3", { class: "data-title" }, stageNames[stage], h("span", { class: "quiet" }, notes[stage])), scoreTable(forecast, results.candidates.filter((one) => one.stage === stage), stage)]),
    results.folds.length > 0 && h("h3", { class: "data-title" }, "Blocks", h("span", { class: "quiet" }, "Each forecast as in earnest, from what was known before it.")),
    results.folds.length > 0 && foldTable(results.folds),
  );
}

/** Tests of the scores that hold the choice against baselines; their names end in that of the scores. */
function gateTests(site: Site, { id }: DocsNode): readonly DocsTest[] {
  const scores = (site.companions.get(id) ?? []).find(({ companion }) => companion?.part === "scores");
  return (scores?.tests ?? []).filter(({ name }) => name.startsWith("beats_")).map((test) => ({ ...test, name: test.name.replace(`_${scores!.name}`, "").replaceAll("_", " ") }));
}

function gate(tests: readonly DocsTest[]): HTMLElement {
  if (tests.length === 0) return h("p", { class: "gate quiet" }, "No gate: what was chosen is published whether or not it beats a baseline.");
  return h("ul", { class: "gate" }, ...tests.map(({ name, status, message }) => h("li", {}, statusBadge(status), h("span", {}, `Gate: ${name}`), message !== undefined && status !== "pass" && h("span", { class: "quiet" }, message))));
}

function scoreTable({ metric }: DocsForecast, all: readonly DocsCandidate[], stage: DocsCandidate["stage"]): HTMLElement {
  const named = Object.keys(all[0]?.metrics ?? {}).filter((name) => all.some(({ metrics }) => typeof metrics[name] === "number") && !(name === "wmae" && isSameAsMae(all)));
  const worst = Math.max(...all.map(({ metrics }) => metrics[metric] ?? 0));
  // Of one series, or of one choice for all, what was chosen is one of the candidates.
  const only = all.find(({ isChosen, series }) => !isChosen && series > 0 && series === all.find((one) => one.isChosen)?.series);
  const sorted = all.filter(({ isChosen }) => !isChosen || only === undefined).sort((a, b) => Number(b.isChosen) - Number(a.isChosen) || (a.place ?? Infinity) - (b.place ?? Infinity) || (a.metrics[metric] ?? Infinity) - (b.metrics[metric] ?? Infinity));
  const isPartly = all.some(({ rows, covered }) => covered < rows);
  return dataTable(
    `${stageNames[stage]} scores of all candidates`,
    [{ text: "Candidate" }, ...named.map((name) => ({ text: name.toUpperCase(), isNumber: true, isStrong: name === metric })), ...(only === undefined ? [{ text: "Series", isNumber: true }] : []), ...(isPartly ? [{ text: "Own rows", isNumber: true }] : [])],
    sorted.map((one) => ({
      look: one.isChosen || one === only ? "is-chosen" : "",
      cells: [
        candidateName(one, one === only),
        ...named.map((name): Child => (name === metric ? measured(one.metrics[name] ?? null, worst, shares.includes(name)) : scoreText(name, one.metrics[name] ?? null))),
        ...(only === undefined ? [formatCount(one.series)] : []),
        ...(isPartly ? [one.rows === 0 ? "–" : formatPercent(one.covered / one.rows)] : []),
      ],
    })),
  );
}

/** Without weights the two are the same. */
const isSameAsMae = (all: readonly DocsCandidate[]): boolean => all.every(({ metrics }) => metrics["wmae"] === metrics["mae"]);

export const scoreText = (name: string, value: number | null): string => (shares.includes(name) ? formatPercent(value) : formatNumber(value));

function candidateName({ model, isBaseline, isChosen }: DocsCandidate, isOnly: boolean): HTMLElement {
  if (isChosen) return h("span", { class: "candidate" }, h("strong", {}, "what each series chose"));
  return h("span", { class: "candidate" }, h("code", {}, model), isOnly && h("span", { class: "chip is-key" }, "chosen"), isBaseline && h("span", { class: "chip" }, "baseline"));
}

/** A number with a bar as long as its share of the worst. */
export function measured(value: number | null, worst: number, isShare: boolean): HTMLElement {
  const bar = h("span", { class: "measure-bar" });
  bar.style.width = `${typeof value === "number" && worst > 0 ? Math.max(1, (100 * value) / worst) : 0}%`;
  return h("span", { class: "measure" }, isShare ? formatPercent(value) : formatNumber(value), h("span", { class: "measure-track", "aria-hidden": "true" }, bar));
}

function foldTable(folds: readonly DocsFold[]): HTMLElement {
  const first = secondsOf(folds[0]!.origin);
  const last = Math.max(...folds.map((fold) => secondsOf(fold.last)));
  // What is known before the first block is drawn as long as the blocks together, less where that is little.
  const begin = first - (last - first) * 0.5;
  return dataTable(
    "Hold-out blocks",
    [{ text: "Block" }, { text: "Known until" }, { text: "Forecast" }, { text: "" }, { text: "Rows", isNumber: true }, { text: "MAE of the choice", isNumber: true }],
    folds.map((fold) => ({ cells: [stageNames[fold.stage], formatDay(fold.origin), `${formatDay(fold.first)} to ${formatDay(fold.last)}`, foldStrip(fold, begin, last), formatCount(fold.rows), formatNumber(fold.mae)] })),
  );
}

/** What was known, and then what was forecast, along one axis for all blocks. */
function foldStrip(fold: DocsFold, begin: number, last: number): SVGSVGElement | undefined {
  const place = (iso: string): number => Math.round((1000 * (secondsOf(iso) - begin)) / Math.max(1, last - begin)) / 10;
  const [known, end] = [place(fold.origin), place(fold.last)];
  // A date may be masked.
  if (Number.isNaN(known + end)) return undefined;
  return svg("svg", { class: "fold-strip", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { class: "is-known", x: 0, y: 3.5, width: Math.max(0, known), height: 3 }), svg("rect", { class: `is-${fold.stage}`, x: known, y: 0, width: Math.max(0.5, end - known), height: 10 }));
}
