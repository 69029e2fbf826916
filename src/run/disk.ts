import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { glob as globFiles } from "./glob.ts";
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
    async writeFile(path, text, mode) {
      if (await holds(path, text)) return;
      const beside = `${path}.${own}.tmp`;
      await writeFile(beside, text, { mode }).catch(async (thrown: NodeJS.ErrnoException) => {
        if (thrown.code !== "ENOENT") throw thrown;
        await mkdir(dirname(path), { recursive: true });
        await writeFile(beside, text, { mode });
      });
      await rename(beside, path);
    },
  };
}

/** Whether a file has just this text; its size is asked first, because that alone tells most changes. */
async function holds(path: string, text: string): Promise<boolean> {
  const { size } = await stat(path).catch(() => ({ size: -1 }));
  return size === Buffer.byteLength(text) && (await readFile(path, "utf8").catch(() => undefined)) === text;
}
