import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Where the server of one run of the tests lives. */
export const folderVariable = "RMODEL_TEST_POSTGRES";
const folderPrefix = "rmodel-postgres-";

/** vitest's `globalSetup`, which costs no more than a name: the first test that needs the server starts it, the end of the run stops it. */
export function setup(): () => Promise<void> {
  const folder = join(tmpdir(), `${folderPrefix}${process.pid}`);
  process.env[folderVariable] = folder;
  return async () => {
    await stop(folder);
    // Those of single test files that did not end by themselves.
    for (const name of readdirSync(tmpdir())) if (name.startsWith(`${folderPrefix}${process.pid}-`)) await stop(join(tmpdir(), name));
  };
}

async function stop(folder: string): Promise<void> {
  const pid = serverOf(folder);
  if (pid !== undefined) {
    process.kill(pid, "SIGQUIT");
    for (let waitedMs = 0; waitedMs < 5000 && isAlive(pid); waitedMs += 20) await setTimeout(20);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Servers of runs that were ended before they could stop them. */
export function removeOld(own: string): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    const folder = join(tmpdir(), name);
    if (folder === own || isAlive(Number.parseInt(name.slice(folderPrefix.length), 10))) continue;
    const pid = serverOf(folder);
    if (pid !== undefined) process.kill(pid, "SIGQUIT");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The process of the server in a folder of ours, while it runs. */
function serverOf(folder: string): number | undefined {
  const file = join(folder, "data", "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  return isAlive(pid) ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}
