import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { RmodelError } from "../../errors/rmodel-error.ts";

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  readonly what: string;
}

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
    if (holder === undefined) return () => rmSync(path, { force: true });
    if (isGone(holder)) {
      rmSync(path, { force: true });
    } else if (Date.now() >= until) {
      throw new RmodelError("RM4002", undefined, `another build uses ${database}: ${holder.what}, process ${holder.pid} on ${holder.host} since ${holder.since}`, "wait for it with --wait, or end that process");
    } else {
      await setTimeout(Math.min(200, until - Date.now()));
    }
  }
}

/** Undefined when the lock is ours now. */
function tryLock(path: string, what: string): Holder | undefined {
  try {
    const file = openSync(path, "wx");
    const own: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString(), what };
    writeSync(file, JSON.stringify(own));
    closeSync(file);
    return undefined;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== "EEXIST") throw new RmodelError("RM4005", undefined, `the lock file ${path} cannot be written: ${(thrown as Error).message}`, "the folder of the database must exist and be writable");
    return readHolder(path);
  }
}

function readHolder(path: string): Holder {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    // Between making the file and writing it; the next look will find more, or the file gone.
    return { pid: process.pid, host: hostname(), since: "just now", what: "a build that is starting" };
  }
}

function isGone({ pid, host }: Holder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "ESRCH";
  }
}
