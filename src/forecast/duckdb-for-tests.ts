import type { Spelling } from "./sql.ts";
import { DuckDBInstance } from "@duckdb/node-api";

/** The spellings that generated text is tested with. */
export const duckdb: Spelling = { double: "double", materialized: false, fence: false };
export const postgres: Spelling = { double: "double precision", materialized: true, fence: true };

export type Row = Readonly<Record<string, unknown>>;

/** A DuckDB in memory, one for a test file. */
export async function openDatabase(): Promise<{ run(sql: string): Promise<void>; rows(sql: string): Promise<readonly Row[]> }> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  return {
    run: async (sql) => void (await connection.run(sql)),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
  };
}

/** Digits that agree. @source NIST StRD: LRE = −log10(|q − c| / |c|) */
export function agreeingDigits(value: number, certified: number): number {
  const error = Math.abs(value - certified) / (certified === 0 ? 1 : Math.abs(certified));
  return error === 0 ? 16 : -Math.log10(error);
}

/** Rows of numbers as a relation; a string stands as SQL. */
export function relationOf(columns: readonly string[], rows: readonly (readonly (number | string)[])[]): string {
  const text = (value: number | string): string => (typeof value === "string" ? value : `cast(${value} as double)`);
  return `(select * from (values ${rows.map((row) => `(${row.map(text).join(", ")})`).join(", ")}) as given (${columns.join(", ")}))`;
}
