import type { Compiled } from "../compile/compiled.ts";
import type { DocsNode } from "./docs/docs-data.ts";
import type { ModelNode, NodeId, RelationNode } from "../load/node.ts";
import type { Reader } from "./gather-docs-rows.ts";
import { EngineError } from "../errors/engine-error.ts";
import { docsChart } from "./gather-docs-chart.ts";
import { docsForecast } from "./gather-docs-forecast.ts";
import { docsRegression } from "./gather-docs-regression.ts";
import { isRelation } from "../load/node.ts";
import { limits } from "./gather-docs-rows.ts";

/** What is drawn of a node. */
export type Pictures = Pick<DocsNode, "forecast" | "regression" | "chart">;

/**
 * Reads what the site draws: forecasts, regressions, and charts that models ask for.
 *
 * All rows together take at most 1.5 MB. What cannot be read is told on its page and hinders nothing else.
 *
 * @param reader undefined where nothing was built: the pages then say so
 */
export async function docsPictures(compiled: Compiled, reader: Reader | undefined): Promise<ReadonlyMap<NodeId, Pictures>> {
  const relations = [...compiled.graph.nodes.values()].filter(isRelation).filter((node) => !isCompanion(node));
  const large = relations.filter((node) => madeBy(node) !== undefined);
  const charts = relations.filter((node) => node.meta["chart"] !== undefined);
  // A chart is at most 520 × 8 numbers, about 35 kB; there may be many, so the room is shared.
  const bytes = Math.min(limits.bytesEach, Math.floor(limits.bytesAll / Math.max(1, large.length + charts.length / 8)));
  const pictures = new Map<NodeId, Pictures>();
  for (const node of new Set([...large, ...charts])) pictures.set(node.id, { ...(await madePicture(node, compiled, reader, bytes)), ...(await chartPicture(node, compiled, reader)) });
  return pictures;
}

const madeBy = (node: RelationNode): "forecast" | "regression" | undefined => (node.kind === "model" ? node.made?.by : undefined);

/** Whether a relation is made along with another that has its name. */
export const isCompanion = (node: RelationNode): boolean => node.kind === "model" && node.made !== undefined && node.made.part !== "";

async function madePicture(node: RelationNode, compiled: Compiled, reader: Reader | undefined, bytes: number): Promise<Pictures> {
  const made = madeBy(node);
  if (made === undefined) return {};
  const read = async (from: Reader | undefined): Promise<Pictures> =>
    made === "forecast" ? { forecast: await docsForecast(node as ModelNode, compiled, from, bytes) } : { regression: await docsRegression(node as ModelNode, compiled, from, bytes) };
  return orNote(() => read(reader), async (missing) => {
    const { forecast, regression } = await read(undefined);
    return { ...(forecast === undefined ? {} : { forecast: { ...forecast, missing } }), ...(regression === undefined ? {} : { regression: { ...regression, missing } }) };
  });
}

async function chartPicture(node: RelationNode, compiled: Compiled, reader: Reader | undefined): Promise<Pictures> {
  const read = async (from: Reader | undefined): Promise<Pictures> => {
    const chart = await docsChart(node, compiled, from);
    return chart === undefined ? {} : { chart };
  };
  return orNote(() => read(reader), async (missing) => ({ chart: { ...(await read(undefined)).chart!, missing } }));
}

/** A relation that the target refuses to show is no reason to go without a site. */
async function orNote(read: () => Promise<Pictures>, note: (missing: string) => Promise<Pictures>): Promise<Pictures> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.cancelled) throw thrown;
    return note(`Its rows could not be read: ${thrown.message}`);
  }
}
