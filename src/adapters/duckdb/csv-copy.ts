import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { CsvFormat } from "./csv-format.ts";
import type { Session } from "../adapter.ts";
import { readRecords } from "./csv-read.ts";

/** Copies the rows of a CSV file, byte by byte and without the header, except those that start at the lines of `without`. */
export async function copyRows(session: Session, from: string, to: string, format: CsvFormat, columns: number, without: ReadonlySet<number>): Promise<void> {
  const output = createWriteStream(to);
  let isHeader = format.header;
  await readRecords(session, from, format, columns, ({ bytes, start, end, line }) => {
    if (!isHeader && !without.has(line)) output.write(Buffer.concat([bytes.subarray(start, end), lineFeed]));
    isHeader = false;
  });
  output.end();
  await finished(output);
}

const lineFeed = Buffer.from("\n");
