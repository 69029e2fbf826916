import type { Dialect } from "../../adapters/adapter.ts";

/** Lays a statement out for people. */
export type LayOut = (sql: string) => string;

const languages: Readonly<Record<string, "duckdb" | "postgresql" | "trino">> = { duckdb: "duckdb", postgres: "postgresql", trino: "trino" };

/** Characters of the longest statement that is laid out: 50,000 take 0.4 s, and generated SQL has its lines already. */
const longest = 50_000;

/**
 * Loads the formatter: 90 ms, and 1 to 10 ms a statement, so only for what somebody is about to read.
 *
 * A statement that the formatter does not understand, or a very long one, stays as it is.
 */
export async function loadLayOut({ name }: Pick<Dialect, "name">): Promise<LayOut> {
  const { format } = await import("sql-formatter");
  return (sql) => {
    if (sql.length > longest) return sql;
    try {
      return format(sql, { language: languages[name] ?? "sql" });
    } catch {
      return sql;
    }
  };
}
