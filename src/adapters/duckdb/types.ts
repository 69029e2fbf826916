import type { ColumnType } from "../../define/types.ts";

/** The declared type that a DuckDB type stands for, by the engine's own name of it; undefined where there is none. */
export function columnTypeOf(name: string): ColumnType | undefined {
  const list = /^(.*)\[\]$/.exec(name);
  if (list !== null) {
    const of = columnTypeOf(list[1]!);
    return of === undefined ? undefined : { family: "list", of };
  }
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(name);
  if (decimal !== null) return { family: "decimal", precision: Number(decimal[1]), scale: Number(decimal[2]) };
  switch (name) {
    case "TINYINT": case "SMALLINT": case "INTEGER": case "BIGINT": case "HUGEINT":
    case "UTINYINT": case "USMALLINT": case "UINTEGER": case "UBIGINT": case "UHUGEINT":
      return { family: "integer" };
    case "FLOAT": case "DOUBLE":
      return { family: "double" };
    case "VARCHAR":
      return { family: "text" };
    case "BOOLEAN":
      return { family: "boolean" };
    case "DATE":
      return { family: "date" };
    case "TIMESTAMP": case "TIMESTAMP_S": case "TIMESTAMP_MS": case "TIMESTAMP_NS":
      return { family: "timestamp" };
    case "JSON":
      return { family: "json" };
    default:
      return undefined;
  }
}
