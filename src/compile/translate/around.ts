import type { Modifiers } from "./modifiers.ts";
import type { Node } from "./tree.ts";
import type { OutputColumn, Query } from "./query.ts";
import type { Place } from "./scope.ts";
import type { Value } from "./value.ts";
import { asOrderKey } from "./convert.ts";
import { meaningOf, nodeIn, textIn, textsIn } from "./tree.ts";
import { simple } from "./value.ts";
import { writeOrder } from "./order.ts";

/** Columns that a query has for the one around it only. */
export interface Hidden {
  readonly name: string;
  /** What the rows must have in it. */
  readonly condition?: string;
  /** The order that it is a key of. */
  readonly order?: Node;
  readonly type?: Value["type"];
}

/**
 * A query around a query: picks its rows by hidden columns, orders what comes out, and leaves the hidden columns out.
 *
 * Its list of columns is that of the inner query exactly. Nothing is put around where nothing is to be done.
 *
 * @param nodes expressions of the columns, for keys of the order that repeat one
 */
export function writeAround(inner: Query, hidden: readonly Hidden[], { orders, limit }: Modifiers, node: Node, { context }: Place, nodes: readonly (Node | undefined)[] = []): Query {
  if (hidden.length === 0 && orders.length === 0) return { ...inner, sql: inner.sql + limit };
  const { quote } = context.target;
  if (inner.columns === undefined) {
    context.refuse(node, "the columns of this query are not known, so that its order is not translated", "name its columns");
    return inner;
  }
  const alias = context.newName();
  const names = uniqueNames(inner.columns, context.newName);
  const keys = orders.map((order) => writeOrder(order, (expression) => asOrderKey(keyOf(expression, order), expression, context), context));
  const list = inner.columns.map(({ name, isNamed }, index) => quote(names[index]!) + (isNamed && name !== names[index] ? ` as ${quote(name)}` : ""));
  const conditions = hidden.flatMap(({ name, condition }) => (condition === undefined ? [] : [`${quote(name)}${condition}`]));
  const columns = [...names, ...hidden.map(({ name }) => name)].map(quote).join(", ");
  return {
    sql: `select ${list.join(", ")}\nfrom (\n${inner.sql}\n) as ${quote(alias)}(${columns})${conditions.length === 0 ? "" : `\nwhere ${conditions.join(" and ")}`}${keys.length === 0 ? "" : `\norder by ${keys.map(({ sql }) => sql).join(", ")}`}${limit}`,
    columns: inner.columns,
  };

  function keyOf(expression: Node, order: Node): Value {
    const column = (index: number): Value => simple(quote(names[index]!), inner.columns![index]!.type);
    const helper = hidden.find((candidate) => candidate.order === order);
    if (helper !== undefined) return simple(quote(helper.name), helper.type);
    const index = outputOf(expression, inner.columns!, nodes);
    return index === undefined ? context.refuse(expression, "only a column of the result is translated as an order here", "give it a name in the select list and order by that") : column(index);
  }
}

/** The column of the result that a key of an order is: by its number, its name or its expression. */
export function outputOf(expression: Node, columns: readonly OutputColumn[], nodes: readonly (Node | undefined)[]): number | undefined {
  const number = textIn(expression, "class") === "CONSTANT" ? nodeIn(expression, "value")?.value : undefined;
  if (typeof number === "number") return number >= 1 && number <= columns.length ? number - 1 : undefined;
  const path = textIn(expression, "class") === "COLUMN_REF" ? textsIn(expression, "column_names") : [];
  const named = path.length === 1 ? columns.findIndex((column) => column.isNamed && column.name.toLowerCase() === path[0]!.toLowerCase()) : -1;
  const repeated = named >= 0 ? named : nodes.findIndex((node) => node !== undefined && meaningOf(node) === meaningOf(expression));
  return repeated < 0 ? undefined : repeated;
}

function uniqueNames(columns: readonly OutputColumn[], newName: () => string): readonly string[] {
  const seen = new Set<string>();
  return columns.map(({ name, isNamed }) => {
    const key = name.toLowerCase();
    if (!isNamed || seen.has(key)) return newName();
    seen.add(key);
    return name;
  });
}
