import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import type { Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";
import { aggregates, writeAggregate } from "./aggregate.ts";
import { asOrderKey, failedIn } from "./convert.ts";
import { alike } from "./comparison.ts";
import { commonType, double, integer } from "./value-type.ts";
import { flagIn, nodeIn, nodesIn, textIn } from "./tree.ts";
import { simple } from "./value.ts";
import { synonyms } from "./functions.ts";
import { write } from "./expression.ts";
import { writeCall } from "./call.ts";
import { writeOrder } from "./order.ts";

/** A function over a window. The parser has put named windows in their places. */
export function writeWindow(node: Node, place: Place): Value {
  const { context } = place;
  const written = textIn(node, "function_name").toLowerCase();
  const name = synonyms[written] ?? written;
  if (flagIn(node, "distinct")) return context.refuse(node, `${context.rules.title} has no distinct over a window`, "remove the doubles in a query of its own");
  const window = windowOf(node, place);
  if (window.failed) return window;
  const opaque = context.open.get(textIn(node, "function_name"));
  if (opaque?.kind === "call") return writeCall(opaque.name, node, place, window.sql);
  if (textIn(node, "type") === "WINDOW_AGGREGATE") {
    if (!Object.hasOwn(aggregates, name) || flagIn(node, "ignore_nulls")) return context.refuse(node, `${written} over a window is not translated for ${context.rules.title}`);
    return writeAggregate(name, node, place, window.sql);
  }
  return writeRanked(written, node, place, window.sql);
}

/** Functions that there are only over windows, with the types they give. */
const types: Readonly<Record<string, ValueType | "same">> = {
  row_number: integer, rank: integer, dense_rank: integer, rank_dense: integer, ntile: integer, percent_rank: double, cume_dist: double,
  lag: "same", lead: "same", first_value: "same", last_value: "same", nth_value: "same", first: "same", last: "same",
};
const spellings: Readonly<Record<string, string>> = { first: "first_value", last: "last_value", rank_dense: "dense_rank" };

function writeRanked(name: string, node: Node, place: Place, window: string): Value {
  const { context } = place;
  const type = types[name];
  if (type === undefined) return context.refuse(node, `${name} is not translated for ${context.rules.title}`);
  if (nodeIn(node, "filter_expr") !== undefined) return context.refuse(node, `a filter of ${name} is not translated`);
  const nulls = flagIn(node, "ignore_nulls") ? context.rules.ignoreNulls : "";
  if (nulls === undefined) return context.refuse(node, `${context.rules.title} has no "ignore nulls"`, "number the rows that have a value with count(x) over (…) and take max(x) of each number");
  const children = nodesIn(node, "children").map((child) => write(child, place));
  const [offset, otherwise] = ["offset_expr", "default_expr"].map((key) => nodeIn(node, key)).map((part) => (part === undefined ? undefined : write(part, place)));
  if (offset !== undefined && (typeof offset.literal !== "number" || offset.literal < 0)) return context.refuse(node, `only a whole number from 0 is translated as an offset of ${name}`, name === "lag" ? "write lead for rows after this one" : "write lag for rows before this one");
  const [value, last] = otherwise === undefined ? [children[0]] : alike([children[0]!, otherwise], node, context);
  const rest = children.slice(1);
  const args = [...(value === undefined ? [] : [value]), ...rest, ...(offset === undefined ? [] : [offset]), ...(last === undefined ? [] : [last])];
  const called = `${spellings[name] ?? name}(${args.map(({ sql }) => sql).join(", ")})${nulls} over ${window}`;
  return failedIn(args) ?? simple(called, type === "same" ? commonType([value?.type, ...(last === undefined ? [] : [last.type])]) : type);
}

/** `(partition by … order by … rows …)`. */
function windowOf(node: Node, place: Place): Value {
  const { context } = place;
  const partitions = nodesIn(node, "partitions").map((partition) => write(partition, place));
  const orders = nodesIn(node, "orders").map((order) => writeOrder(order, (expression) => asOrderKey(write(expression, place), node, context), context));
  const frame = frameOf(node, place);
  const by = (words: string, values: readonly Value[]): readonly string[] => (values.length === 0 ? [] : [`${words} ${values.map(({ sql }) => sql).join(", ")}`]);
  const parts = [...by("partition by", partitions), ...by("order by", orders), ...(frame.sql === "" ? [] : [frame.sql])];
  return failedIn([...partitions, ...orders, frame]) ?? simple(`(${parts.join(" ")})`, undefined);
}

function frameOf(node: Node, place: Place): Value {
  const { context } = place;
  const exclude = textIn(node, "exclude_clause");
  if (exclude !== "NO_OTHER" && !context.rules.windowExclude) return context.refuse(node, `${context.rules.title} has no exclude in a window`);
  const [start, end] = [boundary(node, "start", place), boundary(node, "end", place)];
  const unit = ["ROWS", "RANGE", "GROUPS"].find((candidate) => [textIn(node, "start"), textIn(node, "end")].some((bound) => bound.endsWith(`_${candidate}`))) ?? "ROWS";
  const isDefault = textIn(node, "start") === "UNBOUNDED_PRECEDING" && textIn(node, "end") === "CURRENT_ROW_RANGE" && exclude === "NO_OTHER";
  if (isDefault) return simple("", undefined);
  const excluded = exclude === "NO_OTHER" ? "" : ` exclude ${excludes[exclude]}`;
  return failedIn([start, end]) ?? simple(`${unit.toLowerCase()} between ${start.sql} and ${end.sql}${excluded}`, undefined);
}

const excludes: Readonly<Record<string, string>> = { CURRENT_ROW: "current row", GROUP: "group", TIES: "ties" };

function boundary(node: Node, key: "start" | "end", place: Place): Value {
  const { context } = place;
  const [, which, direction] = /^(UNBOUNDED|CURRENT_ROW|EXPR)_?(PRECEDING|FOLLOWING)?/.exec(textIn(node, key)) ?? [];
  if (which === "CURRENT_ROW") return simple("current row", undefined);
  if (which === "UNBOUNDED" && direction !== undefined) return simple(`unbounded ${direction.toLowerCase()}`, undefined);
  const expression = nodeIn(node, `${key}_expr`);
  if (which !== "EXPR" || direction === undefined || expression === undefined) return context.refuse(node, "this window is not translated");
  const value = write(expression, place);
  if (value.failed) return value;
  if (value.type?.family !== "integer" && value.type?.family !== "interval") return context.refuse(expression, "only whole numbers and intervals bound a window");
  return simple(`${value.sql} ${direction.toLowerCase()}`, undefined);
}
