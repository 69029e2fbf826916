import type { Column, Place, Scope, Source } from "./scope.ts";
import type { Context } from "./context.ts";
import type { From } from "./from.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import { beside, noFrom, writeFrom } from "./from.ts";
import { columnOf } from "./scope.ts";
import { commonType } from "./value-type.ts";
import { hiddenKey } from "./select-list.ts";
import { nodeIn, textIn, textsIn } from "./tree.ts";
import { simple } from "./value.ts";
import { write } from "./expression.ts";

const words: Readonly<Record<string, string>> = { INNER: "join", LEFT: "left join", RIGHT: "right join", FULL: "full join", OUTER: "full join" };

/** Two sides of a join. */
export function writeJoin(node: Node, place: Place): From {
  const { context } = place;
  const [leftNode, rightNode] = [nodeIn(node, "left"), nodeIn(node, "right")];
  const kind = textIn(node, "join_type");
  const word = words[kind];
  const how = textIn(node, "ref_type");
  if (leftNode === undefined || rightNode === undefined || word === undefined || (how !== "REGULAR" && how !== "CROSS")) {
    const name = how === "REGULAR" || how === "CROSS" ? kind : how;
    context.refuse(node, `${name.toLowerCase()} join is not translated for ${context.rules.title}`, fixes[name]);
    return noFrom;
  }
  const left = writeFrom(leftNode, place);
  let isLateral = false;
  const right = writeFrom(rightNode, { context, scope: beside(left, place, () => (isLateral = true)) });
  const both: From = { sql: "", sources: [...left.sources, ...right.sources], merged: new Map([...left.merged, ...right.merged]), hidden: new Set([...left.hidden, ...right.hidden]) };
  const isQuery = textIn(rightNode, "type") === "SUBQUERY";
  const lateral = isLateral && isQuery ? "lateral " : "";
  const rightSql = textIn(rightNode, "type") === "JOIN" ? `(${right.sql})` : lateral + right.sql;
  const condition = nodeIn(node, "condition");
  const using = textsIn(node, "using_columns");
  if (how === "CROSS" || (condition === undefined && using.length === 0)) return { ...both, sql: `${left.sql}\ncross join ${rightSql}` };
  if (using.length > 0 && isLateral && !context.rules.lateralCondition) return refusedLateral(node, context);
  if (using.length > 0) return writeUsing(node, word, kind, [left, right], { ...both, sql: rightSql }, using, context);
  const scope: Scope = { ...place.scope, sources: both.sources, merged: both.merged };
  const written = write(condition!, { context, scope });
  if (isLateral && written.literal !== true && !context.rules.lateralCondition) return refusedLateral(condition!, context);
  return { ...both, sql: `${left.sql}\n${word} ${rightSql} on ${written.sql}` };
}

function refusedLateral(node: Node, context: Context): From {
  context.refuse(node, `${context.rules.title} takes no condition for a join with a query that refers to its left side`, "put the condition into the query and write on true");
  return noFrom;
}

const fixes: Readonly<Record<string, string>> = {
  NATURAL: "name the columns: using (…)",
  SEMI: "write where exists (select … )",
  ANTI: "write where not exists (select … )",
  ASOF: "number the candidates with row_number() over (…) and keep the first",
};

/** `using (…)` as a condition: after it, engines know the columns by different names and order `*` in different ways. */
function writeUsing(node: Node, word: string, kind: string, [left, right]: readonly [From, From], both: From, using: readonly string[], context: Context): From {
  const merged = new Map(both.merged);
  const hidden = new Set(both.hidden);
  const conditions = using.map((name) => {
    const key = name.toLowerCase();
    const a = sideOf(left, key, context);
    const b = sideOf(right, key, context);
    if (a === undefined || b === undefined) return context.refuse(node, `which columns using (${name}) compares cannot be told`, "write the condition with on").sql;
    merged.set(key, mergedOf(kind, a.value, b.value));
    hidden.add(hiddenKey(b.source, b.column));
    return `${a.value.sql} = ${b.value.sql}`;
  });
  return { ...both, sql: `${left.sql}\n${word} ${both.sql} on ${conditions.join(" and ")}`, merged, hidden };
}

interface Side {
  readonly source: Source;
  readonly column: Column;
  readonly value: Value;
}

function sideOf(from: From, key: string, { target }: Context): Side | undefined {
  const found = from.sources.flatMap((source) => {
    const column = columnOf(source, key);
    return column === undefined ? [] : [{ source, column }];
  });
  const merged = from.merged.get(key);
  const [first] = found;
  if (first === undefined || (found.length > 1 && merged === undefined) || from.sources.some(({ columns }) => columns === undefined)) return undefined;
  return { ...first, value: merged ?? simple(`${target.quote(first.source.alias)}.${target.quote(first.column.name)}`, first.column.type) };
}

function mergedOf(kind: string, left: Value, right: Value): Value {
  if (kind === "FULL" || kind === "OUTER") return simple(`coalesce(${left.sql}, ${right.sql})`, commonType([left.type, right.type]));
  return kind === "RIGHT" ? right : left;
}
