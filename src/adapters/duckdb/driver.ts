import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Driver, RelationName, ResultRow, Session } from "../adapter.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { dialect } from "./dialect.ts";
import { engineError } from "./errors.ts";
import { load, scan } from "./load.ts";
import { valueOf } from "./values.ts";

export interface Opened {
  readonly instance: DuckDBInstance;
  readonly version: string;
  /** Absolute path of the database file; undefined in memory. */
  readonly file: string | undefined;
  /** Absolute path of the copy for readers. */
  readonly publish: string | undefined;
  readonly concurrency: number;
  /** The profile says how many threads the engine has. */
  readonly fixedThreads?: boolean;
  readonly release: () => void;
}

/** A database in memory beside the file: what is written there costs no log and no flush. */
export const scratchCatalog = "rmodel__scratch";

/** Bytes of input up to which a build counts as small. */
const smallWork = 2_000_000;

/** A driver over one instance: sessions are connections, made when they are first needed. */
export async function createDriver(opened: Opened): Promise<Driver> {
  const pool = new Pool(opened.instance, opened.concurrency);
  // A file's name is its catalog's, and `shop.sales` could mean either when a schema has it too.
  const catalogs = [opened.file, opened.publish].flatMap((path) => (path === undefined ? [] : [basename(path).replace(/\..*$/, "").toLowerCase()]));
  const reserved = new Set(["main", "temp", "system", "information_schema", "pg_catalog", ...catalogs]);
  const driver: Driver = {
    capabilities: { transactions: true, readsFiles: true, concurrency: opened.concurrency },
    stateDialect: dialect,
    get state() {
      return driver;
    },
    scratch: `${dialect.quote(scratchCatalog)}."main"`,
    isReservedSchema: (name) => reserved.has(name.toLowerCase()),
    version: opened.version,
    execute: (sql) => pool.use((session) => session.execute(sql)),
    query: (sql) => pool.use((session) => session.query(sql)),
    session: (work) => pool.use(work),
    transaction: (work) => pool.use((session) => inTransaction(session, work)),
    load,
    scan,
    createTable: async (session, { target, query }) => ({ rows: await session.execute(`create table ${nameOf(target)} as\n${query}`) }),
    async show(session, views, hidden) {
      for (const { view, relation } of views) await session.execute(`create or replace view ${nameOf(view)} as select * from ${nameOf(relation)}`);
      for (const view of hidden) await session.execute(`drop view if exists ${nameOf(view)}`);
    },
    async drop(session, relation, kind) {
      await session.execute(`drop ${kind} if exists ${nameOf(relation)}`);
      return true;
    },
    async writeFile({ query, path, format }) {
      await driver.execute(`copy (${query}) to ${dialect.literal(path, "text")} (${fileOptions[format]})`);
    },
    prepare: async (query) => void (await driver.query(`explain ${query}`)),
    columns: async ({ schema, name }) => {
      const rows = await driver.query(`select column_name from information_schema.columns where table_schema = ${dialect.literal(schema, "text")} and table_name = ${dialect.literal(name, "text")} order by ordinal_position`);
      return rows.map((row) => String(row.column_name));
    },
    async expect(bytes) {
      // Small statements are faster each on one thread, side by side: on 1,000 models of 1,000 rows a third less CPU.
      if (opened.fixedThreads !== true && bytes < smallWork) await driver.execute("set threads = 1");
    },
    async published() {
      // A checkpoint takes time in proportion to all relations there are, and closing makes one anyway.
      if (opened.publish === undefined || opened.file === undefined) return;
      await driver.execute("checkpoint");
      await replaceFile(opened.file, opened.publish);
    },
    cancel: () => pool.cancel(),
    async close() {
      pool.close();
      opened.instance.closeSync();
      opened.release();
    },
  };
  return driver;
}

const nameOf = ({ schema, name }: RelationName): string => `${dialect.quote(schema)}.${dialect.quote(name)}`;

export const fileOptions = { parquet: "format parquet, compression zstd", csv: "format csv, header true", json: "format json, array true" };

async function inTransaction<T>(session: Session, work: (session: Session) => Promise<T>): Promise<T> {
  await session.execute("begin");
  try {
    const result = await work(session);
    await session.execute("commit");
    return result;
  } catch (thrown) {
    // The first error is the one to tell; a rollback fails only when the transaction is gone already.
    await session.execute("rollback").catch(() => {});
    throw thrown;
  }
}

async function replaceFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  // One name for all: the lock admits one writer, and the next copy takes the place of one that was cut off.
  const beside = `${to}.tmp`;
  try {
    await copyFile(from, beside);
    await rename(beside, to);
  } finally {
    await rm(beside, { force: true });
  }
}

/** Connections of one instance; a caller waits for its turn when all are in use. */
class Pool {
  private readonly instance: DuckDBInstance;
  private readonly size: number;
  private readonly all: DuckDBConnection[] = [];
  private readonly free: DuckDBConnection[] = [];
  private readonly waiting: ((connection: DuckDBConnection) => void)[] = [];
  private cancelled = false;

  constructor(instance: DuckDBInstance, size: number) {
    this.instance = instance;
    this.size = size;
  }

  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const connection = await this.take();
    try {
      return await work(sessionOf(connection, () => this.cancelled));
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free.push(connection);
      else next(connection);
    }
  }

  cancel(): void {
    this.cancelled = true;
    for (const connection of this.all) connection.interrupt();
  }

  close(): void {
    for (const connection of this.all) connection.closeSync();
  }

  private async take(): Promise<DuckDBConnection> {
    const free = this.free.pop();
    if (free !== undefined) return free;
    if (this.all.length >= this.size) return new Promise((resolve) => this.waiting.push(resolve));
    const connection = await this.instance.connect();
    this.all.push(connection);
    return connection;
  }
}

function sessionOf(connection: DuckDBConnection, isCancelled: () => boolean): Session {
  const guard = (sql: string): void => {
    if (isCancelled() && sql !== "rollback") throw new EngineError("the statement was cancelled", sql, { cancelled: true });
  };
  const session: Session = {
    get state() {
      return session;
    },
    async execute(sql) {
      guard(sql);
      try {
        const result = await connection.run(sql);
        if (result.columnCount === 1 && result.columnName(0) === "Count") return Number((await result.getRows())[0]?.[0] ?? 0);
        return undefined;
      } catch (thrown) {
        throw engineError(thrown, sql);
      }
    },
    async query(sql): Promise<readonly ResultRow[]> {
      guard(sql);
      try {
        const reader = await connection.runAndReadAll(sql);
        const names = reader.deduplicatedColumnNames();
        return reader.getRows().map((row) => Object.fromEntries(row.map((value, index) => [names[index]!, valueOf(value)])));
      } catch (thrown) {
        throw engineError(thrown, sql);
      }
    },
  };
  return session;
}

