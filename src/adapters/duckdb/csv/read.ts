import { isUtf8 } from "node:buffer";
import type { CsvFormat } from "./format.ts";
import type { CsvRecord } from "./records.ts";
import type { Session } from "../../adapter.ts";
import { CsvReader, longestRecord, utf8 } from "./records.ts";
import { RmodelError } from "../../../errors/rmodel-error.ts";
import { readBytes, unreadable } from "./input.ts";

/**
 * Sees every record of a CSV file, the header included; the file is read in pieces, so its size does not matter.
 *
 * A byte order mark of UTF-8 is skipped.
 *
 * @param seen called when all whole records of a piece were seen, whose bytes stay as they are; the next piece waits for it
 * @throws RM4021 the file is empty, unreadable or not UTF-8, with the place of the first wrong byte
 * @throws RM4020 a line of more than 2 MB
 */
export async function readRecords(session: Session, path: string, format: CsvFormat, columns: number, see: (record: CsvRecord) => void, seen: () => Promise<void> | undefined = () => undefined): Promise<void> {
  const reader = new CsvReader(format, columns, see);
  let rest: Buffer | undefined;
  let isFirst = true;
  const read = (bytes: Buffer, isLast: boolean): void => {
    checkEncoding(path, isLast ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1), reader.line);
    rest = bytes.subarray(reader.read(bytes, isLast));
    if (rest.length > longestRecord) throw new RmodelError("RM4020", { file: path, line: reader.line, column: 1 }, `the row has more than ${longestRecord.toLocaleString("en")} bytes`, "look for a quote that is not closed, or for line ends that are missing");
  };
  await readBytes(session, path, (piece) => {
    if (isFirst) piece = withoutMark(path, piece);
    isFirst = false;
    read(rest === undefined || rest.length === 0 ? piece : Buffer.concat([rest, piece]), false);
    return seen();
  });
  if (isFirst || (reader.line === 1 && rest?.length === 0)) throw unreadable(path, "it is empty", "a file without rows has at least its header; csv: { header: false } does not help here, because no data at all is most likely a mistake");
  read(rest ?? Buffer.alloc(0), true);
  await seen();
}

function withoutMark(path: string, bytes: Buffer): Buffer {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) throw unreadable(path, "it is UTF-16", utf8Wanted);
  return first === 0xef && second === 0xbb && third === 0xbf ? bytes.subarray(3) : bytes;
}

const utf8Wanted = "save it as UTF-8, for example with iconv -t UTF-8";

function checkEncoding(path: string, bytes: Buffer, firstLine: number): void {
  if (isUtf8(bytes)) return;
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const lineEnd = bytes.indexOf(10, start);
    const end = lineEnd < 0 ? bytes.length : lineEnd;
    if (!isUtf8(bytes.subarray(start, end))) {
      let good = start;
      while (isUtf8(bytes.subarray(start, good + lengthOf(bytes[good]!)))) good += lengthOf(bytes[good]!);
      const hex = bytes[good]!.toString(16).padStart(2, "0");
      const column = [...utf8(bytes, start, good)].length + 1;
      throw new RmodelError("RM4021", { file: path, line, column }, `${path}:${line}:${column} is not UTF-8: byte 0x${hex}`, utf8Wanted);
    }
    start = end + 1;
  }
}

/** Bytes of the character that starts with this one. */
const lengthOf = (byte: number): number => (byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4);
