import type { Column, Place, Scope, Source } from "./scope.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import { inside } from "./scope.ts";
import { nodeIn, textIn, textsIn, unknownIn } from "./tree.ts";
import { writeJoin } from "./join.ts";
import { writeQuery } from "./query.ts";
import { writeTable } from "./table.ts";
import { writeTableFunction } from "./table-function.ts";
import { valuesOf, writeRows } from "./values.ts";

/** What stands after `from`, and the names it makes known. */
export interface From {
  readonly sql: string;
  readonly sources: readonly Source[];
  readonly merged: ReadonlyMap<string, Value>;
  /** Columns that `using` took out of `*`. */
  readonly hidden: ReadonlySet<string>;
}

const nothing: From = { sql: "", sources: [], merged: new Map(), hidden: new Set() };
export const fromOf = (sql: string, source: Source): From => ({ ...nothing, sql, sources: [source] });

/** What stands in the place of a table that is refused. */
export const noFrom: From = fromOf("", { alias: "", columns: undefined, isFailed: true });

/** A table, a query, a function or a join; `place` is what queries in it see around them. */
export function writeFrom(node: Node, place: Place): From {
  const { context } = place;
  const kind = textIn(node, "type");
  const strange = unknownIn(node, properties[kind] ?? new Set());
  if (properties[kind] === undefined || strange !== undefined) {
    context.refuse(node, strange === "sample" ? "a sample of a table is not the same twice" : `${kind.toLowerCase().replaceAll("_", " ")} in from is not translated for ${context.rules.title}`);
    return noFrom;
  }
  switch (kind) {
    case "BASE_TABLE":
      return writeTable(node, place);
    case "SUBQUERY":
      return writeDerived(node, place);
    case "EXPRESSION_LIST": {
      const alias = context.newName();
      return writeValues(node, alias, [], place);
    }
    case "TABLE_FUNCTION":
      return writeTableFunction(node, place);
    case "JOIN":
      return writeJoin(node, place);
    default:
      return nothing;
  }
}

const common = ["type", "alias", "query_location"];
const properties: Readonly<Record<string, ReadonlySet<string>>> = {
  EMPTY: new Set(common),
  BASE_TABLE: new Set([...common, "table_name", "schema_name", "column_name_alias"]),
  SUBQUERY: new Set([...common, "subquery", "column_name_alias"]),
  EXPRESSION_LIST: new Set([...common, "values"]),
  TABLE_FUNCTION: new Set([...common, "function", "column_name_alias", "with_ordinality"]),
  JOIN: new Set([...common, "left", "right", "condition", "join_type", "ref_type", "using_columns"]),
};

/** A query as a table. Every engine but DuckDB wants a name for it. */
function writeDerived(node: Node, place: Place): From {
  const { context } = place;
  const tree = nodeIn(nodeIn(node, "subquery") ?? {}, "node") ?? {};
  const given = textIn(node, "alias");
  const alias = given === "" ? context.newName() : given;
  const names = textsIn(node, "column_name_alias");
  const values = valuesOf(tree);
  if (values !== undefined) return writeValues(values, alias, names, place);
  const query = writeQuery(tree, { context, scope: inside(place.scope) });
  if (query.columns === undefined && names.length > 0 && !query.isFailed) context.refuse(node, "the columns of this query are not known, so that they are not renamed", "name them in the query");
  const columns = renamed(query.columns, names);
  const list = names.length === 0 ? "" : columnList(columns ?? [], context.target.quote);
  return fromOf(`(\n${query.sql}\n) as ${context.target.quote(alias)}${list}`, { alias, columns, ...(query.isFailed ? { isFailed: true } : {}) });
}

function writeValues(node: Node, alias: string, names: readonly string[], place: Place): From {
  const { context } = place;
  const { sql, types } = writeRows(node, place);
  const columns = renamed(types.map((type, index) => ({ name: `col${index}`, type })), names) ?? [];
  return fromOf(`(values ${sql}) as ${context.target.quote(alias)}${columnList(columns, context.target.quote)}`, { alias, columns });
}

/** Columns with the first of them renamed. */
export const renamed = (columns: readonly Column[] | undefined, names: readonly string[]): readonly Column[] | undefined => columns?.map((column, index) => ({ ...column, name: names[index] ?? column.name }));

export const columnList = (columns: readonly Column[], quote: (name: string) => string): string => `(${columns.map(({ name }) => quote(name)).join(", ")})`;

/** A scope that sees the tables to the left, and tells when something refers to them. */
export const beside = (left: From, { scope }: Place, reached: () => void): Scope => ({ ...scope, sources: left.sources, merged: left.merged, reached });
