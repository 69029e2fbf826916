import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { glob as globFiles } from "./glob.ts";
import type { Effects } from "./effects.ts";

/** The effects of a real run. */
export function diskEffects(now: () => string, clock: () => number, moment: (name: string) => void = () => {}): Effects {
  return {
    now,
    clock,
    moment,
    readFile,
    stat: (path) => stat(path).then(({ size, mtimeMs }) => ({ size, mtimeMs }), () => undefined),
    glob: globFiles,
    makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
    rename,
    remove: (path) => rm(path, { recursive: true, force: true }),
    async writeFile(path, text) {
      if ((await readFile(path, "utf8").catch(() => undefined)) === text) return;
      await mkdir(path.replace(/[^/\\]*$/, ""), { recursive: true });
      const beside = `${path}.${process.pid}.tmp`;
      await writeFile(beside, text);
      await rename(beside, path);
    },
  };
}
