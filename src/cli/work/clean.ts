import { closeSync, existsSync, lstatSync, openSync, readSync, readdirSync, realpathSync, rmSync, rmdirSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { GlobalFlags } from "../environment.ts";
import type { Invocation } from "../invocation.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage.ts";
import { Workspace } from "../workspace.ts";
import { counted } from "../../report/terminal/units.ts";
import { exitCodes } from "../exit-codes.ts";

export interface CleanFlags extends GlobalFlags {
  readonly dryRun?: boolean;
  readonly versions?: boolean;
  readonly wait?: number;
}

/** Removes what can be made again, and says what. */
export async function clean(flags: CleanFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  if (flags.versions === true) return (await import("./clean-versions.ts")).cleanVersions(flags, workspace);
  const { root, targetPath } = workspace.around;
  if (!existsSync(join(root, "rmodel.config.ts"))) throw new UsageError(`${root} is no rmodel project, so nothing in it is removed`, "run rmodel clean in the project's folder, or name it with --project-dir");
  const exports = resolve(root, (await exportFolder(workspace)) ?? join(targetPath, "exports"));
  for (const folder of [targetPath, join(root, "logs")]) {
    if (!existsSync(folder)) continue;
    refuseOutside(folder, root);
    const kept = new Keeper(exports);
    const files = kept.removable(folder);
    report(terminal, relative(root, folder), files.length, kept.kept.map((path) => relative(root, path)), flags.dryRun === true);
    if (flags.dryRun !== true) for (const path of files) rmSync(path, { force: true });
    if (flags.dryRun !== true) removeEmpty(folder);
  }
  return exitCodes.ok;
}

function report(terminal: Terminal, folder: string, files: number, kept: readonly string[], dryRun: boolean): void {
  terminal.answer(`${dryRun ? "would remove" : "removed"} ${counted(files, "file")} of ${folder}/`);
  for (const path of kept) terminal.answer(`kept ${path}`);
}

/** A link, or a setting, may lead anywhere. */
function refuseOutside(folder: string, root: string): void {
  if (!`${realpathSync(folder)}${sep}`.startsWith(`${realpathSync(root)}${sep}`) || realpathSync(folder) === realpathSync(root)) {
    throw new UsageError(`${folder} is not inside the project, so it is not removed`, "remove it by hand when you are sure, or check --target-path");
  }
}

/** Files of a project that does not load any more can be removed, too: then the export folder is the usual one. */
async function exportFolder(workspace: Workspace): Promise<string | undefined> {
  const cached = workspace.readCache<{ project?: { config?: { exportFolder?: string } } }>("project.json");
  return cached?.project?.config?.exportFolder;
}

/** Tells files that can be made again from databases and exports. */
class Keeper {
  readonly kept: string[] = [];
  private readonly exports: string;

  constructor(exports: string) {
    this.exports = exports;
  }

  removable(folder: string): readonly string[] {
    return readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      if (path === this.exports || isDatabase(path)) {
        this.kept.push(path);
        return [];
      }
      return lstatSync(path).isDirectory() ? this.removable(path) : [path];
    });
  }
}

/** By its ending or, whatever it is called, by the mark of a DuckDB file. */
function isDatabase(path: string): boolean {
  if (!lstatSync(path).isFile()) return false;
  if (/\.(duckdb|db|ddb)(\.(wal|lock))?$/i.test(path)) return true;
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(12);
    readSync(file, head, 0, 12, 0);
    return head.subarray(8, 12).toString("latin1") === "DUCK";
  } finally {
    closeSync(file);
  }
}

function removeEmpty(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
