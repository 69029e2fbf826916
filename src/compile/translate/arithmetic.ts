import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";
import { asDouble, asText, failedIn, typeNeeded } from "./convert.ts";
import { compound, isText, operand, simple } from "./value.ts";
import { date, decimalOf, double, integer, interval, isMoment, isNumber, scaleOf, text, timestamp } from "./value-type.ts";
import { literalOf } from "./constant.ts";

const synonyms: Readonly<Record<string, string>> = { add: "+", subtract: "-", multiply: "*", mod: "%", pow: "**", power: "**", "^": "**", date_add: "+" };

/** An operator between numbers, moments and texts; undefined for what is none. */
export function writeArithmetic(called: string, node: Node, args: readonly Value[], context: Context): Value | undefined {
  const name = synonyms[called] ?? called;
  const [left, right] = args;
  if (left === undefined || args.length > 2) return undefined;
  if (right === undefined) return name === "-" || name === "+" ? writeSign(name, node, left, context) : undefined;
  switch (name) {
    case "+":
    case "-":
    case "*":
    case "%":
    case "//":
      return writeTyped(name, node, typed(left, right, context), typed(right, left, context), context);
    case "/":
      return ofDoubles(node, [left, right], ([a, b]) => compound(`${a} / ${b}`, double), context);
    case "**":
      return ofDoubles(node, [left, right], ([a, b]) => simple(`power(${a}, ${b})`, double), context);
    case "||":
      return writeJoined(node, left, right, context);
    default:
      return undefined;
  }
}

function writeSign(name: string, node: Node, value: Value, context: Context): Value {
  if (value.type?.family !== "interval" && !isNumber(value.type)) return typeNeeded(node, "what a sign before it does depends on it", context);
  return name === "+" ? value : compound(`-${operand(value)}`, value.type);
}

function ofDoubles(node: Node, values: readonly Value[], written: (operands: readonly string[]) => Value, context: Context): Value {
  if (values.some(({ type }) => type?.family === "interval")) return context.refuse(node, "dividing an interval is not translated");
  const doubles = values.map((value) => asDouble(isText(value) ? (literalOf(value.literal, double, context) ?? value) : value, node, context));
  return failedIn(doubles) ?? written(doubles.map(operand));
}

/** A text literal beside a number or moment is one itself. */
const typed = (value: Value, other: Value, context: Context): Value => (isText(value) && other.type !== undefined && (isNumber(other.type) || isMoment(other.type)) ? (literalOf(value.literal, other.type, context) ?? value) : value);

function writeTyped(name: string, node: Node, left: Value, right: Value, context: Context): Value {
  const { rules, target } = context;
  const [a, b] = [left.type, right.type];
  const failure = failedIn([left, right]);
  if (failure !== undefined) return failure;
  if (a === undefined || b === undefined) return typeNeeded(node, `what "${name}" does here depends on it`, context);
  if ((isNumber(a) || a.family === "null") && (isNumber(b) || b.family === "null")) return ofNumbers(name, node, left, right, context);
  const dated = (moment: Value, days: Value): Value => compound(rules.addDays(operand(moment), name === "-" ? "-" : "+", operand(days)), date);
  if (name === "+" || name === "-") {
    if (a.family === "date" && b.family === "integer") return dated(left, right);
    if (name === "+" && a.family === "integer" && b.family === "date") return dated(right, left);
    if (isMoment(a) && b.family === "interval") return compound(rules.addInterval(left, name, operand(right), context), timestamp);
    if (name === "+" && a.family === "interval" && isMoment(b)) return compound(rules.addInterval(right, name, operand(left), context), timestamp);
    if (a.family === "interval" && b.family === "interval") return compound(`${operand(left)} ${name} ${operand(right)}`, interval);
  }
  if (name === "-" && a.family === "date" && b.family === "date") return compound(rules.daysBetween(operand(right), operand(left)), integer);
  if (name === "-" && isMoment(a) && isMoment(b)) {
    const moments = [left, right].map((side) => (side.type?.family === "timestamp" ? operand(side) : target.cast(side.sql, { family: "timestamp" }, false)));
    return compound(moments.join(" - "), interval);
  }
  if (name === "*" && a.family === "interval" && b.family === "integer") return compound(`${operand(left)} * ${operand(right)}`, interval);
  if (name === "*" && a.family === "integer" && b.family === "interval") return compound(`${operand(right)} * ${operand(left)}`, interval);
  return context.refuse(node, `${a.family} ${name} ${b.family} is not translated for ${rules.title}`);
}

function ofNumbers(name: string, node: Node, left: Value, right: Value, context: Context): Value {
  const type = numberType(name, left.type!, right.type!);
  const joined = (divisor = operand(right)): Value => compound(`${operand(left)} ${name} ${divisor}`, type);
  switch (name) {
    case "%":
      if (type.family === "double") return context.refuse(node, `a remainder of doubles is not translated for ${context.rules.title}`, "convert both to decimals");
      return joined(divisorOf(right));
    case "//":
      if (type.family !== "integer") return context.refuse(node, "// of anything but integers is not translated", "write floor(a / b) or trunc(a / b)");
      return compound(context.rules.integerDivide(operand(left), divisorOf(right)), integer);
    default:
      return joined();
  }
}

/** By zero is null in DuckDB and an error elsewhere. */
const divisorOf = (value: Value): string => (typeof value.literal === "number" && value.literal !== 0 ? operand(value) : `nullif(${value.sql}, 0)`);

function numberType(name: string, a: ValueType, b: ValueType): ValueType {
  if (a.family === "double" || b.family === "double") return double;
  if (a.family !== "decimal" && b.family !== "decimal") return integer;
  return decimalOf(name === "*" ? scaleOf(a) + scaleOf(b) : Math.max(scaleOf(a), scaleOf(b)));
}

function writeJoined(node: Node, left: Value, right: Value, context: Context): Value {
  if (left.type?.family === "list" || right.type?.family === "list") return context.refuse(node, `joining lists is not translated for ${context.rules.title}`);
  const [a, b] = [left, right].map((side) => asText(side, node, context));
  return failedIn([a!, b!]) ?? compound(`${operand(a!)} || ${operand(b!)}`, text);
}
