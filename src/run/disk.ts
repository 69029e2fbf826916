import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { mkdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { glob as globFiles } from "./plan/glob.ts";
import type { Effects } from "./effects.ts";

/** The effects of a real run. `own` keeps the unfinished files of one process apart from those of others. */
export function diskEffects(now: () => string, clock: () => number, own: string, moment: (name: string) => void = () => {}): Effects {
  return {
    now,
    clock,
    moment,
    readFile,
    stat: (path) => stat(path).then(({ size, mtimeMs }) => ({ size, mtimeMs }), () => undefined),
    glob: globFiles,
    realPath: (path) => realpath(path),
    makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
    rename,
    remove: (path) => rm(path, { recursive: true, force: true }),
    // Synchronous, because a build writes thousands of small files: that costs a third of what promises do.
    async writeFile(path, text, mode) {
      if (holds(path, text)) return;
      const beside = `${path}.${own}.tmp`;
      const write = () => writeFileSync(beside, text, mode === undefined ? {} : { mode });
      try {
        write();
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== "ENOENT") throw thrown;
        mkdirSync(dirname(path), { recursive: true });
        write();
      }
      renameSync(beside, path);
    },
  };
}

/** Whether a file has just this text; its size is asked first, because that alone tells most changes. */
const holds = (path: string, text: string): boolean => statSync(path, { throwIfNoEntry: false })?.size === Buffer.byteLength(text) && readFileSync(path, "utf8") === text;
