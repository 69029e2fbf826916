import { afterAll } from "vitest";
import type { Database } from "../forecast/duckdb-for-tests.ts";
import type { Dialect, Session } from "../adapters/adapter.ts";
import { adapter as postgresAdapter } from "../adapters/postgres/adapter.ts";
import { dialect as postgresDialect } from "../adapters/postgres/dialect.ts";
import { dialect as trinoDialect } from "../adapters/trino/dialect.ts";
import { connectTrino, newSchema, serverUrl } from "./trino.ts";
import { openSandbox } from "../adapters/duckdb/sandbox.ts";
import { spellingOf } from "../compile/generated.ts";
import { testDatabase } from "./postgres.ts";

/** An engine that generated SQL is tested on. */
export interface DatabaseEngine {
  readonly name: "DuckDB" | "PostgreSQL" | "Trino";
  /** An empty database, closed when the test file is done; to be opened before its tests. */
  open(): Promise<EngineDatabase>;
}

export interface EngineDatabase extends Database {
  readonly dialect: Dialect;
}

/** Statements of the engine's driver; `remake` are those that make a table anew from a query. */
function databaseOf(session: Session, dialect: Dialect, table: (name: string) => string, remake: (table: string, query: string) => readonly string[]): EngineDatabase {
  return {
    spelling: spellingOf(dialect),
    dialect,
    table,
    run: async (sql) => void (await session.execute(sql)),
    rows: (sql) => session.query(sql),
    create: async (name, query) => {
      for (const statement of remake(table(name), query)) await session.execute(statement);
    },
  };
}

const duckdb: DatabaseEngine = {
  name: "DuckDB",
  async open() {
    const sandbox = await openSandbox();
    afterAll(() => sandbox.close());
    return databaseOf(sandbox, sandbox.dialect, (name) => name, (table, query) => [`create or replace table ${table} as ${query}`]);
  },
};

const postgres: DatabaseEngine = {
  name: "PostgreSQL",
  async open() {
    const { config } = await testDatabase();
    const driver = await postgresAdapter.connect(config, { root: "/" });
    afterAll(() => driver.close());
    return databaseOf(driver, postgresDialect, (name) => name, (table, query) => [`drop table if exists ${table}`, `create table ${table} as ${query}`, `analyze ${table}`]);
  },
};

const trino: DatabaseEngine = {
  name: "Trino",
  async open() {
    const driver = await connectTrino();
    const schema = await newSchema(driver);
    return databaseOf(driver, trinoDialect, (name) => `"${schema}".${name}`, (table, query) => [`create or replace table ${table} as ${query}`]);
  },
};

export const withoutTrino: readonly DatabaseEngine[] = [duckdb, postgres];

/** All engines that are here. */
export const engines: readonly DatabaseEngine[] = serverUrl === undefined ? withoutTrino : [...withoutTrino, trino];
