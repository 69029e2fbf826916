import type { Column, Place } from "./scope.ts";
import type { Node } from "./tree.ts";
import { nodesIn, textIn, unknownIn } from "./tree.ts";
import { writeSelect } from "./select.ts";
import { writeSetOperation } from "./set-operation.ts";
import { writeWith } from "./with.ts";

export interface Query {
  readonly sql: string;
  /** Undefined where only the target knows them. */
  readonly columns: readonly OutputColumn[] | undefined;
  readonly isFailed?: boolean;
}

export interface OutputColumn extends Column {
  /** The query gave it a name, so that others may refer to it. */
  readonly isNamed: boolean;
}

/** What stands in a query's place when it is refused. */
export const noQuery: Query = { sql: "", columns: undefined, isFailed: true };

/** A whole query: a select or several joined by `union` and its like, with what stands before and after. */
export function writeQuery(node: Node, { context, scope }: Place): Query {
  const kind = textIn(node, "type");
  const strange = unknownIn(node, properties[kind] ?? common);
  if (strange !== undefined || properties[kind] === undefined) {
    context.refuse(node, strange === undefined ? `a query of kind ${kind.toLowerCase()} is not translated` : `"${strange}" of this query is not translated`);
    return noQuery;
  }
  const { sql, tables } = writeWith(node, { context, scope });
  const place: Place = { context, scope: { ...scope, tables } };
  const body = kind === "SELECT_NODE" ? writeSelect(node, place) : writeSetOperation(node, place);
  return { ...body, sql: sql + body.sql };
}

const common = new Set(["type", "modifiers", "cte_map"]);
const properties: Readonly<Record<string, ReadonlySet<string>>> = {
  SELECT_NODE: new Set([...common, "select_list", "from_table", "where_clause", "group_expressions", "group_sets", "aggregate_handling", "having", "qualify"]),
  SET_OPERATION_NODE: new Set([...common, "setop_type", "setop_all", "left", "right"]),
};

/** Whether the query can stand beside another in a `union` as it is. */
export const isBare = (node: Node): boolean => textIn(node, "type") === "SELECT_NODE" && nodesIn(node, "modifiers").length === 0 && !hasWith(node);

export const hasWith = (node: Node): boolean => {
  const map = node.cte_map;
  return typeof map === "object" && map !== null && "map" in map && Array.isArray(map.map) && map.map.length > 0;
};
