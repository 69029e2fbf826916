import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";
import { isMoment, typeOfTree } from "./value-type.ts";
import { nodeIn, textIn } from "./tree.ts";
import { simple } from "./value.ts";

/** A literal. */
export function writeConstant(node: Node, context: Context): Value {
  const value = nodeIn(node, "value");
  const type = value === undefined ? undefined : nodeIn(value, "type");
  if (value === undefined || type === undefined) return context.refuse(node, "this literal is not translated");
  if (value.is_null === true) return { sql: "null", type: { family: "null" }, literal: null };
  const held = value.value;
  switch (textIn(type, "id")) {
    case "INTEGER":
    case "BIGINT":
      if (typeof held !== "number" && typeof held !== "string") break;
      return number(String(held), Number(held), { family: "integer" });
    case "DECIMAL": {
      const decimal = typeOfTree(type);
      if (decimal?.family !== "decimal" || (typeof held !== "number" && typeof held !== "string")) break;
      const digits = withPoint(String(held), decimal.scale);
      return number(digits, Number(digits), decimal);
    }
    case "DOUBLE":
      if (typeof held !== "number" || !Number.isFinite(held)) break;
      return number(context.rules.doubleLiteral(String(held)), held, { family: "double" });
    case "VARCHAR":
      if (typeof held !== "string") break;
      return { sql: context.target.literal(held, "text"), type: { family: "text" }, literal: held };
    case "BOOLEAN":
      return { sql: context.target.literal(held === true, "boolean"), type: { family: "boolean" }, literal: held === true };
  }
  return context.refuse(node, `a literal of type ${textIn(type, "id")} is not translated`, "write it with fewer digits, or as text with fn.cast");
}

/** Two minus signs side by side begin a comment, so that negative numbers stand in parentheses as operands. */
const number = (sql: string, literal: number, type: ValueType): Value => ({ sql, type, literal, compound: sql.startsWith("-") });

function withPoint(digits: string, scale: number): string {
  if (scale === 0) return digits;
  const [, sign = "", bare = ""] = /^(-?)(\d+)$/.exec(digits) ?? [];
  const padded = bare.padStart(scale + 1, "0");
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

const isoDate = /^\d{4}-\d{1,2}-\d{1,2}$/;
const isoTimestamp = /^(\d{4}-\d{1,2}-\d{1,2})(?:[ T](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?$/;

/** A text literal that stands for a value of another type, as DuckDB reads it; undefined where that is not the plain form. */
export function literalOf(written: string, type: ValueType, { target, rules }: Context): Value | undefined {
  const trimmed = written.trim();
  if (isMoment(type)) {
    if (type.family === "date") return isoDate.test(trimmed) ? simple(target.literal(padded(trimmed), "date"), type) : undefined;
    const [, day, time] = isoTimestamp.exec(trimmed) ?? [];
    if (day === undefined) return undefined;
    return simple(target.literal(`${padded(day)} ${clock(time ?? "00:00:00")}`, "timestamp"), type);
  }
  switch (type.family) {
    case "integer":
      return /^-?\d{1,18}$/.test(trimmed) ? number(trimmed, Number(trimmed), type) : undefined;
    case "decimal":
      return /^-?\d+(\.\d+)?$/.test(trimmed) ? simple(target.cast(trimmed, type, false), type) : undefined;
    case "double":
      return /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(trimmed) ? number(rules.doubleLiteral(trimmed), Number(trimmed), type) : undefined;
    case "boolean":
      return /^(true|false|t|f)$/i.test(trimmed) ? { ...simple(target.literal(/^t/i.test(trimmed), "boolean"), type), literal: /^t/i.test(trimmed) } : undefined;
    default:
      return undefined;
  }
}

const padded = (day: string): string => day.split("-").map((part) => part.padStart(2, "0")).join("-");
const clock = (time: string): string => (/^\d{1,2}:\d{2}$/.test(time) ? `${time}:00` : time).padStart(8, "0").replace(/^(\d):/, "0$1:");
