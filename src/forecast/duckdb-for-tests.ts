import type { Spelling } from "./sql.ts";
import { DuckDBInstance } from "@duckdb/node-api";

/** The spellings that generated text is tested with. */
export const duckdb: Spelling = { double: "double", materialized: false, fence: false };
export const postgres: Spelling = { double: "double precision", materialized: true, fence: true };

export type Row = Readonly<Record<string, unknown>>;

/** What generated SQL runs on; of whichever engine. */
export interface Database {
  readonly spelling: Spelling;
  /** What a table of this database is called in queries. */
  table(name: string): string;
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<readonly Row[]>;
  /** Makes a table anew. */
  create(name: string, query: string): Promise<void>;
}

/** A DuckDB in memory, one for a test file. */
export async function openDatabase(): Promise<Database> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const run = async (sql: string): Promise<void> => void (await connection.run(sql));
  return {
    spelling: duckdb,
    table: (name) => name,
    run,
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
    create: (name, query) => run(`create or replace table ${name} as ${query}`),
  };
}

/** Digits that agree. @source NIST StRD: LRE = −log10(|q − c| / |c|) */
export function agreeingDigits(value: number, certified: number): number {
  const error = Math.abs(value - certified) / (certified === 0 ? 1 : Math.abs(certified));
  return error === 0 ? 16 : -Math.log10(error);
}

/** Rows of numbers, as doubles, as a relation of any engine; a string stands as SQL. */
export function relationOf(columns: readonly string[], rows: readonly (readonly (number | string)[])[]): string {
  const typed = new Set<number>();
  const text = (value: number | string, column: number): string => {
    if (typeof value === "string") return value;
    // With an exponent it is a double, or no decimal that a cast would round; the first one of a column gives its type.
    const literal = value.toExponential();
    if (typed.has(column)) return literal;
    typed.add(column);
    return `cast(${literal} as double precision)`;
  };
  return `(select * from (values ${rows.map((row) => `(${row.map(text).join(", ")})`).join(", ")}) as given (${columns.join(", ")}))`;
}

/** A date some days after another one, as a literal. */
export const dateLiteral = (first: string, days: number): string => `date '${new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10)}'`;
