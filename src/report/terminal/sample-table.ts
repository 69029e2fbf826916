import type { Paint } from "../../errors/paint.ts";

type Row = Readonly<Record<string, string>>;

const widestCell = 40;

/**
 * Rows as a small table with aligned columns: numbers to the right, all else to the left.
 *
 * Where the table is wider than `width`, values are cut at 40 characters; columns that go beyond it even so are left out
 * and counted.
 *
 * @example sampleTable([{ id: "7", name: "Ana" }], 80, plain) // ["id  name", " 7  Ana"]
 */
export function sampleTable(rows: readonly Row[], width: number, paint: Paint): readonly string[] {
  const names = Object.keys(rows[0] ?? {});
  const cutAt = (longest: number) => names.map((name) => columnOf(cell(name, longest), rows.map((row) => cell(row[name] ?? "null", longest))));
  const whole = cutAt(Infinity);
  const columns = widthOf(whole) <= width ? whole : cutAt(widestCell);
  const fitting = columns.filter((_, index) => index === 0 || widthOf(columns.slice(0, index + 1)) <= width);
  const line = (cells: readonly string[]): string => cells.join("  ").trimEnd();
  const left = columns.length - fitting.length;
  return [
    paint.dim(line(fitting.map(({ head }) => head))),
    ...rows.map((_, index) => line(fitting.map(({ cells }) => cells[index]!))),
    ...(left === 0 ? [] : [paint.dim(`and ${left} more ${left === 1 ? "column" : "columns"}`)]),
  ];
}

interface Column {
  readonly width: number;
  readonly head: string;
  readonly cells: readonly string[];
}

const widthOf = (columns: readonly Column[]): number => columns.reduce((sum, { width }) => sum + width + 2, -2);

function columnOf(head: string, cells: readonly string[]): Column {
  const width = Math.max(head.length, ...cells.map(({ length }) => length));
  const isNumeric = cells.every((text) => text === "null" || /^-?\d[\d.e+-]*$/.test(text));
  const align = (text: string): string => (isNumeric ? text.padStart(width) : text.padEnd(width));
  return { width, head: align(head), cells: cells.map(align) };
}

/** A control character would break the line or recolour the terminal; a line end is common in data and has a sign of its own. */
function cell(value: string, longest: number): string {
  const text = value.replace(/\r?\n/g, "↵").replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "\uFFFD");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
