import type { Expr } from "rmodel";
import { fn, sql } from "rmodel";

/** Key of the member that stands for a missing one, in every dimension. No hash is 0 in practice, and the tests of uniqueness would tell. */
export const unknownKey = 0;

/** Two characters that no text of the data has: what stands between values, and what stands for null. */
const separator = "\u001f";
const missing = "\u001e";

/**
 * A surrogate key that depends on the given values alone: 60 bits of their MD5, as a positive integer.
 *
 * A numbering (`row_number()`) would give old members new keys when a new one sorts before them. A hash stays the same
 * on every rebuild and is the same on every engine. Two of a million members share one with a chance of 1 in 2 million;
 * the `unique` test of the key would stop the build.
 */
export function integerKey(...values: readonly Expr[]): Expr<"integer"> {
  const texts = values.map((value) => sql`coalesce(cast(${value} as varchar), ${missing})`);
  const hash = sql`md5(concat_ws(${separator}, ${sql.join(texts)}))`;
  return sql.dialect({
    duckdb: sql`cast('0x' || substr(${hash}, 1, 15) as bigint)`,
    postgres: sql`('x0' || substr(${hash}, 1, 15))::bit(64)::bigint`,
    trino: sql`from_base(substr(lower(to_hex(md5(to_utf8(concat_ws(${separator}, ${sql.join(texts)}))))), 1, 15), 16)`,
  });
}

/** The key of a day in `dim_date`: 20111209 for 2011-12-09. */
export function dateKey(moment: Expr<"date" | "timestamp">): Expr<"integer"> {
  return sql`${fn.datePart("year", moment)} * 10000 + ${fn.datePart("month", moment)} * 100 + ${fn.datePart("day", moment)}`;
}
