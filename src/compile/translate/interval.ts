import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import type { Value } from "./value.ts";
import { compound, operand, simple } from "./value.ts";
import { interval } from "./value-type.ts";
import { nodeIn, nodesIn, textIn } from "./tree.ts";
import { write } from "./expression.ts";

/** Units that both targets know, and how many of them make one of DuckDB's. */
const units: Readonly<Record<string, readonly [count: number, unit: string]>> = {
  second: [1, "second"], minute: [1, "minute"], hour: [1, "hour"], day: [1, "day"], week: [7, "day"],
  month: [1, "month"], quarter: [3, "month"], year: [1, "year"],
};

/** `interval 3 days`, which the parser makes a call `to_days(3)`; undefined for other calls. */
export function writeIntervalCall(node: Node, place: Place): Value | undefined {
  const unit = units[/^to_(\w+)s$/.exec(textIn(node, "function_name"))?.[1] ?? ""];
  if (unit === undefined) return undefined;
  const { context } = place;
  const count = write(withoutCasts(nodesIn(node, "children")[0] ?? node), place);
  if (count.failed) return count;
  const digits = typeof count.literal === "string" ? count.literal.trim() : count.literal;
  if (/^-?\d+$/.test(String(digits))) return literal(Number(digits), unit);
  if (count.type?.family !== "integer") return context.refuse(node, "only a whole number of units makes an interval", "convert it with fn.cast to t.integer()");
  return compound(`${operand(count)} * ${literal(1, unit).sql}`, interval);
}

/** `interval '1 day'`, one number and one unit. */
export function writeIntervalText(written: string, node: Node, context: Context): Value {
  const [, count, name = ""] = /^\s*(-?\d+)\s*([a-z]+?)s?\s*$/i.exec(written) ?? [];
  const unit = units[name.toLowerCase()];
  if (count === undefined || unit === undefined) return context.refuse(node, `the interval '${written}' is not translated`, "write one number and one unit: interval '3' day");
  return literal(Number(count), unit);
}

const literal = (count: number, [each, unit]: readonly [number, string]): Value => simple(`interval '${count * each}' ${unit}`, interval);

/** The parser converts the count to double, cuts it and converts it back; of a whole number this changes nothing. */
function withoutCasts(node: Node): Node {
  const inner = textIn(node, "class") === "CAST" ? nodeIn(node, "child") : textIn(node, "function_name") === "trunc" ? nodesIn(node, "children")[0] : undefined;
  return inner === undefined || typeof node.query_location === "number" && inner.query_location !== node.query_location ? node : withoutCasts(inner);
}
