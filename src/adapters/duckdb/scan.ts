import type { ColumnType } from "../../define/types.ts";
import type { Dialect, FileScan } from "../adapter.ts";
import { csvFormat } from "./csv-format.ts";

/** A path as a literal; `file` takes `*`, `?` and `[` for themselves. */
export function fileText(path: string, kind: "file" | "glob" = "file"): string {
  const pattern = kind === "file" ? path.replace(/[*?[]/g, "[$&]") : path;
  return `'${pattern.replaceAll("'", "''")}'`;
}

const list = (paths: readonly string[]): string => `[${paths.map((path) => fileText(path)).join(", ")}]`;

/** Nothing is guessed. Meant for files that `checkCsv` has passed: DuckDB alone is not strict. */
export function scanCsv(file: FileScan, dialect: Dialect, paths: readonly string[] = [file.path], names: readonly string[] = file.columns.map(({ name }) => name), hasHeader = file.csv.header ?? true): string {
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
  return `(select ${selected.join(", ")} from read_csv(${list(paths)}, ${options.join(", ")}))`;
}

export function scanParquet(file: FileScan, dialect: Dialect): string {
  return `(select ${file.columns.map(({ name, type }) => `${dialect.cast(dialect.quote(name), type, false)} as ${dialect.quote(name)}`).join(", ")} from read_parquet(${fileText(file.path, "glob")}))`;
}

export function scanJson({ path, columns }: FileScan, dialect: Dialect): string {
  const types = columns.map(({ name, type }: { name: string; type: ColumnType }) => `${dialect.literal(name, "text")}: ${dialect.literal(dialect.typeName(type), "text")}`);
  return `(select ${columns.map(({ name }) => dialect.quote(name)).join(", ")} from read_json(${fileText(path, "glob")}, columns = {${types.join(", ")}}))`;
}
