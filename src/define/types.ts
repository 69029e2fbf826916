/** What kind of value a column holds. Numeric families convert into each other; all others must match. */
export type Family = "integer" | "decimal" | "double" | "text" | "boolean" | "date" | "timestamp" | "json" | "list";
export type NumericFamily = "integer" | "decimal" | "double";

/** The declared type of a column, engine-neutral. `integer` is 64-bit, `timestamp` has microseconds and no zone (UTC). */
export type ColumnType =
  | { readonly family: "integer" | "double" | "text" | "boolean" | "date" | "timestamp" | "json" }
  | { readonly family: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly family: "list"; readonly of: ColumnType };

const numeric: ReadonlySet<Family> = new Set(["integer", "decimal", "double"]);

export const isNumeric = (family: Family): family is NumericFamily => numeric.has(family);

/** Whether a value of `from` may stand where `to` is declared: the same family, or both numeric. */
export const convertsTo = (from: Family, to: Family): boolean => from === to || (isNumeric(from) && isNumeric(to));

export function sameType(a: ColumnType, b: ColumnType): boolean {
  return typeText(a) === typeText(b);
}

/** The type as users write and read it: `decimal(18, 2)`, `list(text)`. */
export function typeText(type: ColumnType): string {
  switch (type.family) {
    case "decimal":
      return `decimal(${type.precision}, ${type.scale})`;
    case "list":
      return `list(${typeText(type.of)})`;
    default:
      return type.family;
  }
}
