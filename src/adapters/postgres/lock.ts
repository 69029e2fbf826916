import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Client } from "pg";
import type { Opening } from "./connection.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { addressOf } from "./config.ts";
import { connectWhenReady, firstError } from "./connection.ts";

/** The two numbers of the lock: "rmod", and the ledger's layout of one schema for each database. */
const lockKey = "1919774564, 1";

/**
 * Takes the database's lock for builds, on a connection of its own: it is free again as soon as that connection is gone,
 * however the process ended.
 *
 * Who holds it is told by the connection's application name, the one thing that every user may see of another's session.
 *
 * @throws RM4002 somebody else holds it after `waitMs`
 */
export async function takeLock(opening: Opening, waitMs: number, what: string): Promise<Client> {
  const until = Date.now() + waitMs;
  const client = await connectWhenReady({ ...opening, applicationName: nameOfHolder(what, new Date()) });
  try {
    await client.query("set idle_in_transaction_session_timeout = 0; set statement_timeout = 0");
    for (;;) {
      const { rows: [row] } = await client.query<{ ours: boolean }>(`select pg_try_advisory_lock(${lockKey}) as ours`);
      if (row!.ours) return client;
      if (Date.now() >= until) break;
      await setTimeout(Math.min(100, until - Date.now()));
    }
    throw new RmodelError("RM4002", undefined, `another build uses ${addressOf(opening.config)}: ${await holder(client)}`, "wait for it with --wait, or end that process");
  } catch (thrown) {
    await client.end().catch(() => {});
    throw firstError(thrown, opening.config);
  }
}

/** `rmodel:20260131T120000Z:4711:rmodel build:host`, at most the 63 bytes that the server keeps. */
export const nameOfHolder = (what: string, since: Date): string => `rmodel:${since.toISOString().replace(/[-:]|\.\d+/g, "")}:${process.pid}:${what.slice(0, 20)}:${hostname()}`.slice(0, 63);

async function holder(client: Client): Promise<string> {
  const [first, second] = lockKey.split(", ");
  const { rows: [row] } = await client.query<{ name: string; pid: number }>(
    `select a.application_name as name, a.pid from pg_locks as l join pg_stat_activity as a on a.pid = l.pid where l.locktype = 'advisory' and l.granted and l.classid = ${first} and l.objid = ${second} and l.objsubid = 2 and l.database = (select oid from pg_database where datname = current_database())`,
  );
  const found = /^rmodel:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z:(\d+):([^:]*):(.*)$/.exec(row?.name ?? "");
  if (found === null) return row === undefined ? "it just ended" : `the server's process ${row.pid}`;
  const [, year, month, day, hour, minute, second_, pid, what, host] = found;
  return `${what}, process ${pid} on ${host} since ${year}-${month}-${day}T${hour}:${minute}:${second_}Z`;
}
