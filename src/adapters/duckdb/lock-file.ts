import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { RmodelError } from "../../errors/rmodel-error.ts";

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  readonly what: string;
  /** When the process started, as the system counts; tells it from a later one with its number. */
  readonly started?: string | undefined;
}

/** A lock is written at once after it is made; one that cannot be read for this long was left by a process that was ended. */
const unreadableMs = 500;

const nobody: Holder = { pid: 0, host: hostname(), since: "", what: "" };

/**
 * Takes the file `<database>.lock`, which says who builds.
 *
 * The lock of a process that no longer runs on this host is taken over.
 *
 * @throws RM4002 somebody else holds it after `waitMs`
 * @returns gives it back
 */
export async function takeLock(database: string, waitMs: number, what: string): Promise<() => void> {
  const path = `${database}.lock`;
  const until = Date.now() + waitMs;
  for (;;) {
    const holder = tryLock(path, what);
    if (holder === "ours") return () => rmSync(path, { force: true });
    if (holder === "unwritten") {
      await setTimeout(10);
    } else if (isGone(holder)) {
      clearAway(path, holder);
    } else if (Date.now() >= until) {
      throw new RmodelError("RM4002", undefined, `another build uses ${database}: ${holder.what}, process ${holder.pid} on ${holder.host} since ${holder.since}`, "wait for it with --wait, or end that process");
    } else {
      await setTimeout(Math.min(200, until - Date.now()));
    }
  }
}

/** `unwritten`: somebody makes it at this moment, and the next look tells who. */
function tryLock(path: string, what: string): Holder | "ours" | "unwritten" {
  try {
    const file = openSync(path, "wx");
    const own: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString(), what, started: startOf(process.pid) };
    writeSync(file, JSON.stringify(own));
    closeSync(file);
    return "ours";
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== "EEXIST") throw new RmodelError("RM4005", undefined, `the lock file ${path} cannot be written: ${(thrown as Error).message}`, "the folder of the database must exist and be writable");
    return readHolder(path);
  }
}

function readHolder(path: string): Holder | "unwritten" {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    return Date.now() - made > unreadableMs ? nobody : "unwritten";
  }
}

/** Of several processes that find the lock of a dead one, each moves away only that lock and never another's. */
function clearAway(path: string, dead: Holder): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  const isLive = moved === "unwritten" || moved.pid !== dead.pid || moved.since !== dead.since;
  try {
    if (isLive) linkSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Linux only: field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")")).split(" ")[20];
  } catch {
    return undefined;
  }
}

function isGone({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return false;
  if (pid === 0) return true;
  const now = startOf(pid);
  if (started !== undefined && now !== undefined && now !== started) return true;
  return hasEnded(pid);
}

/** Whether no process of this host has that number. */
export function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Removes the lock of a process that is gone: who only reads finds a target that nobody builds. */
export function dropDeadLock(database: string): void {
  const path = `${database}.lock`;
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return;
  const holder = readHolder(path);
  if (holder !== "unwritten" && isGone(holder)) clearAway(path, holder);
}
