import type { Dialect, FileScan } from "../../adapter.ts";
import { csvFormat } from "./format.ts";

/** A path as a literal; `file` takes `*`, `?` and `[` for themselves. */
export function fileText(path: string, kind: "file" | "glob" = "file"): string {
  const pattern = kind === "file" ? path.replace(/[*?[]/g, "[$&]") : path;
  return `'${pattern.replaceAll("'", "''")}'`;
}

/** Several paths as one argument of a `read_…` function. */
export const fileList = (paths: readonly string[]): string => `[${paths.map((path) => fileText(path)).join(", ")}]`;

/** Nothing is guessed. Meant for files that `checkCsv` has passed: DuckDB alone is not strict. */
export function scanCsv(file: FileScan, dialect: Dialect, paths: readonly string[], names: readonly string[], hasHeader: boolean): string {
  const { csv, columns } = file;
  const format = csvFormat(csv, file.path);
  const text = (value: string) => dialect.literal(value, "text");
  const typeOf = (name: string) => columns.find((column) => column.name === name)!.type;
  const types = names.map((name) => `${text(name)}: ${text(typeOf(name).family === "list" ? "varchar" : dialect.typeName(typeOf(name)))}`);
  const options = [
    `columns = {${types.join(", ")}}`,
    "auto_detect = false",
    `header = ${hasHeader}`,
    `delim = ${text(format.delimiter)}`,
    `quote = ${text(format.quote)}`,
    `escape = ${text(format.quote)}`,
    `nullstr = [${format.nulls.map(text).join(", ")}]`,
    `allow_quoted_nulls = ${format.quotedNulls}`,
    "null_padding = false",
    // Line ends may be mixed; everything else that this allows has been refused before.
    "strict_mode = false",
    ...(format.dateFormat === undefined ? [] : [`dateformat = ${text(format.dateFormat)}`]),
    ...(format.timestampFormat === undefined ? [] : [`timestampformat = ${text(format.timestampFormat)}`]),
  ];
  const selected = columns.map(({ name, type }) => (type.family === "list" ? `from_json(${dialect.quote(name)}, ${text(JSON.stringify([dialect.typeName(type.of)]))}) as ${dialect.quote(name)}` : dialect.quote(name)));
  return `(select ${selected.join(", ")} from read_csv(${fileList(paths)}, ${options.join(", ")}))`;
}
