import type { Dialect } from "../../adapters/adapter.ts";

/** Lays a statement out for people. */
export type LayOut = (sql: string) => string;

const languages: Readonly<Record<string, "duckdb" | "postgresql" | "trino">> = { duckdb: "duckdb", postgres: "postgresql", trino: "trino" };

/**
 * Loads the formatter: 90 ms, and 1 to 10 ms a statement, so only for what somebody is about to read.
 *
 * A statement that the formatter does not understand stays as it is.
 */
export async function loadLayOut({ name }: Pick<Dialect, "name">): Promise<LayOut> {
  const { format } = await import("sql-formatter");
  return (sql) => {
    try {
      return format(sql, { language: languages[name] ?? "sql" });
    } catch {
      return sql;
    }
  };
}
