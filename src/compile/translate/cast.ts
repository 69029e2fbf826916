import type { ColumnType } from "../../define/types.ts";
import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";
import { asText } from "./convert.ts";
import { compound, isText, operand, simple } from "./value.ts";
import { flagIn, nodeIn, textIn } from "./tree.ts";
import { isColumnType, isMoment, isNumber, typeOfTree } from "./value-type.ts";
import { literalOf } from "./constant.ts";
import { writeIntervalText } from "./interval.ts";

/** `cast(value as type)`, `value::type`, `try_cast(…)` and typed literals. */
export function writeCast(node: Node, value: Value, context: Context): Value {
  if (value.failed) return value;
  const tree = nodeIn(node, "cast_type");
  const type = tree === undefined ? undefined : typeOfTree(tree);
  const name = tree === undefined ? "" : textIn(tree, "id");
  const isSafe = flagIn(node, "try_cast");
  if (type?.family === "interval") return isText(value) ? writeIntervalText(value.literal, node, context) : context.refuse(node, "only a literal is translated to an interval");
  if (type === undefined || !isColumnType(type)) return context.refuse(node, `the type ${name} is not translated for ${context.rules.title}`, `write one of: ${types}`);
  if (isText(value) && type.family !== "text" && type.family !== "list") {
    const literal = literalOf(value.literal, type, context);
    if (literal !== undefined) return literal;
    if (!isSafe && isMoment(type)) return context.refuse(node, `'${value.literal}' is no ${type.family} that every database reads in the same way`, `write it as ${type.family === "date" ? "2011-12-09" : "2011-12-09 12:50:00"}, or use fn.parseDate or fn.parseTimestamp`);
  }
  return convert(value, type, name, isSafe, node, context);
}

const types = "boolean, smallint, integer, bigint, decimal(p, s), double, varchar, date, timestamp";

function convert(value: Value, type: ColumnType, name: string, isSafe: boolean, node: Node, context: Context): Value {
  const { target, rules } = context;
  const from = value.type?.family;
  const plain = (sql = value.sql): Value => ({ ...simple(target.cast(sql, type, isSafe), type), ...literalKept(value, type) });
  // A literal's own type may be narrower than text here.
  if (from === "text" && type.family === "text" && value.literal !== undefined) return { ...plain(), literal: value.literal };
  // Text of the target's own: the cast says what it is to be, in the target's own way.
  if (from === undefined && type.family !== "list") return plain();
  if (from === "null" || (from === type.family && from !== "decimal" && from !== "list" && type.family !== "integer")) return from === "null" ? plain() : value;
  switch (type.family) {
    case "text":
      return asText(value, node, context);
    case "integer":
      return toInteger(value, name, isSafe, node, context);
    case "decimal":
    case "double":
      if (from === "boolean") return plain(rules.booleanToInteger(value.sql));
      if (from === "double" && type.family === "decimal" && !isSafe && type.precision <= 18) return plain(rules.doubleToDecimal(operand(value), type.scale));
      if (from === "text" || isNumber(value.type)) return plain();
      break;
    case "boolean":
      if (from === "integer") return compound(`${operand(value)} <> 0`, type);
      if (from === "text") return plain();
      break;
    case "date":
    case "timestamp":
      if (from === "text") return plain(isSafe ? value.sql : rules.momentText(operand(value), type.family));
      if (isMoment(value.type)) return simple(target.cast(value.sql, type, false), type);
      break;
    case "json":
      if (from === "text") return plain();
      break;
    case "list":
      if (value.type?.family === "list" && value.type.of.family === type.of.family && type.of.family !== "decimal") return plain();
      break;
  }
  return context.refuse(node, `a cast from ${from ?? "an unknown type"} to ${type.family} is not translated for ${rules.title}`);
}

function toInteger(value: Value, name: string, isSafe: boolean, node: Node, context: Context): Value {
  const { target, rules } = context;
  const type: ValueType = { family: "integer" };
  const narrow = rules.integerTypes[name];
  const written = (sql: string): Value => {
    const wide = target.cast(sql, { family: "integer" }, isSafe);
    if (narrow === undefined) return simple(wide, type);
    return isSafe ? compound(rules.tryNarrowInteger(sql, wide, narrow), type) : simple(`cast(${sql} as ${narrow})`, type);
  };
  const family = value.type?.family;
  switch (family) {
    case "integer":
      // A bare number in an order would be taken for that of a column.
      return narrow === undefined && value.literal === undefined ? value : { ...written(value.sql), ...literalKept(value, type) };
    case "text":
    case "decimal":
      return written(value.sql);
    case "double":
      if (isSafe) return context.refuse(node, `try_cast from double to ${name.toLowerCase()} is not translated for ${rules.title}`, "round it first");
      return written(rules.doubleToInteger(operand(value)));
    case "boolean":
      return compound(rules.booleanToInteger(operand(value)), type);
    default:
      return context.refuse(node, `a cast from ${family} to integer is not translated for ${rules.title}`);
  }
}

/** A literal that was only given another number type is still known. */
const literalKept = (value: Value, type: ValueType): { readonly literal?: number } =>
  typeof value.literal === "number" && (type.family === "integer" ? Number.isInteger(value.literal) : type.family === "double") ? { literal: value.literal } : {};
