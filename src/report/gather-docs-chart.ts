import { z } from "zod";
import type { Compiled } from "../compile/compiled.ts";
import type { DocsChart } from "./docs/docs-pictures.ts";
import type { Family } from "../define/types.ts";
import type { Reader } from "./gather-docs-rows.ts";
import type { RelationNode } from "../load/node.ts";
import type { ResultRow, Value } from "../adapters/adapter.ts";
import { limits, numberOf, someOf, wholeOf } from "./gather-docs-rows.ts";

const asked = z.strictObject({ kind: z.enum(["bar", "line"]), x: z.string(), y: z.string(), color: z.string().optional() });

const numeric: readonly Family[] = ["integer", "decimal", "double"];

/**
 * The chart that a relation asks for with `meta: { chart: { kind: "bar" | "line", x: "…", y: "…", color: "…" } }`.
 *
 * Its rows are drawn as they are, one for each x, or for each x and value of `color`: the model does the adding up. Of a line
 * the last 520 values of x are kept, of bars the 40 largest, or the last 40 where x is a time, and the 8 largest values of
 * `color`; `leftOut` says so.
 *
 * @returns undefined where no chart is asked for; one with `missing` where it cannot be drawn
 */
export async function docsChart(node: RelationNode, compiled: Compiled, reader: Reader | undefined): Promise<DocsChart | undefined> {
  if (node.meta["chart"] === undefined) return undefined;
  const parsed = asked.safeParse(node.meta["chart"]);
  if (!parsed.success) return without({ kind: "bar", x: "", y: "" }, 'meta.chart is { kind: "bar" | "line", x: "a column", y: "a column", color: "a column, or left out" }.');
  const { kind, x, y, color } = parsed.data;
  const picture = { kind, x, y, ...(color === undefined ? {} : { color }) };
  const wrong = problemOf(node, [x, y, ...(color === undefined ? [] : [color])], y);
  if (wrong !== undefined) return without(picture, wrong);
  const relation = reader?.nameOf(node.id);
  if (reader === undefined || relation === undefined) return without(picture, `Nothing of it is published here yet. Run rmodel build -s +${node.name}, then rmodel docs generate.`);
  const scale = scaleOf(node, x);
  const rows = await reader.query(chartSql({ ...picture, relation, scale, quote: compiled.dialect.quote }));
  return drawn(picture, scale, rows);
}

type Picture = Pick<DocsChart, "kind" | "x" | "y" | "color">;

const without = (picture: Picture, missing: string): DocsChart => ({ ...picture, scale: "name", xs: [], lines: [], leftOut: [], missing });

const familyOf = (node: RelationNode, column: string): Family | undefined => node.columns.find(({ name }) => name === column)?.type.family;

function problemOf(node: RelationNode, columns: readonly string[], y: string): string | undefined {
  const missing = columns.find((column) => familyOf(node, column) === undefined);
  if (missing !== undefined) return `meta.chart names the column "${missing}", which ${node.name} does not have.`;
  const personal = columns.find((column) => node.columns.some(({ name, pii }) => name === column && pii));
  if (personal !== undefined) return `meta.chart names the column "${personal}", which is personal data: it is not drawn.`;
  return numeric.includes(familyOf(node, y)!) ? undefined : `meta.chart draws "${y}", which is no number.`;
}

function scaleOf(node: RelationNode, x: string): DocsChart["scale"] {
  const family = familyOf(node, x)!;
  return family === "date" || family === "timestamp" ? "time" : numeric.includes(family) ? "number" : "name";
}

const limitOf = (kind: DocsChart["kind"]): number => (kind === "line" ? limits.points : limits.bars);

/** Whether the last values of x are kept, and not the largest. */
const keepsLast = ({ kind }: Pick<DocsChart, "kind">, scale: DocsChart["scale"]): boolean => kind === "line" || scale === "time";

/** Rows of the places and colours that are kept, with how many there are of both. */
function chartSql({ kind, x, y, color, relation, scale, quote }: Picture & { readonly relation: string; readonly scale: DocsChart["scale"]; readonly quote: (name: string) => string }): string {
  const size = `coalesce(sum(abs(${quote(y)})), 0) desc`;
  const ranked = (column: string, order: string, name: string): string =>
    `(select ${quote(column)} as ${name}, row_number() over (order by ${order}, ${quote(column)}) as place, count(*) over () as ${name}_count from ${relation} as rows_of where ${quote(column)} is not null group by ${quote(column)}) as ${name}s`;
  const xs = ranked(x, keepsLast({ kind }, scale) ? `${quote(x)} desc` : size, "x_value");
  const limit = limitOf(kind);
  return `select x_values.x_value, x_values.place, x_values.x_value_count, ${color === undefined ? "" : "colors.color, colors.place as color_place, colors.color_count, "}given.${quote(y)} as y_value
from ${relation} as given
join ${xs} on x_values.x_value = given.${quote(x)} and x_values.place <= ${limit}${color === undefined ? "" : `\njoin ${ranked(color, size, "color")} on colors.color = given.${quote(color)} and colors.place <= ${limits.colors}`}
order by ${scale === "name" && kind === "bar" ? "x_values.place" : "x_values.x_value"}
limit ${limit * limits.colors * 2}`;
}

function drawn(picture: Picture, scale: DocsChart["scale"], rows: readonly ResultRow[]): DocsChart {
  const textOf = (value: Value | undefined): string | number => (scale === "number" ? Number(value) : String(value));
  const xs = [...new Set(rows.map((row) => textOf(row["x_value"])))];
  const colors = [...new Map(rows.map((row) => [wholeOf(row["color_place"]), picture.color === undefined ? picture.y : String(row["color"])])).entries()].sort(([a], [b]) => a - b);
  if (new Set(rows.map((row) => JSON.stringify([textOf(row["x_value"]), wholeOf(row["color_place"])]))).size < rows.length) {
    return without(picture, `Several rows share one ${[picture.x, ...(picture.color === undefined ? [] : [picture.color])].join(" and ")}: a chart draws one row for each, so add them up in the model.`);
  }
  const places = new Map(xs.map((x, place) => [x, place]));
  const lines = colors.map(([place, label]) => {
    const values: (number | null)[] = xs.map(() => null);
    for (const row of rows) if (wholeOf(row["color_place"]) === place) values[places.get(textOf(row["x_value"]))!] = numberOf(row["y_value"]);
    return { label, values };
  });
  const [allXs, allColors] = [wholeOf(rows[0]?.["x_value_count"]), wholeOf(rows[0]?.["color_count"])];
  const leftOut = [
    ...someOf(limitOf(picture.kind), allXs, `values of ${picture.x}`, keepsLast(picture, scale) ? "the last" : "the largest"),
    ...(picture.color === undefined ? [] : someOf(limits.colors, allColors, `values of ${picture.color}`, "the largest")),
  ];
  return { ...picture, scale, xs, lines, leftOut, ...(rows.length === 0 ? { missing: "It has no rows." } : {}) };
}
