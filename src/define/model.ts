import type { Alias, Relation } from "./relation.ts";
import type { Columns } from "./column.ts";
import type { Expr, Used } from "./fragment.ts";
import type { TableTest } from "./test.ts";
import { aliasOf, relation } from "./relation.ts";
import { originOf } from "./origin.ts";

/** What every node may say about itself. */
export interface Described {
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly owner?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
  /** `false` leaves the node out of builds. */
  readonly enabled?: boolean;
}

/** Options of everything that the database keeps as a relation. */
export interface Published<C extends Columns> extends Described {
  /** Columns that identify a row: tested as a unique combination. */
  readonly grain?: readonly (keyof C & string)[];
  /** Tests of the relation as a whole; `row` has its columns. */
  readonly tests?: (row: Alias<NoInfer<C>>) => readonly TableTest[];
  /** Privileges on the published view, by privilege: `{ select: ["bi_reader"] }`. */
  readonly grants?: Readonly<Record<string, readonly string[]>>;
}

interface Built<C extends Columns> extends Published<C> {
  readonly columns: C;
  /**
   * How the model is kept: `view` (default), `table`, `ephemeral` (only inside the queries that read it),
   * or `external` (a table that is also written to `files`).
   */
  readonly materialized?: "view" | "table" | "ephemeral" | "external";
  /** Files of an external model, below the export folder; the ending gives the format: parquet, csv or json. */
  readonly files?: readonly string[];
  /** Columns of indexes on the model's table, where the engine has indexes: `[["order_id"], ["customer_id", "sold_on"]]`. */
  readonly indexes?: readonly (readonly (keyof C & string)[])[];
  /** Keeps the rows of each value, or of each day, month or year of a date, in a partition of their own, where the engine has partitions. */
  readonly partitionBy?: { readonly column: keyof C & string; readonly by?: "value" | "day" | "month" | "year" };
  /** A PostgreSQL table that is not written to the log: faster to make, empty after a crash of the server. */
  readonly unlogged?: boolean;
  /** Statements before and after the model's own, in its transaction. */
  readonly pre?: readonly Expr[];
  readonly post?: readonly Expr[];
}

/** Select form: `columns` is the select list, each column with the expression that computes it. */
export interface SelectForm<C extends Columns> extends Built<C> {
  readonly from: Expr | Used;
  readonly where?: Expr<"boolean">;
  readonly groupBy?: readonly Expr[];
  readonly having?: Expr<"boolean">;
  readonly qualify?: Expr<"boolean">;
  readonly distinct?: boolean;
  readonly query?: never;
}

/** Query form: `query` is the whole statement, `columns` the contract that it is proved to keep. */
export interface QueryForm<C extends Columns> extends Built<C> {
  readonly query: Expr;
  readonly from?: never;
  readonly where?: never;
  readonly groupBy?: never;
  readonly having?: never;
  readonly qualify?: never;
  readonly distinct?: never;
}

/**
 * A relation computed by SQL from other relations.
 *
 * @example
 * export default model({
 *   description: "One row per paid order.",
 *   from: orders,
 *   where: sql`${orders.amount} > 0`,
 *   columns: { order_id: t.text().is(orders.order_id).notNull().unique() },
 * });
 */
export function model<const C extends Columns>(options: SelectForm<C> | QueryForm<C>): Relation<C> {
  return relation("model", options.columns, withTests(options), originOf(model));
}

/** The tests are asked for once, with an alias that names the relation's own columns. */
export function withTests<C extends Columns>(options: Published<C> & { readonly columns: C }): object {
  if (typeof options.tests !== "function") return options;
  const self = aliasOf({ kind: "model", columns: options.columns }, "row");
  return { ...options, tests: options.tests(self as never) };
}
