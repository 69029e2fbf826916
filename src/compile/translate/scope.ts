import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";

export interface Column {
  readonly name: string;
  readonly type: ValueType | undefined;
  /** It was refused where it is computed. */
  readonly isFailed?: boolean;
}

/** A table of a `from`. Its columns are undefined where only the target knows them. */
export interface Source {
  readonly alias: string;
  readonly columns: readonly Column[] | undefined;
  /** It was refused as a whole, so that nothing is known of its columns. */
  readonly isFailed?: boolean;
}

/** What names mean at some place. */
export interface Scope {
  readonly sources: readonly Source[];
  /** Columns that `using` made one, by name in lower case. */
  readonly merged: ReadonlyMap<string, Value>;
  /** Expressions that the select list names, by name in lower case. */
  readonly aliases: ReadonlyMap<string, Alias>;
  /** Queries of `with`, by name in lower case. */
  readonly tables: ReadonlyMap<string, Source>;
  /** Whether a name bears its table's alias always: in an order, engines take a bare one for a column of the result. */
  readonly isQualified?: boolean;
  /** The query around this one. */
  readonly outer: Scope | undefined;
  /** Called when a query inside refers to a column of this scope. */
  readonly reached: () => void;
}

export interface Alias {
  readonly node: Node;
  /** Where the expression was written: names in it mean what they meant there. */
  readonly scope: Scope;
}

/** Where an expression stands. */
export interface Place {
  readonly context: Context;
  readonly scope: Scope;
}

export const outermost: Scope = { sources: [], merged: new Map(), aliases: new Map(), tables: new Map(), outer: undefined, reached: () => undefined };

/** A scope of its own inside another: sees what that sees. */
export const inside = (outer: Scope): Scope => ({ ...outermost, tables: outer.tables, outer });

export type Found =
  | { readonly kind: "column"; readonly source: Source; readonly column: Column | undefined }
  | { readonly kind: "merged"; readonly value: Value }
  | { readonly kind: "alias"; readonly alias: Alias }
  | { readonly kind: "row"; readonly source: Source }
  | { readonly kind: "ambiguous" };

/** What a name of one or two parts means, from the innermost query to the outermost; columns and tables go before aliases. */
export function find(scope: Scope, path: readonly string[]): Found | undefined {
  const here = path.length === 1 ? findBare(scope, path[0]!.toLowerCase()) : findQualified(scope, path[0]!.toLowerCase(), path[1]!.toLowerCase());
  if (here !== undefined) return here;
  if (scope.outer === undefined) return undefined;
  const there = find(scope.outer, path);
  if (there !== undefined) scope.outer.reached();
  return there;
}

function findBare(scope: Scope, name: string): Found | undefined {
  const merged = scope.merged.get(name);
  if (merged !== undefined) return { kind: "merged", value: merged };
  const found = scope.sources.flatMap((source) => {
    const column = columnOf(source, name);
    return column === undefined ? [] : [{ kind: "column" as const, source, column }];
  });
  if (found.length > 1) return { kind: "ambiguous" };
  if (found.length === 1) return found[0];
  const row = scope.sources.find((source) => source.alias.toLowerCase() === name);
  if (row !== undefined) return { kind: "row", source: row };
  const alias = scope.aliases.get(name);
  if (alias !== undefined) return { kind: "alias", alias };
  const open = scope.sources.filter((source) => source.columns === undefined);
  return open.length === 1 ? { kind: "column", source: open[0]!, column: undefined } : open.length > 1 ? { kind: "ambiguous" } : undefined;
}

function findQualified(scope: Scope, alias: string, name: string): Found | undefined {
  const source = scope.sources.find((candidate) => candidate.alias.toLowerCase() === alias);
  if (source === undefined) return undefined;
  const column = columnOf(source, name);
  return column === undefined && source.columns !== undefined ? undefined : { kind: "column", source, column };
}

export const columnOf = (source: Source, name: string): Column | undefined => source.columns?.find((column) => column.name.toLowerCase() === name);
