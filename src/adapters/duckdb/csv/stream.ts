import type { BadRow, RowTaker } from "./check.ts";
import type { FileScan, Session } from "../../adapter.ts";
import { checkCsv } from "./check.ts";
import { csvFormat } from "./format.ts";
import { filesOf } from "./input.ts";
import { inTemporaryFolder } from "../../temporary-folder.ts";
import { withFileEngine } from "../file-engine.ts";

export type { BadRow, RowTaker } from "./check.ts";
export type { CsvRecord } from "./records.ts";
export { csvFormat } from "./format.ts";
export { fieldText, utf8 } from "./records.ts";

/** Checks one file and gives its good rows away. @returns how many they are */
export type Check = (reject: (row: BadRow) => void, taker: RowTaker) => Promise<number>;

/**
 * Reads a CSV file, or all files of a glob one after the other, for an engine on a server that takes their bytes.
 *
 * @param each what is done with a file
 * @throws RM4020 what `reject` throws · RM4021 a file that is missing, empty or not UTF-8 · RM4022 other columns than declared
 */
export function streamCsv<T>(file: FileScan, signal: AbortSignal, each: (check: Check) => Promise<T>): Promise<readonly T[]> {
  const format = csvFormat(file.csv, file.path);
  const work = async (engine: Session): Promise<readonly T[]> => {
    const results: T[] = [];
    for (const path of await filesOf(engine, file.path)) {
      results.push(
        await each(async (reject, taker) => {
          let bad = 0;
          const { rows } = await checkCsv(engine, path, file, format, (row) => (bad++, reject(row)), taker);
          return rows - bad;
        }),
      );
    }
    return results;
  };
  // Patterns and .zst are the engine's affair.
  return /[*?[]|\.zst$/.test(file.path) ? inTemporaryFolder((folder) => withFileEngine(folder, signal, work)) : work(noEngine);
}

const noEngine = new Proxy({} as Session, {
  get: () => {
    throw new TypeError("a plain file is read without an engine");
  },
});
