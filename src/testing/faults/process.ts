import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** How a command line ended. */
export interface Ended {
  /** As a shell sees it: 128 + n for a signal that the process did not handle. */
  readonly code: number;
  readonly killed: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, for what may be told in either. */
  readonly said: string;
  readonly elapsedMs: number;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const bin = fileURLToPath(new URL("../../../bin/rmodel.js", import.meta.url));

/** Starts `rmodel` in a project as a process of its own, with nothing of our environment but the path. */
export function start(root: string, args: readonly string[], environment: Environment = {}, wrapper: readonly string[] = []): Running {
  const [command, ...rest] = [...wrapper, process.execPath, bin, ...args];
  const started = performance.now();
  const child = spawn(command!, rest, { cwd: root, env: { PATH: process.env.PATH, HOME: root, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? 128 + constants.signals[signal!], killed: signal === "SIGKILL", ...output, said: output.stdout + output.stderr, elapsedMs: performance.now() - started }));
  });
  return { child, ended };
}

/** Runs one command line to its end. */
export const rmodel = (root: string, args: readonly string[], environment?: Environment, wrapper?: readonly string[]): Promise<Ended> => start(root, args, environment, wrapper).ended;

/** Resolves when the build holds its lock, which it takes before it writes anything. */
export async function whenLocked(database: string): Promise<void> {
  const lock = `${database}.lock`;
  // It is there for a moment before it says whose it is.
  for (let waited = 0; (statSync(lock, { throwIfNoEntry: false })?.size ?? 0) === 0; waited += 5) {
    if (waited > 10_000) throw new Error(`no build took ${lock}`);
    await setTimeout(5);
  }
}

/** Lines of a stack trace, which a user never sees. */
export const stackLines = (text: string): readonly string[] => text.split("\n").filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line));

export const databaseOf = (root: string): string => join(root, "warehouse.duckdb");
