import type { ColumnType } from "../../define/types.ts";

/** How Trino writes a declared type. Iceberg has no JSON, so it lies there as text. */
export function typeName(type: ColumnType): string {
  switch (type.family) {
    case "integer":
      return "bigint";
    case "decimal":
      return `decimal(${type.precision}, ${type.scale})`;
    case "text":
    case "json":
      return "varchar";
    case "timestamp":
      return "timestamp(6)";
    case "list":
      return `array(${typeName(type.of)})`;
    default:
      return type.family;
  }
}
