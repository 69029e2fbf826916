import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import { asOrderKey, failedIn } from "./convert.ts";
import { boolean, commonType, isMoment, isNumber } from "./value-type.ts";
import { compound, isText, operand } from "./value.ts";
import { literalOf } from "./constant.ts";

const operators: Readonly<Record<string, string>> = {
  COMPARE_EQUAL: "=", COMPARE_NOTEQUAL: "<>", COMPARE_LESSTHAN: "<", COMPARE_GREATERTHAN: ">", COMPARE_LESSTHANOREQUALTO: "<=", COMPARE_GREATERTHANOREQUALTO: ">=",
  COMPARE_DISTINCT_FROM: "is distinct from", COMPARE_NOT_DISTINCT_FROM: "is not distinct from",
};

/** The sign of a comparison, by the name it has in the tree. */
export const signOf = (type: string): string | undefined => operators[type];

export function writeComparison(type: string, node: Node, left: Value, right: Value, context: Context): Value {
  const sign = operators[type];
  if (sign === undefined) return context.refuse(node, `the comparison ${type.toLowerCase()} is not translated`);
  const sides = comparable([left, right], node, context);
  const [a, b] = /[<>]/.test(sign) && sign !== "<>" ? sides.map((side) => asOrderKey(side, node, context)) : sides;
  return failedIn([a!, b!]) ?? compound(`${operand(a!)} ${sign} ${operand(b!)}`, boolean);
}

export function writeBetween(node: Node, input: Value, lower: Value, upper: Value, context: Context): Value {
  const parts = comparable([input, lower, upper], node, context).map((part) => asOrderKey(part, node, context));
  return failedIn(parts) ?? compound(`${operand(parts[0]!)} between ${operand(parts[1]!)} and ${operand(parts[2]!)}`, boolean);
}

/** `x in (a, b)`. */
export function writeIn(node: Node, word: string, values: readonly Value[], context: Context): Value {
  if (values.length === 2 && values[1]!.type?.family === "list") return context.refuse(node, `looking into a list is not translated for ${context.rules.title}`);
  const parts = comparable(values, node, context);
  return failedIn(parts) ?? compound(`${operand(parts[0]!)} ${word} (${parts.slice(1).map(({ sql }) => sql).join(", ")})`, boolean);
}

/**
 * Values that meet each other, with the text literals among them as the type of the others, which is what DuckDB takes
 * them for. Types that do not go together are refused: what DuckDB converts there, others compare as text or not at all.
 */
export function alike(values: readonly Value[], node: Node, context: Context): readonly Value[] {
  const failure = failedIn(values);
  if (failure !== undefined) return values.map(() => failure);
  const others = values.filter((value) => !isText(value));
  const type = commonType(others.map((value) => value.type));
  if (others.length === 0) return values;
  const refused = (): readonly Value[] => values.map(() => context.refuse(node, `values of different types meet here (${values.map((value) => value.type?.family ?? "unknown").join(", ")}), which is not translated`, "convert them to one type with fn.cast"));
  if (type === undefined) return mayMeet(others) ? values : refused();
  if (type.family === "text" || type.family === "null") return values;
  const converted = values.map((value) => (isText(value) ? literalOf(value.literal, type, context) : value));
  return converted.every((value) => value !== undefined) ? converted : refused();
}

/** JSON is text to DuckDB, `{"a": 1}` and `{"a":1}` are two; others compare what it says. */
function comparable(values: readonly Value[], node: Node, context: Context): readonly Value[] {
  const isJson = values.some(({ type }) => type?.family === "json");
  return isJson ? values.map(() => context.refuse(node, `comparing JSON is not translated for ${context.rules.title}`, "compare a value of it: fn.jsonText")) : alike(values, node, context);
}

/** Whether nothing that is known speaks against it. */
function mayMeet(values: readonly Value[]): boolean {
  const known = values.filter((value) => value.type !== undefined);
  const groups = new Set(known.map(({ type }) => (isNumber(type) ? "number" : isMoment(type) ? "moment" : type!.family)));
  return known.length < values.length && groups.size <= 1;
}
