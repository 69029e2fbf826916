import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import type { Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";
import type { WriteAggregate, Written } from "./rules.ts";
import { asDouble, asOrderKey, asText, failedIn } from "./convert.ts";
import { boolean, double, integer, isNumber, listOf, text } from "./value-type.ts";
import { flagIn, nodeIn, nodesIn, textIn } from "./tree.ts";
import { failed, operand, simple } from "./value.ts";
import { write } from "./expression.ts";
import { writeOrder } from "./order.ts";

/** An aggregate with what stands around its arguments. */
export interface AggregateCall {
  readonly node: Node;
  readonly args: readonly Value[];
  readonly isDistinct: boolean;
  /** ` order by …`, or nothing. */
  readonly order: string;
  readonly filter: string | undefined;
  /** The window, in its parentheses. */
  readonly over: string | undefined;
  readonly context: Context;
}

/** What DuckDB's aggregates mean; `write` is for targets whose rules have none of their own. */
interface Aggregate {
  readonly takes: number;
  readonly accepts?: "number" | "double" | "text" | "boolean";
  readonly type: (args: readonly Value[]) => ValueType | undefined;
  readonly ordered?: boolean;
  readonly write?: WriteAggregate;
}

const named = (name: string): WriteAggregate => (call) => aggregateText(call, name, call.args.map(({ sql }) => sql));
const same = (args: readonly Value[]): ValueType | undefined => args[0]?.type;
const moments = (name: string, takes: number): Aggregate => ({ takes, accepts: "double", type: () => double, write: named(name) });

export const aggregates: Readonly<Record<string, Aggregate>> = {
  count_star: { takes: 0, type: () => integer, write: (call) => (call.filter === undefined || call.over === undefined || call.context.rules.windowFilter ? aggregateText(call, "count", ["*"]) : aggregateText({ ...call, filter: undefined }, "count", [`case when ${call.filter} then 1 end`])) },
  count: { takes: 1, type: () => integer, write: named("count") },
  count_if: { takes: 1, accepts: "boolean", type: () => integer, write: (call) => aggregateText(call, "count", [`case when ${call.args[0]!.sql} then 1 end`]) },
  sum: { takes: 1, accepts: "number", type: same, write: named("sum") },
  avg: { takes: 1, accepts: "double", type: () => double, write: named("avg") },
  min: { takes: 1, type: same, write: (call) => extreme(call, "min") },
  max: { takes: 1, type: same, write: (call) => extreme(call, "max") },
  bool_and: { takes: 1, accepts: "boolean", type: () => boolean, write: named("bool_and") },
  bool_or: { takes: 1, accepts: "boolean", type: () => boolean, write: named("bool_or") },
  string_agg: { takes: 2, accepts: "text", type: () => text, ordered: true },
  list: { takes: 1, type: ([value]) => listOf(value?.type), ordered: true, write: (call) => aggregateText(call, "array_agg", [call.args[0]!.sql]) },
  any_value: { takes: 1, type: same },
  first: { takes: 1, type: same, ordered: true },
  arg_max: { takes: 2, type: same },
  arg_min: { takes: 2, type: same },
  median: { takes: 1, accepts: "number", type: () => double, write: (call) => percentile(call, { sql: "0.5", type: undefined, literal: 0.5 }) },
  quantile_cont: { takes: 2, accepts: "number", type: () => double, write: (call) => percentile(call, call.args[1]!) },
  mode: { takes: 1, type: same },
  stddev_samp: moments("stddev_samp", 1),
  stddev_pop: moments("stddev_pop", 1),
  var_samp: moments("var_samp", 1),
  var_pop: moments("var_pop", 1),
  covar_samp: moments("covar_samp", 2),
  covar_pop: moments("covar_pop", 2),
  regr_intercept: moments("regr_intercept", 2),
  regr_r2: { takes: 2, accepts: "double", type: () => double },
  regr_count: { takes: 2, type: () => integer, write: (call) => aggregateText(call, "count", [`case when ${operand(call.args[0]!)} is not null and ${operand(call.args[1]!)} is not null then 1 end`]) },
  corr: { takes: 2, accepts: "double", type: () => double },
  regr_slope: { takes: 2, accepts: "double", type: () => double },
};

/** An exact percentile, which the target's dialect knows: of integers and doubles DuckDB's is the same. */
function percentile({ node, args: [value], isDistinct, filter, over, context }: AggregateCall, share: Value): Written {
  if (isDistinct || over !== undefined) return { refused: `${context.rules.title} has no percentile over a window or of distinct values`, fix: "compute it in a query of its own and join" };
  if (typeof share.literal !== "number" || share.literal < 0 || share.literal > 1) return { refused: "only a number from 0 to 1 is translated as the share of a percentile" };
  if (value!.type?.family === "decimal") return { refused: "a percentile of decimals is rounded to their digits by DuckDB alone", fix: "use fn.percentile" };
  const text = filter === undefined ? operand(value!) : `case when ${filter} then ${value!.sql} end`;
  return context.call(node, "percentile", [text, share.sql], [undefined, share.literal]) ?? { refused: "" };
}

/** The least or greatest value; texts by code point. */
function extreme(call: AggregateCall, name: "min" | "max"): string | { readonly refused: string } {
  const { rules } = call.context;
  const [value] = call.args;
  if (value?.type?.family === "json" || value?.type?.family === "list") return { refused: `${name} of a ${value.type.family} is not translated` };
  if (value?.type?.family === "boolean") return aggregateText(call, name === "min" ? "bool_and" : "bool_or", [value.sql]);
  if (value?.type?.family !== "text" || !rules.collates) return aggregateText(call, name, [value!.sql]);
  return rules.inOwnOrder(aggregateText(call, name, [rules.inCodeOrder(operand(value))]));
}

/** `name(args)` with all that stands inside and after the parentheses. */
export function aggregateText({ isDistinct, order, filter, over, context }: AggregateCall, name: string, args: readonly string[]): string {
  const guard = filter !== undefined && over !== undefined && !context.rules.windowFilter ? filter : undefined;
  const [first, ...others] = args;
  const inner = [guard === undefined ? first : `case when ${guard} then ${first} end`, ...others].join(", ");
  const after = filter === undefined || guard !== undefined ? "" : ` filter (where ${filter})`;
  return `${name}(${isDistinct ? "distinct " : ""}${inner}${order})${after}${over === undefined ? "" : ` over ${over}`}`;
}

/** An aggregate, over groups or, with `over`, over a window. */
export function writeAggregate(name: string, node: Node, place: Place, over?: string): Value {
  const { context } = place;
  const { rules } = context;
  if (name === "count" && nodesIn(node, "children").length === 0) return writeAggregate("count_star", node, place, over);
  const aggregate = aggregates[name]!;
  const spelling = Object.hasOwn(rules.aggregates, name) ? rules.aggregates[name] : aggregate.write;
  const orders = nodesIn(nodeIn(node, "order_bys") ?? {}, "orders");
  const children = nodesIn(node, "children");
  // `percentile_cont(0.5) within group (order by x)` is parsed with x as an order.
  const isWithin = (name === "quantile_cont" || name === "mode") && children.length === aggregate.takes - 1 && orders.length === 1;
  const valueNode = isWithin ? nodeIn(orders[0]!, "expression") : undefined;
  if (isWithin && textIn(orders[0]!, "type") === "DESCENDING") return context.refuse(node, "a percentile of a descending order is not translated", "take 1 minus the share");
  const nodes = valueNode === undefined ? children : [valueNode, ...children];
  const filter = nodeIn(node, "filter") ?? nodeIn(node, "filter_expr");
  const condition = filter === undefined ? undefined : write(filter, place);
  const given = nodes.map((child) => write(child, place));
  if (spelling === undefined) return context.refuse(node, `${rules.title} has no equal of ${textIn(node, "function_name")}`, percentiles.has(name) ? "use fn.percentile" : undefined);
  const failure = failedIn(condition === undefined ? given : [...given, condition]);
  if (failure !== undefined) return failure;
  const withDefault = name === "string_agg" && given.length === 1 ? [...given, { sql: context.target.literal(",", "text"), type: text, literal: "," }] : given;
  if (withDefault.length !== aggregate.takes) return context.refuse(node, `${textIn(node, "function_name")} with ${given.length} arguments is not translated for ${rules.title}`);
  const args = withDefault.map((arg) => accept(name, arg, aggregate.accepts, node, context));
  const isDistinct = flagIn(node, "distinct");
  if (orders.length > 0 && !isWithin && aggregate.ordered !== true && !orderless.has(name)) return context.refuse(node, `an order inside ${textIn(node, "function_name")} is not translated`);
  const keys = isWithin || orderless.has(name) ? [] : orders.map((order) => writeOrder(order, (expression) => asOrderKey(write(expression, place), node, context), context));
  const wrong = failedIn([...args, ...keys]);
  if (wrong !== undefined) return wrong;
  // A distinct value must be the same text in the order by, where it is a key of an order by code point.
  const value = isDistinct && keys.length > 0 && args[0] !== undefined ? asOrderKey(args[0], node, context) : args[0];
  const order = keys.length === 0 ? "" : ` order by ${keys.map(({ sql }) => sql).join(", ")}`;
  const written = spelling({ node, args: value === undefined ? args : [value, ...args.slice(1)], isDistinct, order, filter: condition?.sql, over, context });
  if (typeof written !== "string") return written.refused === "" ? failed : context.refuse(node, written.refused, written.fix);
  return { ...simple(written, aggregate.type(args)), compound: !/^[\w]+\(/.test(written) };
}

const percentiles: ReadonlySet<string> = new Set(["median", "quantile_cont"]);

/** Aggregates whose value no order changes, so that one inside them may be left out. */
const orderless: ReadonlySet<string> = new Set(["count", "sum", "avg", "min", "max", "bool_and", "bool_or", "count_if"]);

function accept(name: string, arg: Value, kind: Aggregate["accepts"], node: Node, context: Context): Value {
  const family = arg.type?.family;
  switch (kind) {
    case "double":
      return asDouble(arg, node, context);
    case "text":
      return asText(arg, node, context);
    case "number":
      if (name === "sum" && family === "boolean") return simple(context.rules.booleanToInteger(operand(arg)), integer);
      if (family === "null" || isNumber(arg.type)) return arg;
      return context.refuse(node, family === undefined ? `the type of what ${name} takes is not known` : `${name} of a ${family} is not translated for ${context.rules.title}`, "convert it with fn.cast");
    case "boolean":
      return family === undefined || family === "boolean" || family === "null" ? arg : context.refuse(node, `${name} of a ${family} is not translated`, "compare it with something");
    case undefined:
      return family === undefined && (name === "min" || name === "max") && context.rules.collates ? asOrderKey(arg, node, context) : arg;
  }
}

