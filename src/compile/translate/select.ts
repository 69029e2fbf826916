import type { Place, Scope } from "./scope.ts";
import type { Hidden } from "./around.ts";
import type { Item } from "./select-list.ts";
import type { Modifiers } from "./modifiers.ts";
import type { Node } from "./tree.ts";
import type { OutputColumn, Query } from "./query.ts";
import type { Value } from "./value.ts";
import { asOrderKey } from "./convert.ts";
import { simple } from "./value.ts";
import { modifiersOf } from "./modifiers.ts";
import { nodeIn, nodesIn } from "./tree.ts";
import { outputOf, writeAround } from "./around.ts";
import { write } from "./expression.ts";
import { writeFrom } from "./from.ts";
import { writeGroups } from "./group.ts";
import { writeItems } from "./select-list.ts";
import { writeOrder } from "./order.ts";

/** One `select` with its clauses. */
export function writeSelect(node: Node, place: Place): Query {
  const { context } = place;
  const from = writeFrom(nodeIn(node, "from_table") ?? {}, place);
  const scope: Scope = { ...place.scope, sources: from.sources, merged: from.merged };
  const { items, aliases } = writeItems(nodesIn(node, "select_list"), from, { context, scope });
  const here: Place = { context, scope: { ...scope, aliases } };
  const modifiers = modifiersOf(node, context);
  const clause = (word: string, key: string): string => {
    const expression = nodeIn(node, key);
    return expression === undefined ? "" : `\n${word} ${write(expression, here).sql}`;
  };
  const body = `${from.sql === "" ? "" : `\nfrom ${from.sql}`}${clause("where", "where_clause")}${writeGroups(node, items, here)}${clause("having", "having")}`;
  const isFailed = from.sources.some((source) => source.isFailed);
  const columns = items.some(({ isOpen }) => isOpen) ? undefined : columnsOf(items);
  const hidden = hiddenOf(node, modifiers, items, here);
  const isWrapped = hidden.length > 0 || (modifiers.isDistinct && modifiers.orders.length > 0);
  const orders = hidden.length === 0 || modifiers.isDistinct ? [] : modifiers.orders.flatMap((order) => hiddenKey(order, items, columns ?? [], here));
  const extra = [...hidden, ...orders];
  const list = [...items.map(({ text }) => text), ...extra.map(({ sql, name }) => `${sql} as ${context.target.quote(name)}`)];
  const sql = `select ${modifiers.isDistinct && hidden.length === 0 ? "distinct " : ""}${list.join(", ")}${body}`;
  if (!isWrapped || isFailed) return { sql: sql + ordersOf(modifiers, items, here) + modifiers.limit, columns, isFailed };
  if (hidden.length > 0 && modifiers.isDistinct) {
    context.refuse(node, "distinct and qualify together are not translated", "put the query with qualify into a query of its own");
    return { sql, columns };
  }
  return writeAround({ sql, columns }, extra, modifiers, node, place, items.map((item) => item.node));
}

type Helper = Hidden & { readonly sql: string };

/** What `qualify` and `distinct on` ask for, as columns that the query around it looks at. */
function hiddenOf(node: Node, { distinctOn, orders }: Modifiers, items: readonly Item[], place: Place): readonly Helper[] {
  const { context } = place;
  const found: Helper[] = [];
  const qualify = nodeIn(node, "qualify");
  if (qualify !== undefined) found.push({ name: context.newName(), sql: write(qualify, place).sql, condition: "" });
  if (distinctOn.length > 0) {
    if (qualify !== undefined) context.refuse(node, "distinct on and qualify together are not translated", "write row_number() over (…) = 1 in qualify");
    const keys = orders.map((order) => writeOrder(order, (expression) => asOrderKey(orderValue(expression, items, place), expression, context), context).sql);
    const partition = distinctOn.map((target) => orderValue(target, items, place).sql).join(", ");
    const order = keys.length === 0 ? "" : ` order by ${keys.join(", ")}`;
    found.push({ name: context.newName(), sql: `row_number() over (partition by ${partition}${order})`, condition: " = 1" });
  }
  return found;
}

/** A key of the order that is no column of the result. */
function hiddenKey(order: Node, items: readonly Item[], columns: NonNullable<Query["columns"]>, place: Place): readonly Helper[] {
  const expression = nodeIn(order, "expression");
  if (expression === undefined || outputOf(expression, columns, items.map((item) => item.node)) !== undefined) return [];
  const value = write(expression, place);
  return [{ name: place.context.newName(), sql: value.sql, order, type: value.type }];
}

/** In an order, a number or a bare name is a column of the result first; inside an expression it is not. */
function orderValue(expression: Node, items: readonly Item[], place: Place): Value {
  const index = items.some(({ isOpen }) => isOpen) ? undefined : outputOf(expression, columnsOf(items), []);
  return index === undefined ? write(expression, place) : items[index]!.value;
}

const columnsOf = (items: readonly Item[]): readonly OutputColumn[] => items.map(({ name, value, isNamed }) => ({ name, type: value.type, isNamed, ...(value.failed ? { isFailed: true } : {}) }));

function ordersOf({ orders }: Modifiers, items: readonly Item[], place: Place): string {
  const keys = orders.map((order) => writeOrder(order, (expression) => keyOf(expression, items, place), place.context).sql);
  return keys.length === 0 ? "" : `\norder by ${keys.join(", ")}`;
}

/** A column of the result by its name or number, unless it must be an expression there: in that, names mean columns of the tables. */
function keyOf(expression: Node, items: readonly Item[], place: Place): Value {
  const { context } = place;
  const index = items.some(({ isOpen }) => isOpen) ? undefined : outputOf(expression, columnsOf(items), []);
  const item = index === undefined ? undefined : items[index]!;
  if (item === undefined) return asOrderKey(write(expression, { context, scope: { ...place.scope, isQualified: true } }), expression, context);
  const key = asOrderKey(item.value, expression, context);
  if (key !== item.value) return key;
  return item.isNamed ? simple(context.target.quote(item.name), item.value.type) : simple(String(index! + 1), item.value.type);
}


