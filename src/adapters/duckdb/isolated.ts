import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import type { Driver, FileScan } from "../adapter.ts";
import { dialect } from "./dialect.ts";
import { pathText } from "./file-engine.ts";
import { hasJson, stage } from "./stage.ts";
import { writeRejects } from "./load.ts";

/**
 * A driver whose engine runs SQL that is not trusted and so opens no file but those of one folder.
 *
 * Files of sources and seeds are checked and read by another engine, which runs no SQL of models, and handed over as
 * Parquet; exports leave the same way. Rows so are written once more than by a driver that reads files in place.
 *
 * @param folder the only one that the engine may read and write; made when it is needed, and removed at the end
 */
export function isolated(driver: Driver, folder: string): Driver {
  const stop = new AbortController();
  const handOver = async <T>(ending: string, work: (path: string) => Promise<T>): Promise<T> => {
    const path = join(folder, `${randomUUID()}.${ending}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  };
  return {
    ...driver,
    capabilities: { ...driver.capabilities, readsFiles: false },
    load: (session, target, file, rejects) =>
      handOver("parquet", async (path) => {
        const { accepted, bad } = await stage(file, { path, format: "parquet" }, rejects !== undefined, stop.signal);
        const name = ({ schema, name }: typeof target): string => `${dialect.quote(schema)}.${dialect.quote(name)}`;
        await session.execute(`create table ${name(target)} as select ${handedOver(file)} from read_parquet(${pathText(path)})`);
        if (rejects !== undefined) await writeRejects(session, name(rejects), bad);
        return { accepted, rejected: bad.length };
      }),
    scan: () => Promise.reject(new TypeError("an isolated engine does not read files where they lie")),
    writeFile: (target) =>
      handOver(target.format, async (path) => {
        await driver.writeFile({ ...target, path });
        await copyFile(path, target.path);
      }),
    cancel() {
      stop.abort();
      driver.cancel();
    },
    async close() {
      await driver.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Parquet has no JSON here: it is text there. */
const handedOver = ({ columns }: FileScan): string => columns.map(({ name, type }) => (hasJson(type) ? `cast(${dialect.quote(name)} as ${dialect.typeName(type)}) as ${dialect.quote(name)}` : dialect.quote(name))).join(", ");
