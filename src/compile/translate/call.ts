import type { DialectFunction } from "../../adapters/adapter.ts";
import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import type { Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";
import { asOrderKey, failedIn } from "./convert.ts";
import { boolean, date, double, integer, text, timestamp } from "./value-type.ts";
import { compound, failed, operand } from "./value.ts";
import { flagIn, nodeIn, nodesIn } from "./tree.ts";
import { write } from "./expression.ts";

/** A function of `fn`: its arguments are translated, its name is the target's own affair. */
export function writeCall(name: DialectFunction, node: Node, place: Place, over?: string): Value {
  const { context } = place;
  if (flagIn(node, "distinct") || nodesIn(nodeIn(node, "order_bys") ?? {}, "orders").length > 0) return context.refuse(node, "distinct and order by inside a function of fn are not translated");
  const given = nodesIn(node, "children").map((child) => write(child, place));
  const args = given.map((arg, index) => (ordered[name] === index ? asOrderKey(arg, node, context) : arg));
  const filter = nodeIn(node, "filter") ?? nodeIn(node, "filter_expr");
  const condition = filter === undefined ? undefined : write(filter, place);
  const failure = failedIn(condition === undefined ? args : [...args, condition]);
  if (failure !== undefined) return failure;
  if (condition !== undefined && filtered[name] === undefined) return context.refuse(filter!, "a filter stands after an aggregate only");
  const texts = args.map((arg, index) => (condition !== undefined && filtered[name] === index ? `case when ${condition.sql} then ${arg.sql} end` : operand(arg)));
  const called = context.call(node, name, texts, args.map(({ literal }) => literal));
  if (called === undefined) return failed;
  if (over !== undefined && !isOneCall(called)) return context.refuse(node, `this function of fn is no window function on ${context.rules.title}`, "compute it in a query of its own and join");
  return compound(over === undefined ? called : `${called} over ${over}`, types(name, args));
}

/** Arguments that say an order. */
const ordered: Partial<Record<DialectFunction, number>> = { string_agg: 2, arg_max: 1 };

/** Aggregates, and the argument whose nulls they pass over: a row that a filter leaves out is a null there. */
const filtered: Partial<Record<DialectFunction, number>> = { string_agg: 0, arg_max: 1, percentile: 0, average: 0 };

/** A name and one pair of parentheses to the end, which `over` may follow. */
function isOneCall(sql: string): boolean {
  if (!/^\w+\(.*\)$/s.test(sql)) return false;
  let depth = 0;
  for (const [index, character] of [...sql].entries()) {
    if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return index === [...sql].length - 1;
  }
  return false;
}

/** What a function of `fn` gives; a table gives none. */
function types(name: DialectFunction, args: readonly Value[]): ValueType | undefined {
  switch (name) {
    case "date_trunc": case "date_add": case "parse_date":
      return date;
    case "days_between": case "date_part": case "hex_integer":
      return integer;
    case "parse_timestamp":
      return timestamp;
    case "format_date": case "string_agg": case "regex_extract": case "regex_replace": case "surrogate_key": case "json_text":
      return text;
    case "safe_divide": case "percentile": case "average":
      return double;
    case "regex_matches":
      return boolean;
    case "arg_max":
      return args[0]?.type;
    case "days": case "integers":
      return undefined;
  }
}
