import type { ColumnType } from "../../define/types.ts";
import type { Node } from "./tree.ts";
import { isNumeric } from "../../define/types.ts";
import { nodeIn, textIn } from "./tree.ts";

/** Type of an expression: a column's, or one that only stands inside queries. */
export type ValueType = ColumnType | { readonly family: "interval" | "null" };

export const integer: ValueType = { family: "integer" };
export const double: ValueType = { family: "double" };
export const text: ValueType = { family: "text" };
export const boolean: ValueType = { family: "boolean" };
export const date: ValueType = { family: "date" };
export const timestamp: ValueType = { family: "timestamp" };
export const interval: ValueType = { family: "interval" };

/** Of a computed decimal only the scale matters: it shows in text, while too many digits are an error everywhere. */
export const decimalOf = (scale: number): ValueType => ({ family: "decimal", precision: 38, scale });

export const isNumber = (type: ValueType | undefined): boolean => type !== undefined && isColumnType(type) && isNumeric(type.family);
export const isMoment = (type: ValueType | undefined): boolean => type?.family === "date" || type?.family === "timestamp";

/** Digits after the point; integers have none. */
export const scaleOf = (type: ValueType | undefined): number => (type?.family === "decimal" ? type.scale : 0);

/** The one type that DuckDB brings these to; undefined where one is not known or they do not go together. */
export function commonType(types: readonly (ValueType | undefined)[]): ValueType | undefined {
  return types.slice(1).reduce((a, b) => (a === undefined || b === undefined ? undefined : join(a, b)), types[0]);
}

function join(a: ValueType, b: ValueType): ValueType | undefined {
  if (a.family === "null") return b;
  if (b.family === "null") return a;
  if (isNumber(a) && isNumber(b)) {
    if (a.family === "double" || b.family === "double") return double;
    if (a.family === "integer" && b.family === "integer") return integer;
    return decimalOf(Math.max(scaleOf(a), scaleOf(b)));
  }
  if (isMoment(a) && isMoment(b)) return a.family === b.family ? a : timestamp;
  if (a.family !== b.family) return undefined;
  if (a.family === "list" && b.family === "list") {
    return listOf(join(a.of, b.of));
  }
  return a;
}

/** A list of such values, where columns may hold them. */
export function listOf(of: ValueType | undefined): ValueType | undefined {
  return of === undefined || !isColumnType(of) ? undefined : { family: "list", of };
}

export const isColumnType = (type: ValueType): type is ColumnType => type.family !== "interval" && type.family !== "null";

/** A type as the syntax tree has it, or undefined for one that is not translated. */
export function typeOfTree(type: Node): ValueType | undefined {
  const info = nodeIn(type, "type_info");
  switch (textIn(type, "id")) {
    case "BOOLEAN":
      return boolean;
    case "SMALLINT": case "INTEGER": case "BIGINT":
      return integer;
    case "DECIMAL":
      return { family: "decimal", precision: Number(info?.width ?? 18), scale: Number(info?.scale ?? 3) };
    case "DOUBLE":
      return double;
    case "VARCHAR":
      return text;
    case "DATE":
      return date;
    case "TIMESTAMP":
      return timestamp;
    case "INTERVAL":
      return interval;
    case "LIST": {
      const of = info === undefined ? undefined : nodeIn(info, "child_type");
      return of === undefined ? undefined : listOf(typeOfTree(of));
    }
    default:
      return undefined;
  }
}
