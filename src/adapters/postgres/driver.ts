import type { Client } from "pg";
import type { Driver, RelationName, Session } from "../adapter.ts";
import type { Opening } from "./connection.ts";
import type { Scratch } from "./scratch.ts";
import { PostgresSession } from "./session.ts";
import { Pool } from "./pool.ts";
import { connectWhenReady } from "./connection.ts";
import { createTable } from "./create-table.ts";
import { dialect } from "./dialect.ts";
import { drop, show } from "./views.ts";
import { isTransient } from "./errors.ts";
import { load } from "./load.ts";
import { parse } from "./parse.ts";
import { scratchSchema } from "./scratch.ts";
import { writeFile } from "./write-file.ts";

export interface Opened {
  readonly opening: Opening;
  /** A connection that is open already. */
  readonly first: Client;
  /** The connection that holds the lock; undefined for who only reads. */
  readonly lock: Client | undefined;
  readonly scratch: Scratch | undefined;
  readonly version: string;
  readonly concurrency: number;
}

/** A driver over one database of a server. */
export function createDriver({ opening, first, lock, scratch, version, concurrency }: Opened): Driver {
  const { config } = opening;
  const waiting = [first];
  const open = async (): Promise<Client> => waiting.pop() ?? connectWhenReady(opening);
  // One more than work at a time: what a transaction asks of the driver itself takes a connection, too.
  const pool = new Pool({ open, lock, size: Math.max(config.pool_size ?? concurrency + 2, concurrency + 1), retries: config.retries, bounds: config });
  const own = (session: Session): PostgresSession => {
    if (session instanceof PostgresSession) return session;
    throw new TypeError("a session of another driver");
  };
  /** A statement that changes nothing is sent again when its connection broke. */
  const reading = async <T>(work: (session: PostgresSession) => Promise<T>): Promise<T> => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await pool.use(work);
      } catch (thrown) {
        if (!isTransient(thrown) || pool.aborted.signal.aborted || attempt >= config.retries) throw thrown;
      }
    }
  };
  let closing: Promise<void> | undefined;
  const driver: Driver = {
    capabilities: { transactions: true, readsFiles: false, concurrency, identifierBytes: 63 },
    stateDialect: dialect,
    get state() {
      return driver;
    },
    scratch: scratch?.name,
    // The server keeps every name that begins with pg_ for itself.
    isReservedSchema: (name) => name === "information_schema" || name === scratchSchema || name.startsWith("pg_"),
    version,
    execute: (sql) => pool.use((session) => session.execute(sql)),
    query: (sql) => reading((session) => session.query(sql)),
    session: (work) => pool.useLong(work),
    transaction: (work) => pool.useLong((session) => session.transaction(work)),
    load: (session, target, file, rejects) => load(own(session), target, file, rejects, pool.aborted.signal),
    scan: () => Promise.reject(new TypeError("PostgreSQL does not read files where they lie")),
    createTable: (session, table) => createTable(own(session), table),
    show: (session, views, hidden) => show(own(session), views, hidden, config),
    drop: (session, relation, kind) => drop(own(session), relation, kind),
    writeFile: (file) => reading((session) => writeFile(session, file, pool.aborted.signal)),
    prepare: (query) => reading((session) => parse(session, query)),
    columns: ({ schema, name }: RelationName) =>
      reading(async (session) => {
        const text = (value: string) => dialect.literal(value, "text");
        const rows = await session.query(`select a.attname from pg_attribute as a join pg_class as c on c.oid = a.attrelid join pg_namespace as s on s.oid = c.relnamespace where s.nspname = ${text(schema)} and c.relname = ${text(name)} and a.attnum > 0 and not a.attisdropped order by a.attnum`);
        return rows.map((row) => String(row.attname));
      }),
    expect: () => Promise.resolve(),
    published: () => Promise.resolve(),
    cancel: () => void pool.cancel().catch(() => {}),
    close: () => (closing ??= close()),
  };
  const close = async (): Promise<void> => {
    await Promise.allSettled([...waiting.splice(0).map((client) => client.end()), pool.close()]);
    if (lock === undefined) return;
    // The lock goes with its connection, whether or not there is something left to clear away.
    await scratch?.drop(lock).catch(() => {});
    await lock.end().catch(() => {});
  };
  return driver;
}
