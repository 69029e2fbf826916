import type { ColumnNode, RowValue } from "../../load/node.ts";
import type { ColumnType, Family } from "../../define/types.ts";
import type { Dialect } from "../../adapters/adapter.ts";
import type { Origin } from "../../errors/rmodel-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { typeText } from "../../define/types.ts";

/**
 * A query that yields rows written by hand, each value of its column's declared type; what a row leaves out is null.
 *
 * @param what names the rows in messages: `given "shop.orders"`
 * @throws RM5002 a value that its column's type cannot hold exactly
 */
export function rowsQuery(rows: readonly Readonly<Record<string, RowValue>>[], columns: readonly Pick<ColumnNode, "name" | "type">[], what: string, origin: Origin, dialect: Dialect): string {
  const cell = (row: Readonly<Record<string, RowValue>>, { name, type }: Pick<ColumnNode, "name" | "type">, number: number): string => {
    const text = valueText(row[name] ?? null, type, dialect);
    if (text === undefined) throw new RmodelError("RM5002", origin, `row ${number} of the ${what} rows: "${name}" is ${typeText(type)}, not ${JSON.stringify(row[name])}`, forms[type.family].hint);
    return text;
  };
  // A relation without rows still has its columns.
  const written = rows.length === 0 ? [{}] : rows;
  const values = written.map((row, index) => `(${columns.map((column) => cell(row, column, index + 1)).join(", ")})`);
  const names = columns.map(({ name }) => dialect.quote(name)).join(", ");
  return `select * from (values ${values.join(",\n")}) as written (${names})${rows.length === 0 ? " where false" : ""}`;
}

interface Form {
  readonly hint: string;
  readonly types: readonly string[];
  readonly pattern?: RegExp;
}

const forms: Readonly<Record<Family, Form>> = {
  integer: { hint: "write a whole number such as 12 or 12n", types: ["number", "string"], pattern: /^[+-]?\d+$/ },
  decimal: { hint: "write a text such as \"12.50\" with no more digits than the type has", types: ["number", "string"], pattern: /^[+-]?\d+(\.\d+)?$/ },
  double: { hint: "write a number", types: ["number", "string"], pattern: /^([-+\d.e]+|NaN|-?Infinity)$/ },
  text: { hint: "write a text without NUL", types: ["string"], pattern: /^[^\0]*$/ },
  boolean: { hint: "write true or false", types: ["boolean"] },
  date: { hint: "write ISO text such as \"2024-01-31\"", types: ["string"], pattern: /^\d{4,}-\d\d-\d\d$/ },
  timestamp: { hint: "write ISO text in UTC such as \"2024-01-31 12:30:00\"", types: ["string"], pattern: /^\d{4,}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z?)?$/ },
  json: { hint: "write JSON text such as '{\"a\": 1}'", types: ["string"] },
  list: { hint: "write an array of such values", types: ["object"] },
};

/** Undefined for a value that does not fit: the engine would round it, or refuse it without saying where it stands. */
function valueText(value: unknown, type: ColumnType, dialect: Dialect): string | undefined {
  if (value === null) return dialect.cast("null", type, false);
  if (type.family === "list") {
    if (!Array.isArray(value)) return undefined;
    const items = value.map((item: unknown) => valueText(item, type.of, dialect));
    return items.includes(undefined) ? undefined : dialect.cast(`[${items.join(", ")}]`, type, false);
  }
  const { types, pattern } = forms[type.family];
  const text = typeof value === "bigint" ? value.toString() : String(value);
  if (!types.includes(typeof value === "bigint" ? "number" : typeof value) || pattern?.test(text) === false) return undefined;
  if (type.family === "decimal" && !fitsDecimal(text, type.precision, type.scale)) return undefined;
  if (type.family === "integer" && BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) return undefined;
  if (type.family === "json" && !isJson(text)) return undefined;
  return dialect.cast(dialect.literal(text, "text"), type, false);
}

function fitsDecimal(text: string, precision: number, scale: number): boolean {
  const [whole = "", fraction = ""] = text.replace(/^[+-]?0*/, "").split(".");
  return fraction.replace(/0+$/, "").length <= scale && whole.length <= precision - scale;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
