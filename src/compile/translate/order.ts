import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import { nodeIn, textIn } from "./tree.ts";
import { operand } from "./value.ts";

/** A key of an order. Where the nulls go is always said: DuckDB puts them last, whichever the direction. */
export function writeOrder(order: Node, keyOf: (expression: Node) => Value, context: Context): Value {
  const expression = nodeIn(order, "expression");
  if (expression === undefined) return context.refuse(order, "this order is not translated");
  const key = keyOf(expression);
  if (key.failed) return key;
  const direction = textIn(order, "type") === "DESCENDING" ? " desc" : "";
  const nulls = textIn(order, "null_order") === "NULLS FIRST" ? "first" : "last";
  return { ...key, sql: `${operand(key)}${direction} nulls ${nulls}` };
}
