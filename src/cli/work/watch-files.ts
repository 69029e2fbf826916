import type { Stats } from "node:fs";
import { statSync } from "node:fs";
import { watch } from "chokidar";
import { resolve, sep } from "node:path";
import type { Stamp } from "../../load/cache.ts";
import type { Surroundings } from "../environment.ts";
import { absolutePath, isGlob } from "../../run/plan/data-keys.ts";
import { configFile, definitionFolders } from "../../load/files.ts";
import { readJson } from "../workspace.ts";

/** chokidar 5 tells of one change of a file in this time; a second save that follows at once has to be looked for. */
const deafMs = 50;

/** It takes a moment to begin with a file, longer on a busy machine; saves until then have to be looked for, too. */
const beginningMs = [100, 400, 1600];

export interface WatchedFiles {
  /**
   * Looks up again which files the project is made of.
   *
   * @param blamed files that mistakes stand in, relative to the project: one that was never read without them is known from nowhere else
   */
  follow(blamed: readonly string[]): void;
  close(): Promise<void>;
}

/**
 * Watches the files that a project is made of: definitions and macros, what they import, and the data they read.
 *
 * @param saved called with the path and the time of each save, in milliseconds since 1970
 */
export async function watchFiles({ root, targetPath }: Surroundings, saved: (path: string, at: number) => void): Promise<WatchedFiles> {
  const folders = [...definitionFolders, "macros"].map((folder) => resolve(root, folder));
  const files = new Set([configFile, "profiles.yaml"].map((file) => resolve(root, file)));
  const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);
  const isWanted = (path: string): boolean => path === root || folders.some((folder) => isBelow(path, folder) || isBelow(folder, path)) || [...files].some((file) => isBelow(path, file) || isBelow(file, path));
  const watcher = watch(root, { ignored: (path) => !isWanted(resolve(path)), ignoreInitial: true });
  /** The save of each file that was told last, by its own time: no save is told twice. */
  const told = new Map<string, number | undefined>();
  watcher.on("all", (event, path, stats) => {
    if (event === "addDir" || event === "unlinkDir" || (stats !== undefined && told.get(path) === stats.mtimeMs)) return;
    told.set(path, stats?.mtimeMs);
    saved(path, timeOf(stats));
    if (stats !== undefined) setTimeout(() => lookAgain(path), deafMs + 10).unref();
  });
  const lookAgain = (path: string): void => {
    const now = statSync(path, { throwIfNoEntry: false });
    if (now === undefined || now.mtimeMs === told.get(path)) return;
    told.set(path, now.mtimeMs);
    saved(path, timeOf(now));
  };
  await new Promise<void>((ready) => watcher.once("ready", () => ready()));
  return {
    follow: (blamed) => {
      const stamp = readJson(resolve(targetPath, ".cache", "stamp.json")) as Stamp | undefined;
      for (const path of [...(stamp === undefined ? [] : pathsOf(stamp)), ...blamed.map((file) => resolve(root, file))]) {
        if (files.has(path) || folders.some((folder) => isBelow(path, folder))) continue;
        files.add(path);
        const begun = statSync(path, { throwIfNoEntry: false });
        watcher.add(path);
        if (begun?.isFile() !== true) continue;
        told.set(path, begun.mtimeMs);
        for (const ms of beginningMs) setTimeout(() => lookAgain(path), ms).unref();
      }
    },
    close: () => watcher.close(),
  };
}

/** Files that definitions were bundled from, and data; of a glob the folder that it begins in. */
function pathsOf({ root, files, data }: Stamp): readonly string[] {
  const fixed = (file: string): string => (isGlob(file) ? file.slice(0, file.search(/[*?[\]{}]/)).replace(/[^/\\]*$/, "") : file);
  const local = data.filter((file) => !file.includes("://"));
  return [...files.map(({ path }) => path), ...local.map(fixed)].map((path) => resolve(absolutePath(root, path)));
}

/** A file's own time is the moment of the save, unless it came with the file. */
function timeOf(stats: Stats | undefined): number {
  const now = Date.now();
  return stats !== undefined && now - stats.mtimeMs < 1000 ? Math.min(now, stats.mtimeMs) : now;
}
