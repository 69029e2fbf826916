import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import { alike } from "./comparison.ts";
import { commonType, listOf } from "./value-type.ts";
import { failedIn, typeNeeded } from "./convert.ts";
import { operand, simple } from "./value.ts";

/** `[a, b]`. */
export function writeList(node: Node, values: readonly Value[], context: Context): Value {
  if (values.length === 0) return context.refuse(node, `${context.rules.title} does not know the type of an empty list`);
  const items = alike(values, node, context);
  const of = commonType(items.map(({ type }) => type));
  const type = of?.family === "list" ? undefined : listOf(of);
  if (type === undefined && failedIn(items) === undefined) return context.refuse(node, "a list of these values is not translated", "convert them to one type with fn.cast");
  return failedIn(items) ?? simple(`array[${items.map(({ sql }) => sql).join(", ")}]`, type);
}

/** `list[index]` or `text[index]`, counted from 1. */
export function writeElement(node: Node, [value, index]: readonly Value[], context: Context): Value {
  if (typeof index?.literal !== "number" || index.literal < 1) return context.refuse(node, "only a whole number from 1 is translated as an index");
  const type = value?.type;
  if (value === undefined || type === undefined) return typeNeeded(node, "a list and a text are indexed in different ways", context);
  switch (type.family) {
    case "list":
      return simple(context.rules.element(operand(value), index.sql), type.of);
    case "text":
      return simple(`substr(${value.sql}, ${index.sql}, 1)`, type);
    default:
      return context.refuse(node, `indexing a ${type.family} is not translated`);
  }
}
