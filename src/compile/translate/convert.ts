import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import { compound, failed, operand, simple } from "./value.ts";
import { isNumber, scaleOf } from "./value-type.ts";

/** The value as a double, where it is a number. */
export function asDouble(value: Value, node: Node, context: Context): Value {
  if (value.failed) return value;
  if (value.type?.family === "double") return value;
  if (value.type?.family === "integer" && typeof value.literal === "number") return { ...simple(context.rules.doubleLiteral(String(value.literal)), { family: "double" }), literal: value.literal };
  if (value.type !== undefined && value.type.family !== "null" && !isNumber(value.type)) {
    return context.refuse(node, `a ${value.type.family} stands where a number is expected`, "convert it with fn.cast");
  }
  return simple(context.target.cast(value.sql, { family: "double" }, false), { family: "double" });
}

/** The value as DuckDB writes it as text. */
export function asText(value: Value, node: Node, context: Context): Value {
  const { rules, target } = context;
  if (value.failed) return value;
  const converted = (sql: string): Value => simple(target.cast(sql, { family: "text" }, false), { family: "text" });
  const family = value.type?.family;
  switch (family) {
    case "text":
      return value;
    case "null":
    case "integer":
    case "boolean":
      return converted(value.sql);
    case "date":
      return simple(rules.dateText(operand(value)), { family: "text" });
    case "decimal":
      // A computed decimal may have more digits after the point than it has in DuckDB, or fewer.
      return converted(target.cast(value.sql, { family: "decimal", precision: 38, scale: scaleOf(value.type) }, false));
    case "timestamp":
      return compound(rules.timestampText(operand(value)), { family: "text" });
    case "double":
      return context.refuse(node, `${rules.title} writes doubles as text in another way than DuckDB`, "convert it to a decimal first: cast(cast(x as decimal(18, 2)) as varchar)");
    case undefined:
      return typeNeeded(node, "how it is written as text depends on its type", context);
    default:
      return context.refuse(node, `${rules.title} writes a ${family} as text in another way than DuckDB`);
  }
}

/** The value as a key of an order: texts by their code points, as DuckDB orders them. */
export function asOrderKey(value: Value, node: Node, context: Context): Value {
  if (value.failed) return value;
  if (value.type?.family === "json" || value.type?.family === "list") return context.refuse(node, `an order of ${value.type.family === "json" ? "JSON" : "lists"} is not translated for ${context.rules.title}`);
  if (!context.rules.collates) return value;
  if (value.type === undefined) return typeNeeded(node, `${context.rules.title} orders texts by the database's language`, context);
  return value.type.family === "text" ? compound(context.rules.inCodeOrder(operand(value)), value.type) : value;
}

/** The complaint about a type that is not known. */
export const typeNeeded = (node: Node, why: string, context: Context): Value => context.refuse(node, `the type of this is not known, but ${why}`, "say its type with fn.cast");

/** The first that was refused already, so that nothing is said twice. */
export const failedIn = (values: readonly Value[]): Value | undefined => (values.some((value) => value.failed) ? failed : undefined);
