import type { Client } from "pg";
import type { Field } from "./values.ts";
import type { Bounds } from "./errors.ts";
import type { ResultRow, Session } from "../adapter.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { codeOf, engineError, isBroken, isTransient } from "./errors.ts";
import { rowsOf } from "./values.ts";

/** A connection of the pool. */
export interface Connection {
  client: Client;
  /** The server's process. */
  pid: number;
  /** Statements that the server works on. */
  running: number;
  broken: boolean;
  /** What the server said when it ended the connection while nothing ran. */
  goodbye: Error | undefined;
}

/** What a session needs of its pool. */
export interface Control {
  readonly retries: number;
  /** Why nothing may run any more; undefined while all is well. */
  stopped(): "cancelled" | "lock lost" | undefined;
  /** Puts a new connection to the server in place of one that broke. */
  renew(connection: Connection): Promise<void>;
  readonly bounds: Bounds;
}

interface Outcome {
  readonly rowCount: number | null;
  readonly fields: readonly Field[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Every value as the server's text: `values.ts` reads them. */
const textTypes = { getTypeParser: () => (text: string) => text };

export const lockLost = (): RmodelError => new RmodelError("RM4001", undefined, "the connection that held the target's lock is gone, so another build may be running", "see why the server ended it, and build again: finished models are kept");

/** One connection while somebody works with it. */
export class PostgresSession implements Session {
  private readonly connection: Connection;
  private readonly control: Control;
  private inTransaction = false;
  /** Statements of the transaction that came through. */
  private done = 0;

  constructor(connection: Connection, control: Control) {
    this.connection = connection;
    this.control = control;
  }

  get state(): Session {
    return this;
  }

  async execute(sql: string): Promise<number | undefined> {
    const schema = /^create schema if not exists ("(?:[^"]|"")*")$/.exec(sql)?.[1];
    if (schema !== undefined) return this.createSchema(sql, schema);
    return (await this.run(sql)).rowCount ?? undefined;
  }

  async query(sql: string): Promise<readonly ResultRow[]> {
    const { fields, rows } = await this.run(sql);
    return rowsOf(fields, rows);
  }

  /**
   * Runs `work` in one transaction. A connection that breaks, or a deadlock, before its first statement is done costs
   * nothing: that statement is sent again on a new one.
   */
  async transaction<T>(work: (session: PostgresSession) => Promise<T>): Promise<T> {
    await this.begin();
    try {
      const result = await work(this);
      await this.once("commit");
      this.inTransaction = false;
      return result;
    } catch (thrown) {
      this.inTransaction = false;
      // The first error is the one to tell; a rollback fails only when the transaction is gone already.
      if (!this.connection.broken) await this.once("rollback").catch(() => {});
      throw thrown;
    }
  }

  /** Runs `work` so that its failure undoes only what it did; begins a transaction where there is none. */
  async part<T>(work: () => Promise<T>): Promise<T> {
    if (!this.inTransaction) return this.transaction(work);
    await this.run("savepoint rmodel_part");
    try {
      const result = await work();
      await this.run("release savepoint rmodel_part");
      return result;
    } catch (thrown) {
      if (!this.connection.broken) await this.once("rollback to savepoint rmodel_part").catch(() => {});
      throw thrown;
    }
  }

  /** Hands the connection to what speaks the protocol itself: copying, parsing. */
  async raw<T>(statement: string, work: (client: Client) => Promise<T>): Promise<T> {
    this.guard(statement);
    this.connection.running++;
    try {
      const result = await work(this.connection.client);
      this.done++;
      return result;
    } catch (thrown) {
      throw thrown instanceof RmodelError ? thrown : this.errorOf(thrown, statement);
    } finally {
      this.connection.running--;
    }
  }

  private async begin(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        if (this.connection.broken) await this.control.renew(this.connection);
        await this.once("begin");
        this.inTransaction = true;
        this.done = 0;
        return;
      } catch (thrown) {
        if (!isBroken(thrown) || this.control.stopped() !== undefined || attempt >= this.control.retries) throw thrown;
      }
    }
  }

  private async run(sql: string): Promise<Outcome> {
    for (let attempt = 0; ; attempt++) {
      try {
        const outcome = await this.once(sql);
        this.done++;
        return outcome;
      } catch (thrown) {
        const isFirst = this.inTransaction && this.done === 0;
        if (!isFirst || !isTransient(thrown) || this.control.stopped() !== undefined || attempt >= this.control.retries) throw thrown;
        if (!this.connection.broken) await this.once("rollback").catch(() => {});
        await this.begin();
      }
    }
  }

  private async once(sql: string): Promise<Outcome> {
    this.guard(sql);
    this.connection.running++;
    try {
      const result: unknown = await this.connection.client.query({ text: sql, rowMode: "array", types: textTypes });
      // Several statements in one text have several results.
      return (Array.isArray(result) ? result.at(-1) : result) as Outcome;
    } catch (thrown) {
      throw this.errorOf(thrown, sql);
    } finally {
      this.connection.running--;
    }
  }

  private guard(sql: string): void {
    const stopped = this.control.stopped();
    if (stopped === undefined || sql.startsWith("rollback")) return;
    throw stopped === "cancelled" ? new EngineError("the statement was cancelled", sql, { cancelled: true }) : lockLost();
  }

  private errorOf(thrown: unknown, sql: string): EngineError | RmodelError {
    if (isBroken(thrown)) this.connection.broken = true;
    const stopped = this.control.stopped();
    // Without the lock it was us who ended what ran.
    if (stopped === "lock lost" && codeOf(thrown) === "57014") return lockLost();
    const isCancelled = stopped === "cancelled";
    if (isCancelled && this.connection.broken) return new EngineError("the statement was cancelled", sql, { cancelled: true, cause: thrown });
    return engineError(this.connection.broken ? (this.connection.goodbye ?? thrown) : thrown, sql, this.control.bounds, isCancelled);
  }

  /** The server asks for the right to make schemas even where the schema is there. */
  private async createSchema(sql: string, schema: string): Promise<undefined> {
    const name = schema.slice(1, -1).replaceAll('""', '"');
    const { rows: [row] } = await this.run(`select exists (select 1 from pg_namespace where nspname = '${name.replaceAll("'", "''")}'), has_database_privilege(current_database(), 'create'), current_user, current_database()`);
    const [exists, mayCreate, user, database] = row!;
    if (exists === "t") return;
    if (mayCreate !== "t") throw new RmodelError("RM4005", undefined, `the schema "${name}" does not exist, and the role "${user}" may not make it`, `as the owner of the database: grant create on database "${database}" to "${user}"; or: create schema ${schema} authorization "${user}"`);
    await this.run(sql);
  }
}
