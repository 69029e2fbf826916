import type { ResultRow, Value } from "../../adapters/adapter.ts";
import { plain } from "../../errors/paint.ts";
import { sampleTable } from "../../report/terminal/sample-table.ts";

/** Rows as people and other programs read them. `width` is that of the terminal; undefined: everything is shown. */
export function rowsAs(form: "table" | "json" | "csv", rows: readonly ResultRow[], width: number | undefined): string {
  switch (form) {
    case "json":
      return JSON.stringify(rows.map(jsonRow), undefined, 2);
    case "csv":
      return [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))].map((cells) => cells.map(csvField).join(",")).join("\n");
    case "table":
      return rows.length === 0 ? "no rows" : sampleTable(rows.map((row) => mapped(row, text)), width ?? Infinity, plain).join("\n");
  }
}

/** A row as JSON can hold it. */
export const jsonRow = (row: ResultRow): Readonly<Record<string, unknown>> => mapped(row, jsonValue);

const mapped = <T>(row: ResultRow, change: (value: Value) => T): Record<string, T> => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value)]));

const text = (value: Value): string => (Array.isArray(value) ? JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? Number(item) : item)) : String(value));

/** A whole number that JSON would round stays exact as a text. */
function jsonValue(value: Value): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return Array.isArray(value) ? value.map(jsonValue) : value;
}

/** @source RFC 4180; null is the empty field, the empty text is "" */
function csvField(value: Value): string {
  if (value === null) return "";
  const field = text(value);
  return field === "" || /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
