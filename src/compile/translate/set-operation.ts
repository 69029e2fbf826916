import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import type { Query } from "./query.ts";
import { commonType } from "./value-type.ts";
import { flagIn, nodeIn, textIn } from "./tree.ts";
import { isBare, noQuery, writeQuery } from "./query.ts";
import { modifiersOf } from "./modifiers.ts";
import { writeAround } from "./around.ts";

const words: Readonly<Record<string, string>> = { UNION: "union", EXCEPT: "except", INTERSECT: "intersect" };

/** `union`, `except` and `intersect`, with or without `all`. */
export function writeSetOperation(node: Node, place: Place): Query {
  const { context } = place;
  const word = words[textIn(node, "setop_type")];
  const [left, right] = [nodeIn(node, "left"), nodeIn(node, "right")];
  if (word === undefined || left === undefined || right === undefined) {
    context.refuse(node, `${textIn(node, "setop_type").toLowerCase().replaceAll("_", " ")} is not translated for ${context.rules.title}`, "write union all with the columns of both queries in the same order");
    return noQuery;
  }
  const modifiers = modifiersOf(node, context);
  const queries = [left, right].map((part) => ({ query: writeQuery(part, place), isBare: isBare(part) }));
  const [first, second] = queries.map(({ query }) => query.columns);
  const columns = first?.map((column, index) => ({ ...column, type: second === undefined ? undefined : commonType([column.type, second[index]?.type]), ...(second?.[index]?.isFailed ? { isFailed: true } : {}) }));
  if (columns !== undefined && second !== undefined) {
    const mixed = columns.findIndex((column, index) => column.type === undefined && first![index]!.type !== undefined && second[index]?.type !== undefined);
    if (mixed >= 0) context.refuse(right, `column ${mixed + 1} is a ${first![mixed]!.type!.family} in one query and a ${second[mixed]!.type!.family} in the other`, "convert one of them with fn.cast");
  }
  const sql = queries.map(({ query, isBare: stands }) => (stands ? query.sql : `(${query.sql})`)).join(`\n${word}${flagIn(node, "setop_all") ? " all" : ""}\n`);
  const isFailed = queries.some(({ query }) => query.isFailed);
  return isFailed ? noQuery : writeAround({ sql, columns }, [], modifiers, node, place);
}
