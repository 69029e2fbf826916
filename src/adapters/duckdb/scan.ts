import type { Dialect, FileScan } from "../adapter.ts";

/** Parquet carries its types; a column that is declared otherwise is converted, and an impossible value is an error. */
export function scanParquet({ path, columns }: FileScan, dialect: Dialect): string {
  const list = columns.map(({ name, type }) => `${dialect.cast(dialect.quote(name), type, false)} as ${dialect.quote(name)}`);
  return `(select ${list.join(", ")} from read_parquet(${dialect.literal(path, "text")}))`;
}

export function scanJson({ path, columns }: FileScan, dialect: Dialect): string {
  const types = columns.map(({ name, type }) => `${dialect.literal(name, "text")}: ${dialect.literal(dialect.typeName(type), "text")}`);
  return `(select ${columns.map(({ name }) => dialect.quote(name)).join(", ")} from read_json(${dialect.literal(path, "text")}, columns = {${types.join(", ")}}))`;
}

/** Nothing is guessed: delimiter, quote, types and formats are the declared ones. */
export function scanCsv({ path, csv, columns }: FileScan, dialect: Dialect): string {
  const text = (value: string) => dialect.literal(value, "text");
  const types = columns.map(({ name, type }) => `${text(name)}: ${text(dialect.typeName(type))}`);
  const options = [
    `columns = {${types.join(", ")}}`,
    "auto_detect = false",
    `header = ${csv.header ?? true}`,
    `delim = ${text(csv.delimiter ?? ",")}`,
    `quote = ${text(csv.quote ?? '"')}`,
    `escape = ${text(csv.quote ?? '"')}`,
    `nullstr = [${(csv.nulls ?? [""]).map(text).join(", ")}]`,
    "null_padding = false",
    "strict_mode = true",
    ...(csv.dateFormat === undefined ? [] : [`dateformat = ${text(csv.dateFormat)}`]),
    ...(csv.timestampFormat === undefined ? [] : [`timestampformat = ${text(csv.timestampFormat)}`]),
  ];
  return `(select ${columns.map(({ name }) => dialect.quote(name)).join(", ")} from read_csv(${text(path)}, ${options.join(", ")}))`;
}
