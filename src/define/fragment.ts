import type { Origin } from "../errors/rmodel-error.ts";
import type { ColumnType, Family } from "./types.ts";
import { originOf } from "./origin.ts";

/** A value that may stand in SQL as a typed, escaped literal. A Date is a UTC timestamp. */
export type Literal = string | number | bigint | boolean | null | Date;

/**
 * One piece of SQL. `R` is how a relation is named: by its definition while a project is being
 * written, by its node id once it is loaded.
 */
export type Part<R = unknown> =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "raw"; readonly text: string }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly family: Family | "null" }
  | { readonly kind: "identifier"; readonly name: string }
  | { readonly kind: "relation"; readonly relation: R; readonly alias?: string }
  | { readonly kind: "column"; readonly relation: R; readonly alias: string; readonly name: string; readonly origin?: Origin }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Fragment<R>[] }
  | { readonly kind: "cast"; readonly value: Fragment<R>; readonly type: ColumnType; readonly safe: boolean }
  | { readonly kind: "macro"; readonly name: string; readonly args: Readonly<Record<string, Fragment<R>>>; readonly origin: Origin }
  | { readonly kind: "dialect"; readonly variants: Readonly<Record<string, Fragment<R>>> }
  | Generated<R>
  // Kept instead of thrown, so that one run reports every mistake of a project.
  | { readonly kind: "invalid"; readonly problem: string }
  | { readonly kind: "fragment"; readonly fragment: Fragment<R> };

/** SQL that one of our generators writes for the engine at hand; nothing but plain data until then. */
export interface Generated<R = unknown> {
  readonly kind: "generated";
  readonly generator: "forecast" | "regression";
  /** Which of the relations that the generator knows to make. */
  readonly part: string;
  /** What the generator needs to know. */
  readonly spec: unknown;
  /** What the SQL reads, by the name that the generator knows it by, with the columns that it reads there. */
  readonly reads: Readonly<Record<string, { readonly relation: R; readonly columns: readonly string[] }>>;
  /** What it yields, for a query that it is a part of. */
  readonly columns?: readonly { readonly name: string; readonly type: ColumnType }[];
}

/** SQL with typed holes; `origin` is the place of its `sql` tag. */
export interface Fragment<R = unknown> {
  readonly kind: "fragment";
  readonly parts: readonly Part<R>[];
  readonly origin: Origin;
}

declare const family: unique symbol;

/** A fragment that yields a value of one family: `sql` yields any, `fn.*` and columns a known one. */
export interface Expr<F extends Family = any> extends Fragment {
  readonly [family]?: F | undefined;
}

/** Where an alias keeps what it stands for, out of the way of column names. */
export const used: unique symbol = Symbol.for("rmodel.use") as never;

export interface Used<R = unknown> {
  readonly [used]: { readonly relation: R; readonly alias: string };
}

/** A relation itself in a fragment: its name without an alias. */
export interface RelationLike {
  readonly kind: "model" | "source" | "seed" | "snapshot" | "forecast" | "regression";
}

export type Hole = Expr | Used | RelationLike | Literal;

/**
 * SQL text with typed holes.
 *
 * A column reference becomes `"alias"."column"`, an alias becomes `relation as "alias"`, a relation its
 * name, a fragment its SQL, and every other value an escaped literal: nothing is ever pasted as text.
 */
export function sql(text: TemplateStringsArray, ...holes: readonly Hole[]): Expr {
  const parts: Part[] = [];
  text.forEach((chunk, index) => {
    if (index > 0) parts.push(partOf(holes[index - 1]!));
    if (chunk !== "") parts.push({ kind: "text", text: chunk });
  });
  return Object.freeze({ kind: "fragment" as const, parts: Object.freeze(parts), origin: originOf(sql) });
}

/** Pastes text into SQL unchecked: the one escape hatch. `rmodel check` lists its uses. */
sql.raw = function raw(text: string): Expr {
  return fragmentOf([{ kind: "raw", text }], originOf(raw));
};

/** A quoted identifier, for the rare name that is computed. */
sql.identifier = function identifier(name: string): Expr {
  const problem = name === "" ? "an empty name" : unwritable(name);
  return fragmentOf([problem === undefined ? { kind: "identifier", name } : { kind: "invalid", problem: `${problem} has no SQL form` }], originOf(identifier));
};

/** Fragments one after the other with a separator between them. */
sql.join = function join(fragments: readonly Expr[], separator = ", "): Expr {
  const parts = fragments.flatMap((fragment, index): Part[] => [
    ...(index > 0 ? [{ kind: "text" as const, text: separator }] : []),
    { kind: "fragment", fragment },
  ]);
  return fragmentOf(parts, originOf(join));
};

/** A spelling per engine where one text does not do; `duckdb` is the one that contracts are proved with. */
sql.dialect = function dialect<F extends Family = any>(variants: { readonly duckdb: Expr<F>; readonly postgres?: Expr<F>; readonly trino?: Expr<F> }): Expr<F> {
  return fragmentOf([{ kind: "dialect", variants }], originOf(dialect));
};

export function fragmentOf(parts: readonly Part[], origin: Origin): Expr {
  return Object.freeze({ kind: "fragment", parts: Object.freeze(parts), origin });
}

/** What stands in a hole, as a part. */
export function partOf(hole: unknown): Part {
  if (typeof hole === "object" && hole !== null) {
    if (hole instanceof Date) return { kind: "literal", value: timestampText(hole), family: "timestamp" };
    // Aliases are proxies whose every string key is a column, so the symbol is asked first.
    const use = (hole as Partial<Used>)[used];
    if (use !== undefined) return { kind: "relation", ...use };
    const kind = (hole as { kind?: unknown }).kind;
    if (kind === "fragment") return { kind: "fragment", fragment: hole as Fragment };
    if (kind === "model" || kind === "source" || kind === "seed" || kind === "snapshot" || kind === "forecast" || kind === "regression") return { kind: "relation", relation: hole };
  }
  switch (typeof hole) {
    case "string":
      if (unwritable(hole) !== undefined) break;
      return { kind: "literal", value: hole, family: "text" };
    case "boolean":
      return { kind: "literal", value: hole, family: "boolean" };
    case "bigint":
      return { kind: "literal", value: hole.toString(), family: "integer" };
    case "number":
      if (Number.isFinite(hole)) return { kind: "literal", value: hole, family: Number.isSafeInteger(hole) ? "integer" : "double" };
      break;
    default:
      if (hole === null) return { kind: "literal", value: null, family: "null" };
  }
  return { kind: "invalid", problem: `${describeValue(hole)} has no SQL form` };
}

/** What engines would cut off or replace by another character, silently. */
const unwritable = (text: string): string | undefined =>
  text.includes("\0") ? "a text with the character NUL" : /\p{Surrogate}/u.test(text) ? "a text with half of a surrogate pair" : undefined;

const describeValue = (value: unknown): string =>
  typeof value === "string" ? unwritable(value)! : value === undefined ? "undefined" : typeof value === "function" ? "a function" : typeof value === "number" ? String(value) : "an object";

/** `2011-12-09 12:50:00.000` in UTC. */
export const timestampText = (date: Date): string => date.toISOString().replace("T", " ").replace("Z", "");

/** The text parts and holes of a fragment, innermost first to last, nested fragments included. */
export function* walkParts<R>(fragment: Fragment<R>): Generator<Part<R>> {
  for (const part of fragment.parts) {
    yield part;
    switch (part.kind) {
      case "fragment":
        yield* walkParts(part.fragment);
        break;
      case "call":
        for (const arg of part.args) yield* walkParts(arg);
        break;
      case "cast":
        yield* walkParts(part.value);
        break;
      case "macro":
        for (const arg of Object.values(part.args)) yield* walkParts(arg);
        break;
      case "dialect":
        for (const variant of Object.values(part.variants)) yield* walkParts(variant);
        break;
    }
  }
}
