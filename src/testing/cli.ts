import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const folders: string[] = [];

/** How long a line may be waited for, on a busy machine. */
const patienceMs = 30_000;

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** How a command line ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves when a line on stdout or stderr matches. */
  readonly said: (pattern: RegExp) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly output: () => string;
}

/** Starts `rmodel` in a folder, away from whatever the environment of the tests says. */
export function start(folder: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(root, "bin", "rmodel.js"), ...args], { cwd: folder, env: { PATH, HOME, ...environment } });
  let [out, err] = ["", ""];
  const listeners = new Set<() => void>();
  const told = (): void => listeners.forEach((listener) => listener());
  child.stdout.setEncoding("utf8").on("data", (text: string) => ((out += text), told()));
  child.stderr.setEncoding("utf8").on("data", (text: string) => ((err += text), told()));
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => (resolve({ code, out, err }), told())));
  return {
    pid: child.pid!,
    ended,
    kill: (signal) => void child.kill(signal),
    output: () => out + err,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(out + err)) resolve();
          else if (child.exitCode !== null || Date.now() > until) reject(new Error(`it did not say ${pattern}: ${out}${err}`));
          else return;
          listeners.delete(look);
          clearTimeout(timer);
        };
        const until = Date.now() + patienceMs;
        const timer = setTimeout(look, patienceMs + 1);
        listeners.add(look);
        look();
      }),
  };
}

export const rmodel = (folder: string, ...args: readonly string[]): Promise<Ended> => start(folder, args).ended;

/** A folder of its own for tests of one file, removed with all in it when they are done. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rmodel-cli-"));
  folders.push(folder);
  return folder;
}

/** The project that `rmodel init` writes. */
export function starterProject(): string {
  const folder = emptyFolder();
  cpSync(join(root, "templates", "empty"), folder, { recursive: true });
  renameSync(join(folder, "_gitignore"), join(folder, ".gitignore"));
  for (const file of ["rmodel.config.ts", "profiles.yaml", "package.json"]) edit(folder, file, (text) => text.replaceAll("__project__", "starter").replaceAll("__version__", "0.1.0"));
  return folder;
}

/** Changes a file of a project. */
export function edit(folder: string, file: string, change: (text: string) => string): void {
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

/** Names of everything in a folder, sorted. */
export const namesIn = (folder: string): readonly string[] => readdirSync(folder).sort();
