import type { Paint } from "../../errors/paint.ts";

type Row = Readonly<Record<string, string>>;

const widestCell = 40;

/**
 * Rows as a small table with aligned columns: numbers to the right, all else to the left.
 *
 * Long values are cut at 40 characters, and columns that would go beyond `width` are left out and counted.
 *
 * @example sampleTable([{ id: "7", name: "Ana" }], 80, plain) // ["id  name", " 7  Ana"]
 */
export function sampleTable(rows: readonly Row[], width: number, paint: Paint): readonly string[] {
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name) => columnOf(name, rows.map((row) => cell(row[name] ?? "null"))));
  const fitting = columns.filter((_, index) => index === 0 || columns.slice(0, index + 1).reduce((sum, column) => sum + column.width + 2, 0) - 2 <= width);
  const line = (cells: readonly string[]): string => cells.join("  ").trimEnd();
  const left = columns.length - fitting.length;
  return [
    paint.dim(line(fitting.map(({ head }) => head))),
    ...rows.map((_, index) => line(fitting.map(({ cells }) => cells[index]!))),
    ...(left === 0 ? [] : [paint.dim(`and ${left} more ${left === 1 ? "column" : "columns"}`)]),
  ];
}

function columnOf(name: string, cells: readonly string[]): { readonly width: number; readonly head: string; readonly cells: readonly string[] } {
  const head = cell(name);
  const width = Math.max(head.length, ...cells.map(({ length }) => length));
  const isNumeric = cells.every((text) => text === "null" || /^-?\d[\d.e+-]*$/.test(text));
  const align = (text: string): string => (isNumeric ? text.padStart(width) : text.padEnd(width));
  return { width, head: align(head), cells: cells.map(align) };
}

/** A control character would break the line or recolour the terminal. */
function cell(value: string): string {
  const text = value.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "\uFFFD");
  return text.length > widestCell ? `${text.slice(0, widestCell - 1)}…` : text;
}
