import type { ColumnType } from "../../define/types.ts";

/** How PostgreSQL calls a declared type. A list of lists is an array, too, whose number of dimensions is no part of its type. */
export function typeName(type: ColumnType): string {
  switch (type.family) {
    case "integer":
      return "bigint";
    case "decimal":
      return `numeric(${type.precision}, ${type.scale})`;
    case "double":
      return "double precision";
    case "json":
      return "jsonb";
    case "list":
      return `${typeName(type.of)}[]`;
    default:
      return type.family;
  }
}
