import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import type { Value } from "./value.ts";
import { boolean, commonType } from "./value-type.ts";
import { compound, operand, simple } from "./value.ts";
import { nodeIn, nodesIn, textIn } from "./tree.ts";
import { inside } from "./scope.ts";
import { signOf } from "./comparison.ts";
import { write } from "./expression.ts";
import { writeQuery } from "./query.ts";

/** A query as a value: `(select …)`, `exists (…)`, `x in (…)`, `x > any (…)`. */
export function writeSubquery(node: Node, place: Place): Value {
  const { context } = place;
  const holder = nodeIn(node, "subquery");
  const tree = holder === undefined ? undefined : nodeIn(holder, "node");
  if (tree === undefined) return context.refuse(node, "this query is not translated");
  let isCorrelated = false;
  const around = { ...place.scope, reached: () => ((isCorrelated = true), place.scope.reached()) };
  const query = writeQuery(tree, { context, scope: inside(around) });
  if (isCorrelated && !context.rules.correlatedLimit && nodesIn(tree, "modifiers").some((modifier) => textIn(modifier, "type") === "LIMIT_MODIFIER")) {
    return context.refuse(node, `${context.rules.title} has no limit in a query that refers to the query around it`, "number the rows with row_number() over (…) in a join");
  }
  switch (textIn(node, "subquery_type")) {
    case "SCALAR":
      return query.columns?.length === 1 ? simple(`(${query.sql})`, query.columns[0]!.type) : context.refuse(node, "a query that is a value has one column");
    case "EXISTS":
      return simple(`exists (${query.sql})`, boolean);
    case "ANY":
      return writeAny(node, query.columns?.[0]?.type, query.sql, place);
    default:
      return context.refuse(node, `a query after ${textIn(node, "subquery_type").toLowerCase()} is not translated`);
  }
}

function writeAny(node: Node, type: Value["type"], sql: string, place: Place): Value {
  const { context } = place;
  const child = nodeIn(node, "child");
  const sign = signOf(textIn(node, "comparison_type"));
  if (child === undefined || sign === undefined || sign.startsWith("is")) return context.refuse(node, "this comparison with a query is not translated");
  const value = write(child, place);
  if (value.failed) return value;
  if (value.type !== undefined && type !== undefined && commonType([value.type, type]) === undefined) return context.refuse(node, `a ${value.type.family} is compared with a ${type.family}`, "convert one of them with fn.cast");
  if (sign === "=") return compound(`${operand(value)} in (${sql})`, boolean);
  if (sign !== "<>" && context.rules.collates && value.type?.family !== "integer" && value.type?.family !== "decimal" && value.type?.family !== "double" && value.type?.family !== "date" && value.type?.family !== "timestamp") {
    return context.refuse(node, `${context.rules.title} orders texts by the database's language`, "compare with min or max of the query");
  }
  return compound(`${operand(value)} ${sign} any (${sql})`, boolean);
}

