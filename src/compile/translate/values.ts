import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import type { ValueType } from "./value-type.ts";
import { commonType } from "./value-type.ts";
import { failedIn } from "./convert.ts";
import { isNode, listIn, nodeIn, nodesIn, textIn } from "./tree.ts";
import { write } from "./expression.ts";

/** The rows of a query that is nothing but `values …`. */
export function valuesOf(query: Node): Node | undefined {
  const list = nodeIn(query, "from_table");
  const [star] = nodesIn(query, "select_list");
  const isValues = list !== undefined && textIn(list, "type") === "EXPRESSION_LIST" && star !== undefined && textIn(star, "class") === "STAR" && nodesIn(query, "select_list").length === 1 && nodesIn(query, "modifiers").length === 0;
  return isValues ? list : undefined;
}

/** `(…), (…)` with the types of the columns. */
export function writeRows(node: Node, place: Place): { readonly sql: string; readonly types: readonly (ValueType | undefined)[] } {
  const rows = listIn(node, "values").map((row) => (Array.isArray(row) ? row : []).filter(isNode).map((item) => write(item, place)));
  const width = rows[0]?.length ?? 0;
  const types = Array.from({ length: width }, (_, index) => commonType(rows.map((row) => row[index]?.type)));
  const isMixed = types.some((type, index) => type === undefined && rows.every((row) => row[index]?.type !== undefined));
  if (isMixed && failedIn(rows.flat()) === undefined) place.context.refuse(node, "a column of these values has several types", "convert them to one type with fn.cast");
  return { sql: rows.map((row) => `(${row.map(({ sql }) => sql).join(", ")})`).join(", "), types };
}
