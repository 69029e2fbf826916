import type { Place, Scope } from "./scope.ts";
import type { Node } from "./tree.ts";
import type { Query } from "./query.ts";
import { commonType } from "./value-type.ts";
import { flagIn, nodeIn, nodesIn, textIn, textsIn, unknownIn } from "./tree.ts";
import { isBare, noQuery, writeQuery } from "./query.ts";

type Tables = Scope["tables"];

/** The queries of `with`; each sees those before it. */
export function writeWith(node: Node, { context, scope }: Place): { readonly sql: string; readonly tables: Tables } {
  const tables = new Map(scope.tables);
  const parts: string[] = [];
  let isRecursive = false;
  for (const entry of nodesIn(nodeIn(node, "cte_map") ?? {}, "map")) {
    const name = textIn(entry, "key");
    const value = nodeIn(entry, "value") ?? {};
    const strange = unknownIn(value, known);
    const tree = nodeIn(nodeIn(value, "query") ?? {}, "node");
    if (strange !== undefined || tree === undefined) {
      context.refuse(value, `"${strange ?? "query"}" of the query "${name}" is not translated`);
      tables.set(name.toLowerCase(), { alias: name, columns: undefined, isFailed: true });
      continue;
    }
    const names = textsIn(value, "aliases");
    const place: Place = { context, scope: { ...scope, tables } };
    const recurs = textIn(tree, "type") === "RECURSIVE_CTE_NODE";
    const query = recurs ? writeRecursive(name, names, tree, place) : writeQuery(tree, place);
    isRecursive ||= recurs;
    const columns = query.columns?.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
    tables.set(name.toLowerCase(), { alias: name, columns, ...(query.isFailed ? { isFailed: true } : {}) });
    const list = names.length === 0 && !(recurs && context.rules.recursiveNeedsColumns) ? names : (columns?.map((column) => column.name) ?? names);
    const { quote } = context.target;
    const isMaterialized = textIn(value, "materialized") === "CTE_MATERIALIZE_ALWAYS" && context.rules.materialized;
    parts.push(`${quote(name)}${list.length === 0 ? "" : `(${list.map(quote).join(", ")})`} as ${isMaterialized ? "materialized " : ""}(\n${query.sql}\n)`);
  }
  return { sql: parts.length === 0 ? "" : `with ${isRecursive ? "recursive " : ""}${parts.join(",\n")}\n`, tables };
}

const known = new Set(["aliases", "query", "materialized"]);
const recursiveKnown = new Set(["type", "modifiers", "cte_map", "cte_name", "union_all", "left", "right", "aliases"]);

function writeRecursive(name: string, names: readonly string[], tree: Node, place: Place): Query {
  const { context, scope } = place;
  const [left, right] = [nodeIn(tree, "left"), nodeIn(tree, "right")];
  if (unknownIn(tree, recursiveKnown) !== undefined || left === undefined || right === undefined) {
    context.refuse(tree, `the recursive query "${name}" is not translated`);
    return noQuery;
  }
  const start = writeQuery(left, place);
  const columns = start.columns?.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
  const step = writeQuery(right, { context, scope: { ...scope, tables: new Map(scope.tables).set(name.toLowerCase(), { alias: name, columns }) } });
  const word = flagIn(tree, "union_all") ? "union all" : "union";
  return {
    sql: `${isBare(left) ? start.sql : `(${start.sql})`}\n${word}\n${isBare(right) ? step.sql : `(${step.sql})`}`,
    columns: columns?.map((column, index) => ({ ...column, type: commonType([column.type, step.columns?.[index]?.type]) })),
  };
}
