import type { Client } from "pg";
import type { Connection, Control } from "./session.ts";
import { PostgresSession, lockLost } from "./session.ts";
import { engineError, isBroken } from "./errors.ts";

export interface PoolOptions {
  readonly open: () => Promise<Client>;
  readonly size: number;
  readonly retries: number;
  readonly bounds: Control["bounds"];
  /** The connection that holds the lock. */
  readonly lock: Client | undefined;
}

const askPid = "select pg_backend_pid() as pid";

/** How long a connection takes to notice that its server is gone. */
const noticeMs = 100;

/** Connections to the server, made when they are first needed; a caller waits for its turn when all are in use. */
export class Pool {
  /** Aborted together with the statements, for work outside the server. */
  readonly aborted = new AbortController();
  private readonly options: PoolOptions;
  private readonly all = new Set<Connection>();
  private readonly free: Connection[] = [];
  private readonly waiting: ((connection: Connection) => void)[] = [];
  /** Sessions that may begin; one connection is always left for single statements, which sessions wait for. */
  private readonly turns: (() => void)[] = [];
  private turnsLeft: number;
  private readonly control: Control;
  private isCancelled = false;
  private isLockLost = false;
  private isClosed = false;

  constructor(options: PoolOptions) {
    this.options = options;
    this.turnsLeft = options.size - 1;
    this.control = {
      retries: options.retries,
      bounds: options.bounds,
      stopped: () => (this.isCancelled ? "cancelled" : this.isLockLost ? "lock lost" : undefined),
      renew: (connection) => this.renew(connection),
    };
    options.lock?.once("end", () => void this.loseLock().catch(() => {}));
  }

  /** Runs work that may ask for single statements besides its own. */
  async useLong<T>(work: (session: PostgresSession) => Promise<T>): Promise<T> {
    if (this.turnsLeft === 0) await new Promise<void>((resolve) => this.turns.push(resolve));
    else this.turnsLeft--;
    try {
      return await this.use(work);
    } finally {
      const next = this.turns.shift();
      if (next === undefined) this.turnsLeft++;
      else next();
    }
  }

  async use<T>(work: (session: PostgresSession) => Promise<T>): Promise<T> {
    const connection = await this.take();
    try {
      if (connection.broken) await this.renew(connection);
      return await work(new PostgresSession(connection, this.control));
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free.push(connection);
      else next(connection);
    }
  }

  /** Asks the server to end what runs, again until nothing does: a statement may just have been on its way. */
  async cancel(): Promise<void> {
    this.isCancelled = true;
    this.aborted.abort();
    if (!this.isBusy()) return;
    if (this.options.lock !== undefined && !this.isLockLost) return this.cancelAll(this.options.lock);
    await this.cancelOnOwn();
  }

  /** Another build may take the lock at once, so nothing of this one may go on. */
  private async loseLock(): Promise<void> {
    if (this.isClosed) return;
    this.isLockLost = true;
    // Where the whole server went, every connection is about to learn of it.
    await new Promise((resolve) => setTimeout(resolve, noticeMs));
    if (this.isBusy()) await this.cancelOnOwn();
  }

  private async cancelOnOwn(): Promise<void> {
    const client = await this.options.open();
    try {
      await this.cancelAll(client);
    } finally {
      await client.end();
    }
  }

  private async cancelAll(client: Client): Promise<void> {
    for (let round = 0; round < 40 && this.isBusy(); round++) {
      const pids = [...this.all].filter(({ running, broken }) => running > 0 && !broken).map(({ pid }) => pid);
      await client.query(`select pg_cancel_backend(pid) from unnest(array[${pids.join(", ")}]::integer[]) as pid`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled([...this.all].map(({ client }) => client.end()));
  }

  private isBusy(): boolean {
    return [...this.all].some(({ running, broken }) => running > 0 && !broken);
  }

  private async take(): Promise<Connection> {
    const free = this.free.pop();
    if (free !== undefined) return free;
    if (this.all.size >= this.options.size) return new Promise((resolve) => this.waiting.push(resolve));
    const connection = { running: 0, broken: true, goodbye: undefined } as Connection;
    this.all.add(connection);
    try {
      await this.renew(connection);
    } catch (thrown) {
      this.all.delete(connection);
      throw thrown;
    }
    return connection;
  }

  /** A connection that answers; one that breaks before it does is made again. */
  private async opened(): Promise<{ readonly client: Client; readonly pid: number }> {
    for (let attempt = 0; ; attempt++) {
      if (this.isLockLost) throw lockLost();
      const client = await this.options.open();
      try {
        const { rows: [row] } = await client.query<{ pid: number }>(askPid);
        return { client, pid: row!.pid };
      } catch (thrown) {
        void client.end().catch(() => {});
        if (!isBroken(thrown) || attempt >= this.options.retries) throw engineError(thrown, askPid, this.options.bounds, false);
      }
    }
  }

  private async renew(connection: Connection): Promise<void> {
    const { client, pid } = await this.opened();
    client.once("end", () => {
      if (connection.client === client) connection.broken = true;
    });
    client.on("error", (error: Error) => {
      // The first one says why; that the socket is gone comes after it.
      if (connection.client === client) connection.goodbye ??= error;
    });
    connection.client = client;
    connection.pid = pid;
    connection.broken = false;
    connection.goodbye = undefined;
  }
}
