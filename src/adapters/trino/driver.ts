import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { Answer, Client } from "./client.ts";
import type { Driver, Made, RelationName, Session, Shown, TableScope } from "../adapter.ts";
import type { Staging } from "./config.ts";
import type { Storage } from "../../define/storage.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { TrinoSession, sessionOfOurs } from "./session.ts";
import { dialect } from "./dialect.ts";
import { engineError, failureOf } from "./errors.ts";
import { load } from "./load.ts";
import { openTransaction } from "./state-transaction.ts";
import { writeFile } from "./write-file.ts";

export interface Opened {
  readonly client: Client;
  /** Where the ledger is kept; closed with this driver. */
  readonly state: Driver;
  readonly version: string;
  readonly catalog: string;
  readonly concurrency: number;
  readonly staging: Staging | undefined;
  /** How often a query or a table of a query is begun again. */
  readonly retries: number;
  /** Pause before that; each later one is twice as long. Default 1000. */
  readonly pauseMs?: number;
}

/** What is Trino's own beside the driver that all engines have. */
export interface TrinoDriver extends Driver {
  /** Makes a table anew under its name, all at once for its readers; Iceberg only. */
  replaceTable(session: Session, table: TableScope): Promise<number | undefined>;
  /**
   * Writes rows over those of the same key, null being a key like others, and adds the rest; one statement.
   *
   * @param query yields all columns of the target
   * @throws EngineError also when the query yields a key twice; the table is then as before
   */
  merge(session: Session, target: RelationName, query: string, key: readonly string[]): Promise<number | undefined>;
}

/** A driver over one server. Sessions have nothing of their own: each statement is a request by itself. */
export function createDriver({ client, state, version, catalog, concurrency, staging, retries, pauseMs = 1000 }: Opened): TrinoDriver {
  const stop = new AbortController();
  // Each statement under way listens.
  setMaxListeners(0, stop.signal);
  const run = async (sql: string, signal: AbortSignal | undefined = stop.signal): Promise<Answer> => {
    try {
      return await client.run(sql, { signal, trace: randomUUID() });
    } catch (thrown) {
      throw engineError(thrown, sql);
    }
  };
  /** Runs again what reads, or makes a table whole or not at all, while the cluster and not the statement is to blame. */
  const repeated = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (thrown) {
        if (!(thrown instanceof EngineError) || !thrown.transient || attempt >= retries) throw thrown;
        // A cancel ends the pause, and then the next attempt.
        await setTimeout(pauseMs * 2 ** attempt, undefined, { signal: stop.signal }).catch(() => {});
      }
    }
  };
  const read = (sql: string): Promise<Answer> => repeated(() => run(sql));
  const sessionOf = (ledger: Session): TrinoSession => new TrinoSession(ledger, run, read);
  const own = sessionOf(state);
  /** Drops what a failed statement may have left under a new name, also after a cancel. */
  const clearAway = async (relation: RelationName): Promise<void> => {
    // The first error is the one to tell, and the ledger knows the name: the next build drops it.
    await run(`drop table if exists ${nameOf(relation)}`, AbortSignal.timeout(cleanMs)).catch(() => {});
  };
  const make = async (session: Session, relation: RelationName, statement: string): Promise<Made> => {
    const rows = await repeated(() => session.execute(statement).catch(async (thrown: unknown) => {
      if (mayHaveBegun(thrown)) await clearAway(relation);
      throw thrown;
    }));
    const { tables, queryId } = sessionOfOurs(session);
    tables.push(relation);
    return { rows, ...(queryId === undefined ? {} : { queryId }) };
  };
  const driver: TrinoDriver = {
    capabilities: { transactions: false, readsFiles: false, concurrency },
    stateDialect: state.stateDialect,
    state,
    scratch: undefined,
    isReservedSchema: (name) => /^(information_schema|system)$/i.test(name),
    version,
    execute: (sql) => own.execute(sql),
    query: (sql) => own.query(sql),
    session: (work) => work(sessionOf(state)),
    async transaction(work) {
      const ledger = openTransaction(state);
      const session = sessionOf(ledger.session);
      try {
        const result = await work(session);
        await ledger.commit();
        return result;
      } catch (thrown) {
        // A commit without an answer may have come through, and then the ledger counts on the tables.
        if (await ledger.rollback()) for (const table of session.tables) await clearAway(table);
        throw thrown;
      }
    },
    load: (session, target, file, rejects) => load({ session, staging, signal: stop.signal, make: (relation, statement) => make(session, relation, statement), clearAway }, target, file, rejects),
    scan: () => Promise.reject(new TypeError("Trino reads no files where they lie")),
    createTable: (session, { target, query, storage }) => make(session, target, `create table ${nameOf(target)}${layout(storage)} as\n${query}`),
    replaceTable: (session, { target, query, storage }) => repeated(() => session.execute(`create or replace table ${nameOf(target)}${layout(storage)} as\n${query}`)),
    async merge(session, target, query, key) {
      const columns = (await columnsOf([target])).get(keyOf(target)) ?? [];
      const isKey = new Set(key.map((name) => name.toLowerCase()));
      const changed = columns.filter((name) => !isKey.has(name)).map((name) => `${dialect.quote(name)} = given.${dialect.quote(name)}`);
      const list = (prefix: string): string => columns.map((name) => `${prefix}${dialect.quote(name)}`).join(", ");
      return session.execute(
        `merge into ${nameOf(target)} as kept using (\n${query}\n) as given on ${key.map((name) => `kept.${dialect.quote(name)} is not distinct from given.${dialect.quote(name)}`).join(" and ")}${changed.length === 0 ? "" : `\nwhen matched then update set ${changed.join(", ")}`}\nwhen not matched then insert (${list("")}) values (${list("given.")})`,
      );
    },
    async show(session, views, hidden) {
      const columns = await columnsOf(views.map(({ relation }) => relation));
      for (const shown of views) await showOne(session, shown, columns.get(keyOf(shown.relation)));
      for (const view of hidden) await ofKind(view, "view", () => session.execute(`drop view if exists ${nameOf(view)}`));
    },
    async endWork(relations) {
      // Trino goes on for minutes with a statement that nobody asks about, and then makes its table.
      const names = relations.map(nameOf);
      for (let round = 0; round < 50; round++) {
        // Who may not look has to wait until the server ends it; what it makes until then is a conflict that the build tells.
        const running = await read("select query_id, query from system.runtime.queries where state not in ('FINISHED', 'FAILED')").catch(() => undefined);
        const left = (running?.rows ?? []).filter(([, query]) => names.some((name) => String(query).includes(name)));
        if (left.length === 0) return;
        for (const [id] of left) await run(`call system.runtime.kill_query(query_id => ${dialect.literal(String(id), "text")}, message => 'the build that asked for it was ended')`).catch(() => {});
        await setTimeout(200, undefined, { signal: stop.signal }).catch(() => {});
      }
    },
    async drop(session, relation, kind) {
      await ofKind(relation, kind, () => session.execute(`drop ${kind} if exists ${nameOf(relation)}`));
      return true;
    },
    writeFile: (file) => writeFile(client, file, stop.signal).catch((thrown: unknown) => {
      throw engineError(thrown, file.query);
    }),
    async prepare(query) {
      const before = "explain (type validate)\n";
      await run(`${before}${query}`).catch((thrown: unknown) => {
        if (!(thrown instanceof EngineError)) throw thrown;
        const { message, offset, cancelled, transient, cause } = thrown;
        throw new EngineError(message, query, { ...(offset === undefined ? {} : { offset: Math.max(0, offset - before.length) }), cancelled, transient, cause });
      });
    },
    columns: async (relation) => (await columnsOf([relation])).get(keyOf(relation)) ?? [],
    async expect() {},
    async published() {},
    cancel() {
      stop.abort();
      state.cancel();
    },
    async close() {
      client.close();
      await state.close();
    },
  };

  /** Columns of relations, in their order, by `keyOf`; one question for up to 100 of them. */
  async function columnsOf(relations: readonly RelationName[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, string[]>();
    for (let from = 0; from < relations.length; from += 100) {
      const part = relations.slice(from, from + 100);
      const among = (names: readonly string[]): string => [...new Set(names)].map((name) => dialect.literal(name.toLowerCase(), "text")).join(", ");
      const { rows } = await read(`select table_schema, table_name, column_name from ${dialect.quote(catalog)}.information_schema.columns where table_schema in (${among(part.map(({ schema }) => schema))}) and table_name in (${among(part.map(({ name }) => name))}) order by ordinal_position`);
      for (const [schema, name, column] of rows) {
        const key = keyOf({ schema: String(schema), name: String(name) });
        if (!found.has(key)) found.set(key, []);
        found.get(key)!.push(String(column));
      }
    }
    return found;
  }

  async function showOne(session: Session, { view, relation }: Shown, columns: readonly string[] | undefined): Promise<void> {
    if (columns === undefined) throw new EngineError(`there is no relation ${nameOf(relation)} for ${nameOf(view)} to show`, nameOf(relation));
    // A view of `*` would break when its table has other columns.
    const list = columns.map(dialect.quote).join(", ");
    await session.execute(`create or replace view ${nameOf(view)} as select ${list} from ${nameOf(relation)}`).catch((thrown: unknown) => {
      throw failureOf(thrown)?.name === "TABLE_ALREADY_EXISTS" ? otherKind(view, "view", thrown) : thrown;
    });
  }

  return driver;
}

/** How long a failed build waits for its half-made table to go. */
const cleanMs = 10_000;

const nameOf = ({ schema, name }: RelationName): string => `${dialect.quote(schema)}.${dialect.quote(name)}`;

/** Trino keeps names in lower case. */
const keyOf = ({ schema, name }: RelationName): string => `${schema.toLowerCase()}.${name.toLowerCase()}`;

function layout({ partitionBy }: Storage): string {
  if (partitionBy === undefined) return "";
  const column = dialect.quote(partitionBy.column.toLowerCase());
  const transform = partitionBy.by === "value" ? column : `${partitionBy.by}(${column})`;
  return ` with (partitioning = array[${dialect.literal(transform, "text")}])`;
}

/**
 * Whether a failed `create table` had begun, so that a table of its name can only be its own. One that was refused, or
 * of which nothing is known, may have met somebody else's table; what is left then is dropped by the next build.
 */
function mayHaveBegun(thrown: unknown): boolean {
  const failure = failureOf(thrown);
  return failure?.kind === "query" && failure.place === undefined && !refusals.has(failure.name ?? "");
}

const refusals = new Set(["TABLE_ALREADY_EXISTS", "ICEBERG_COMMIT_ERROR", "PERMISSION_DENIED", "QUERY_QUEUE_FULL", "QUERY_REJECTED", "SERVER_STARTING_UP", "QUERY_TEXT_TOO_LARGE", "SYNTAX_ERROR"]);

/** Trino refuses to drop a view as a table, and a table as a view. */
async function ofKind(relation: RelationName, kind: "table" | "view", work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    throw thrown instanceof EngineError && /but an? [\w ]+ with that name exists/.test(thrown.message) ? otherKind(relation, kind, thrown) : thrown;
  }
}

const otherKind = (relation: RelationName, kind: "table" | "view", cause: unknown): RmodelError =>
  new RmodelError("RM4041", undefined, `${nameOf(relation)} is no ${kind}, although a ${kind} of ours has this name`, "drop or rename what is there, or rename the model", cause);
