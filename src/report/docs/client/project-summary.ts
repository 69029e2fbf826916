import type { DocsKind } from "../docs-data.ts";
import { healthMark } from "./badges.ts";
import { h } from "./dom.ts";
import { formatCount, formatElapsed, formatPlural, formatShare, formatTime } from "./format.ts";
import { countHealth, type Health } from "./health.ts";
import { isTest } from "./layers.ts";
import type { Site } from "./site.ts";

const healthWords: readonly (readonly [Health, string])[] = [["fail", "failing"], ["warn", "warning"], ["pass", "passing"], ["idle", "not run"]];
const countedKinds: readonly (readonly [DocsKind, string])[] = [["model", "models"], ["forecast", "forecasts"], ["regression", "regressions"], ["source", "sources"], ["seed", "seeds"], ["snapshot", "snapshots"], ["dataTest", "data tests"], ["unitTest", "unit tests"]];

/** How the tests stand, in one sentence and one bar, and when they ran. */
export function healthPanel(site: Site): HTMLElement {
  const counts = countHealth(site.data.nodes);
  const { run } = site.data;
  const worst = healthWords.find(([health]) => counts[health] > 0)?.[0] ?? "idle";
  const parts = healthWords.filter(([health]) => counts[health] > 0);
  const segments = [...parts].reverse().map(([health]) => {
    const segment = h("span", { class: `segment is-${health}` });
    segment.style.flexGrow = String(counts[health]);
    return segment;
  });
  return h(
    "section",
    { class: `health is-${worst}`, "aria-label": "Health of tests" },
    h("p", { class: "health-line" }, healthMark(worst), healthSentence(counts)),
    h("div", { class: "segments", "aria-hidden": "true" }, ...segments),
    h("p", { class: "health-parts" }, ...parts.map(([health, word]) => h("span", { class: `is-${health}` }, h("strong", {}, formatCount(counts[health])), ` ${word}`))),
    h("p", { class: "quiet" }, run ? `Last run ${formatTime(run.startedAt)} in ${formatElapsed(run.elapsedMs)}. Nodes and tests: ${run.counts.pass} passed, ${run.counts.warn} warned, ${run.counts.error} failed, ${run.counts.skip} skipped.` : "Not run yet. Run rmodel build to see results here."),
  );
}

function healthSentence(counts: Readonly<Record<Health, number>>): string {
  const total = counts.fail + counts.warn + counts.pass + counts.idle;
  if (total === 0) return "No tests yet";
  if (counts.fail > 0) return `${formatPlural(counts.fail, "test")} failing`;
  if (counts.warn > 0) return `Healthy, with ${formatPlural(counts.warn, "warning")}`;
  if (counts.pass === 0) return `${formatPlural(total, "test")}, none run yet`;
  return counts.idle > 0 ? `${formatCount(counts.pass)} of ${formatPlural(total, "test")} pass, the rest did not run` : `All ${formatPlural(total, "test")} pass`;
}

/** How many nodes of each kind there are. */
export function kindCounts(site: Site): HTMLElement {
  const cells = countedKinds
    .map(([kind, label]) => ({ label, count: site.nodes.filter((node) => node.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => h("div", {}, h("dd", {}, formatCount(count)), h("dt", {}, count === 1 ? label.replace(/s$/, "") : label)));
  return h("dl", { class: "kinds", "aria-label": "What the project holds" }, ...cells);
}

/** How much of the project is described and tested. */
export function coverageMeters(site: Site): HTMLElement {
  const nodes = site.nodes.filter((node) => !isTest(node));
  const columns = nodes.flatMap((node) => node.columns);
  return h(
    "div",
    { class: "meters" },
    meter("Nodes described", nodes.filter((node) => node.description !== "").length, nodes.length),
    meter("Columns described", columns.filter((column) => column.description !== "").length, columns.length),
    meter("Nodes with tests", nodes.filter((node) => node.tests.length > 0).length, nodes.length),
  );
}

function meter(label: string, part: number, total: number): HTMLElement {
  const fill = h("span", { class: "meter-fill" });
  fill.style.width = `${total === 0 ? 0 : (100 * part) / total}%`;
  return h("div", { class: "meter" }, h("span", { class: "meter-label" }, label), h("span", { class: "meter-value" }, formatShare(part, total)), h("span", { class: "meter-track", "aria-hidden": "true" }, fill), h("span", { class: "quiet" }, `${formatCount(part)} of ${formatCount(total)}`));
}
