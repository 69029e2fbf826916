import { constants, createReadStream } from "node:fs";
import { access, stat } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import type { Session } from "../../adapter.ts";
import { RmodelError } from "../../../errors/rmodel-error.ts";
import { fileText } from "./scan.ts";
import { inTemporaryFolder } from "../../temporary-folder.ts";

/** The files that a path or glob stands for, sorted. @throws RM4021 there is none */
export async function filesOf(session: Session, path: string): Promise<readonly string[]> {
  if (await exists(path)) return [path];
  const files = /[*?[]/.test(path) ? (await session.query(`select file from glob(${fileText(path, "glob")}) order by file`)).map((row) => String(row.file)) : [];
  if (files.length > 0) return files;
  throw unreadable(path, /[*?[]/.test(path) ? "no file has a name like this" : "there is no such file", "the path is relative to the project; check its spelling");
}

/**
 * Gives the bytes of a file in pieces, the next one when the taker is done with the last, unpacked: `.gz` by Node, `.zst` by the engine (Node 20 has no zstd).
 *
 * @throws RM4021 the file cannot be read or unpacked
 */
export async function readBytes(session: Session, path: string, take: Take): Promise<void> {
  if (!(await stat(path)).isFile()) throw unreadable(path, "it is no file", "name a file, or a glob such as folder/*.csv");
  await access(path, constants.R_OK).catch(() => {
    throw unreadable(path, "it may not be read", "check the file's permissions");
  });
  if (!path.endsWith(".zst")) return stream(path, path.endsWith(".gz"), path, take);
  await inTemporaryFolder(async (folder) => {
    const unpacked = join(folder, "unpacked.csv");
    // Lines as they are: a delimiter and a null that text does not hold, and no quote.
    const lines = `read_csv(${fileText(path)}, auto_detect = false, header = false, columns = {'line': 'varchar'}, delim = '\u0001', quote = '', escape = '', nullstr = '\u0002', strict_mode = false)`;
    await session.execute(`copy (select coalesce(line, '') as line from ${lines}) to ${fileText(unpacked, "glob")} (format csv, header false, delimiter '\u0001', quote '', escape '', nullstr '\u0002')`);
    await stream(unpacked, false, path, take);
  });
}

type Take = (bytes: Buffer) => Promise<void> | undefined;

async function stream(path: string, isGzip: boolean, given: string, take: Take): Promise<void> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const unpacked = isGzip ? file.pipe(createGunzip({ chunkSize: 1 << 18 })) : file;
  file.on("error", (error) => unpacked.destroy(error));
  try {
    for await (const piece of unpacked) {
      const done = take(piece as Buffer);
      // Waiting for nothing costs a turn of the loop.
      if (done !== undefined) await done;
    }
  } catch (thrown) {
    file.destroy();
    if (thrown instanceof RmodelError || !(thrown instanceof Error) || !("code" in thrown)) throw thrown;
    throw unreadable(given, thrown.message, "check that the file is whole");
  }
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);

export function unreadable(path: string, reason: string, fix: string): RmodelError {
  return new RmodelError("RM4021", { file: path, line: 1, column: 1 }, `${path} cannot be read: ${reason}`, fix);
}
