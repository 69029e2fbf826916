import type { DocsForecast, DocsSegment } from "../docs-pictures.ts";
import type { DocsNode } from "../docs-data.ts";
import { dataTable, unfold } from "./chart/data-table.ts";
import { formatCount } from "./format.ts";
import { h } from "./dom.ts";
import { measured, scoreText, shares, stageNames } from "./candidates-section.ts";
import { section } from "./badges.ts";
import type { Site } from "./site.ts";

/** A table of more values is folded away, so that those behind it are found. */
const mostShown = 8;

/** How the choice did where a column has one value, a table for each column and stage. */
export function segments(_site: Site, { forecast }: DocsNode): HTMLElement | undefined {
  const told = forecast?.results?.segments ?? [];
  if (forecast === undefined || told.length === 0) return undefined;
  const names = [...new Set(told.map(({ segment }) => segment))];
  const tables = names.flatMap((name) => (["validation", "test"] as const).flatMap((stage) => tableOf(forecast, name, stage, told.filter((one) => one.segment === name && one.stage === stage))));
  return section("segments", "Segments", formatCount(names.length), ...tables);
}

function tableOf(forecast: DocsForecast, name: string, stage: DocsSegment["stage"], rows: readonly DocsSegment[]): readonly HTMLElement[] {
  if (rows.length === 0) return [];
  const make = (): HTMLElement => segmentTable(forecast, name, stage, rows);
  return [h("h3", { class: "data-title" }, h("code", {}, name), h("span", { class: "quiet" }, stageNames[stage])), rows.length > mostShown ? unfold(`${formatCount(rows.length)} values`, make) : make()];
}

function segmentTable({ metric }: DocsForecast, name: string, stage: DocsSegment["stage"], rows: readonly DocsSegment[]): HTMLElement {
  const worst = Math.max(...rows.map(({ score }) => score ?? 0));
  return dataTable(
    `${stageNames[stage]} scores by ${name}`,
    [{ text: name }, { text: `${metric.toUpperCase()} of the choice`, isNumber: true, isStrong: true }, { text: "Best baseline", isNumber: true }, { text: "Rows", isNumber: true }],
    rows.map((one) => ({ cells: [one.value === "" ? "–" : one.value, measured(one.score, worst, shares.includes(metric)), scoreText(metric, one.baseline), formatCount(one.rows)] })),
  );
}
