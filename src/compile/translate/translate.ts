import type { ColumnType } from "../../define/types.ts";
import type { Dialect, DialectFunction } from "../../adapters/adapter.ts";
import type { NodeId } from "../../load/node.ts";
import type { TargetRules } from "./rules.ts";
import type { Template } from "../render.ts";
import { createContext } from "./context.ts";
import { isNode } from "./tree.ts";
import { outermost } from "./scope.ts";
import { writeQuery } from "./query.ts";

/** What a quoted name `"rmodel:N"` in the query stands for. */
export type Opaque = OpaqueRelation | OpaqueCall | OpaqueRaw;

/** Stands where a table may stand. */
export interface OpaqueRelation {
  readonly kind: "relation";
  readonly relation: NodeId;
  /** What the relation is called where the query gives it no alias. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
}

/** Stands where a function's name may stand: a function of `fn`. */
export interface OpaqueCall {
  readonly kind: "call";
  readonly name: DialectFunction;
}

/** Text that is the target's already; stands as an expression or as a table. */
export interface OpaqueRaw {
  readonly kind: "raw";
  readonly template: Template;
  /** Where it is known; what depends on a type is refused otherwise. */
  readonly type?: ColumnType;
  /** Columns of a table. */
  readonly columns?: readonly { readonly name: string; readonly type?: ColumnType }[];
}

export interface TranslateOptions {
  readonly target: Dialect;
  readonly rules: TargetRules;
  readonly open: ReadonlyMap<string, Opaque>;
}

/** Something that the target has no equal of, or that nobody has proved to be equal. */
export interface Untranslatable {
  readonly message: string;
  readonly fix: string;
  /** Where it stands in the query, in UTF-16 units. */
  readonly offset: number;
}

export type Translation =
  /** Text with a mark before each expression; `unmark` takes them out. */
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly problems: readonly Untranslatable[] };

/**
 * Writes a query of DuckDB's dialect in the dialect of another database.
 *
 * Only what is known to give the same value there is written; all else is a problem at its place. Linear in the size
 * of the tree, but for aliases that stand for an expression in several places: these are written out at each.
 *
 * Differences that are accepted, because only odd data shows them: upper('ß'); lower, upper and ilike of letters beyond
 * ASCII where a PostgreSQL database's locale does not know them; reverse of composed characters; NaN in comparisons on
 * Trino; halves of the last digit where doubles become decimals by try_cast or of more than 18 digits; texts like '2.5'
 * that DuckDB's try_cast takes for integers; substr from a place before the text, for which DuckDB itself has two answers.
 * Errors on one side only are accepted too: division by zero and sums beyond 64 bits fail elsewhere, and texts that
 * DuckDB would not convert may pass.
 *
 * @param tree as `Prover.parse` gives it
 * @example translate(tree, { target, rules: postgresRules, open })
 */
export function translate(tree: unknown, { target, rules, open }: TranslateOptions): Translation {
  const { context, problems, release } = createContext(target, rules, open);
  if (!isNode(tree)) return { ok: false, problems: [{ message: "this is no query", fix: "write a select", offset: 0 }] };
  const { sql } = writeQuery(tree, { context, scope: outermost });
  if (problems.length > 0) return { ok: false, problems: [...problems].sort((a, b) => a.offset - b.offset) };
  return { ok: true, template: release(sql) };
}
