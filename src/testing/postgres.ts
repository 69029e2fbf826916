import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll } from "vitest";
import type pg from "pg";
import type { PostgresConfig } from "../adapters/postgres/config.ts";
import type { Server } from "./postgres-server.ts";
import { clientOf, makeServer } from "./postgres-server.ts";
import { configSchema } from "../adapters/postgres/config.ts";
import { folderVariable, removeOld } from "./postgres-run.ts";

export { freePort } from "./postgres-server.ts";

/** A server that somebody else runs, in place of our own: `postgres://user:password@host:port/database`. */
const urlVariable = "RMODEL_POSTGRES_URL";

/** A database of its own for one test file, dropped when that is done. */
export interface TestDatabase {
  readonly name: string;
  readonly config: PostgresConfig;
  /** What stands in profiles.yaml for it. */
  readonly output: Readonly<Record<string, string | number>>;
  /** Another user's way in: the server's own client, closed with the file. */
  connect(user?: string): Promise<pg.Client>;
  /** A config with other settings. */
  with(settings: Readonly<Record<string, unknown>>): Promise<PostgresConfig>;
}

export async function testDatabase(): Promise<TestDatabase> {
  const url = await runningServer();
  const name = databaseName();
  const admin = await clientOf(url);
  await admin.query(`create database ${name} template template0`);
  const clients: pg.Client[] = [];
  const output = outputOf(url, name);
  const schema = await configSchema();
  const withSettings = async (settings: Readonly<Record<string, unknown>>) => schema.parse({ ...output, ...settings });
  afterAll(async () => {
    await Promise.allSettled(clients.map((client) => client.end()));
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  });
  const connect = async (user?: string) => {
    const client = await clientOf(url, name, user);
    clients.push(client);
    return client;
  };
  return { name, output, config: await withSettings({}), connect, with: withSettings };
}

/** Of no other test, on whatever server. */
export const databaseName = (): string => `rmodel_test_${process.pid}_${Math.floor(performance.now() * 1000)}`;

/** What stands in profiles.yaml for a database. */
export const outputOf = (url: URL, dbname: string) => ({ type: "postgres", host: url.hostname, port: Number(url.port), user: decodeURIComponent(url.username), password: decodeURIComponent(url.password), dbname });

/** A server for the tests of one file alone, which may stop it; it goes with the file. */
export async function ownServer(): Promise<Server> {
  const folder = `${process.env[folderVariable]}-${process.pid}`;
  const server = await makeServer(folder);
  afterAll(async () => {
    await server.stop("immediate").catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  });
  return server;
}

/** The server of this run; one test file makes it, the others wait for it. */
export async function runningServer(): Promise<URL> {
  const given = process.env[urlVariable];
  if (given !== undefined) return new URL(given);
  const folder = process.env[folderVariable];
  if (folder === undefined) throw new Error(`${folderVariable} is not set: vitest.config.ts names src/testing/postgres-run.ts as its globalSetup`);
  const known = join(folder, "url");
  try {
    mkdirSync(folder);
  } catch {
    for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 50) {
      if (existsSync(known)) return new URL(readFileSync(known, "utf8"));
      if (existsSync(join(folder, "failed"))) break;
      await setTimeout(50);
    }
    throw new Error(`the PostgreSQL of these tests did not start: see ${folder}`);
  }
  removeOld(folder);
  try {
    const { url } = await makeServer(folder);
    writeFileSync(`${known}.tmp`, url.href);
    renameSync(`${known}.tmp`, known);
    return url;
  } catch (thrown) {
    writeFileSync(join(folder, "failed"), String(thrown));
    throw thrown;
  }
}
