import type { ColumnNode } from "../../load/node.ts";
import type { Value } from "../../adapters/adapter.ts";

export interface RowDifference {
  /** `lacks 1 expected row and makes 2 unexpected ones` */
  readonly summary: string;
  /** The rows of both kinds as aligned tables, at most `shownRows` of each. */
  readonly tables: string;
  /** Missing and unexpected rows together. */
  readonly count: number;
}

type Row = readonly Value[];

const shownRows = 5;

/** Doubles are equal within this share of the greater one: sums differ in the last bits by the order of their rows. */
const tolerance = 1e-9;

/** How two multisets of rows differ; undefined when they do not. */
export function differenceOf(columns: readonly Pick<ColumnNode, "name" | "type">[], expected: readonly Row[], made: readonly Row[]): RowDifference | undefined {
  const unexpected = new Map<string, Row[]>();
  const exactColumns = columns.flatMap(({ type }, index) => (type.family === "double" || type.family === "list" ? [] : [index]));
  const keyOf = (row: Row): string => exactColumns.map((index) => exactText(row[index]!, columns[index]!.type.family)).join("\n");
  for (const row of made) unexpected.set(keyOf(row), [...(unexpected.get(keyOf(row)) ?? []), row]);
  const missing = expected.filter((row) => {
    const candidates = unexpected.get(keyOf(row)) ?? [];
    const twin = candidates.findIndex((candidate) => candidate.every((value, index) => exactColumns.includes(index) || isSame(value, row[index]!)));
    if (twin >= 0) candidates.splice(twin, 1);
    return twin < 0;
  });
  const extra = [...unexpected.values()].flat();
  const count = missing.length + extra.length;
  if (count === 0) return undefined;
  const names = columns.map(({ name }) => name);
  const tables = [...tableOf("missing", names, missing), ...tableOf("unexpected", names, extra)];
  return { summary: summaryOf(missing.length, extra.length), tables: tables.join("\n"), count };
}

function summaryOf(missing: number, extra: number): string {
  const rows = (count: number, kind: string) => `${count} ${kind} ${count === 1 ? "row" : "rows"}`;
  return [...(missing > 0 ? [`lacks ${rows(missing, "expected")}`] : []), ...(extra > 0 ? [`makes ${rows(extra, "unexpected")}`] : [])].join(" and ");
}

/** Unlike values have unlike texts. White space between the tokens of JSON is no part of its value. */
function exactText(value: Value, family: string): string {
  const text = family === "json" && typeof value === "string" ? value.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1") : value;
  return typeof text === "string" ? JSON.stringify(text) : String(text);
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return a === b || Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  return a === b;
}

function tableOf(title: string, names: readonly string[], rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return [];
  const lines = [names, ...rows.slice(0, shownRows).map((row) => row.map(shown))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const text = lines.map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`.trimEnd());
  return [`${title}:`, ...text, ...(rows.length > shownRows ? [`  … and ${rows.length - shownRows} more`] : [])];
}

/** A text that could be taken for something else, or not be seen, stands in quotes. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value === "string") return value === "null" || value.trim() !== value || value === "" || /[\p{Cc}\p{Cf}]/u.test(value) ? JSON.stringify(value) : value;
  return String(value);
}
