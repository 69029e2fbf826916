import type { Alias, Column, Place, Source } from "./scope.ts";
import type { From } from "./from.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import { find } from "./scope.ts";
import { flagIn, listIn, nodeIn, nodesIn, textIn, textsIn, unknownIn } from "./tree.ts";
import { failed, simple } from "./value.ts";
import { unmark } from "./places.ts";
import { write } from "./expression.ts";

/** A column of a select list. */
export interface Item {
  readonly name: string;
  /** The name is the user's; otherwise it is one that the engine makes up, and nothing can refer to it. */
  readonly isNamed: boolean;
  readonly value: Value;
  /** As it stands in the list. */
  readonly text: string;
  /** `*` over a table whose columns only the target knows. */
  readonly isOpen?: boolean;
  /** The expression; undefined for a column that stands there because of `*`. */
  readonly node?: Node;
}

/** A select list, each `*` as the columns it stands for: engines order those of a join in different ways. */
export function writeItems(nodes: readonly Node[], from: From, { context, scope }: Place): { readonly items: readonly Item[]; readonly aliases: ReadonlyMap<string, Alias> } {
  const aliases = new Map<string, Alias>();
  const items = nodes.flatMap((node): readonly Item[] => {
    // An expression sees the names that stand before it.
    const place: Place = { context, scope: { ...scope, aliases: new Map(aliases) } };
    if (textIn(node, "class") === "STAR") return writeStar(node, from, place);
    const alias = textIn(node, "alias");
    if (alias !== "" && !aliases.has(alias.toLowerCase())) aliases.set(alias.toLowerCase(), { node, scope: place.scope });
    return [writeItem(node, alias, place)];
  });
  return { items, aliases };
}

function writeItem(node: Node, alias: string, place: Place): Item {
  const value = write(node, place);
  const { quote } = place.context.target;
  const path = textIn(node, "class") === "COLUMN_REF" ? textsIn(node, "column_names") : [];
  const found = path.length === 1 || path.length === 2 ? find(place.scope, path) : undefined;
  const isOwn = path.length === 1 && place.context.open.has(path[0]!);
  const name = alias !== "" || isOwn ? alias : found?.kind === "column" ? (found.column?.name ?? path.at(-1)!) : (path.at(-1) ?? "");
  if (name === "") return { name: "", isNamed: false, value, text: value.sql, node };
  const bare = unmark(value.sql).text;
  const isPlain = bare === quote(name) || (bare.endsWith(`.${quote(name)}`) && (found?.kind === "column" || found?.kind === "merged"));
  return { name, isNamed: true, value, text: isPlain ? value.sql : `${value.sql} as ${quote(name)}`, node };
}

const properties = new Set(["class", "type", "alias", "query_location", "relation_name", "exclude_list", "replace_list", "columns"]);

function writeStar(node: Node, from: From, place: Place): readonly Item[] {
  const { context } = place;
  const refused = (message: string, fix: string): readonly Item[] => [{ name: "", isNamed: false, value: context.refuse(node, message, fix), text: "null" }];
  const strange = unknownIn(node, properties);
  if (strange !== undefined || flagIn(node, "columns")) return refused("columns by a pattern are not translated", "name the columns");
  const relation = textIn(node, "relation_name");
  const sources = relation === "" ? from.sources : from.sources.filter((source) => source.alias.toLowerCase() === relation.toLowerCase());
  if (from.sources.some((source) => source.isFailed)) return [{ name: "", isNamed: false, value: failed, text: "*", isOpen: true }];
  if (sources.length === 0) return refused(`"${relation === "" ? "*" : `${relation}.*`}" stands for no table here`, "name the columns");
  const excluded = listIn(node, "exclude_list");
  const replaced = nodesIn(node, "replace_list");
  if (sources.some((source) => source.columns === undefined)) {
    if (excluded.length > 0 || replaced.length > 0 || from.merged.size > 0) return refused("the columns that * stands for here are known to the target only", "name the columns");
    const text = relation === "" ? "*" : `${context.target.quote(sources[0]!.alias)}.*`;
    return [{ name: "", isNamed: false, value: simple(text, undefined), text, isOpen: true }];
  }
  const without = new Set(excluded.map((name) => String(name).toLowerCase()));
  const instead = new Map(replaced.map((entry) => [textIn(entry, "key").toLowerCase(), nodeIn(entry, "value")]));
  return sources.flatMap((source) =>
    source.columns!.flatMap((column): readonly Item[] => {
      const key = column.name.toLowerCase();
      if (without.has(key) || (relation === "" && from.hidden.has(hiddenKey(source, column)))) return [];
      const other = instead.get(key);
      if (other !== undefined) return [writeItem(other, column.name, place)];
      return [columnItem(source, column, relation === "" ? from.merged.get(key) : undefined, from, place)];
    }),
  );
}

function columnItem(source: Source, column: Column, merged: Value | undefined, from: From, { context }: Place): Item {
  const { quote } = context.target;
  const value = merged ?? simple(from.sources.length > 1 ? `${quote(source.alias)}.${quote(column.name)}` : quote(column.name), column.type);
  const isPlain = value.sql === quote(column.name) || value.sql.endsWith(`.${quote(column.name)}`);
  return { name: column.name, isNamed: true, value, text: isPlain ? value.sql : `${value.sql} as ${quote(column.name)}` };
}

/** How a column that `using` took away is noted. */
export const hiddenKey = (source: Source, column: Column): string => `${source.alias.toLowerCase()}.${column.name.toLowerCase()}`;
