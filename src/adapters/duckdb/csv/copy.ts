import { closeSync, openSync, writeSync } from "node:fs";
import type { CsvFormat } from "./format.ts";
import type { Session } from "../../adapter.ts";
import { readRecords } from "./read.ts";

/** Copies the rows of a CSV file, byte by byte and without the header, except those that start at the lines of `without`. */
export async function copyRows(session: Session, from: string, to: string, format: CsvFormat, columns: number, without: ReadonlySet<number>): Promise<void> {
  const output = openSync(to, "wx");
  let waiting: Uint8Array[] = [];
  const write = (): void => {
    writeSync(output, Buffer.concat(waiting));
    waiting = [];
  };
  let isHeader = format.header;
  try {
    await readRecords(session, from, format, columns, ({ bytes, start, end, line }) => {
      if (!isHeader && !without.has(line)) waiting.push(bytes.subarray(start, end), lineFeed);
      isHeader = false;
      if (waiting.length > 10_000) write();
    });
    write();
  } finally {
    closeSync(output);
  }
}

const lineFeed = Buffer.from("\n");
