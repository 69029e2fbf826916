import type { BadRow, Check, CsvRecord, RowTaker } from "../duckdb/csv/stream.ts";
import type { Copying } from "./copy-rows.ts";
import type { FileScan, RelationName } from "../adapter.ts";
import type { PostgresSession } from "./session.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { csvFormat, fieldText, streamCsv, utf8 } from "../duckdb/csv/stream.ts";
import { dialect } from "./dialect.ts";
import { nameOf } from "./create-table.ts";
import { startCopy } from "./copy-rows.ts";

/** Runs of rows up to this size are put together: each part that is sent costs a message. */
const partBytes = 1 << 16;

/**
 * Whether the bytes of a file mean the same to `copy … (format csv)` as to us, so that its rows need not be written anew.
 *
 * Not where null is written in other ways, dates have a format, a type needs another notation, or where there is one
 * column, in which `\.` alone on a line ends what older servers read.
 */
export function canCopy({ format, csv, columns, path }: FileScan): boolean {
  if (format !== "csv" || columns.length < 2) return false;
  const { quote, quotedNulls, dateFormat, timestampFormat } = csvFormat(csv, path);
  if (quote === "" || quotedNulls) return false;
  return columns.every(({ type: { family } }) => family !== "list" && family !== "json" && (family !== "date" || dateFormat === undefined) && (family !== "timestamp" || timestampFormat === undefined));
}

/** Rows that passed the checks, and rows that the server says it has. */
export interface Copied {
  readonly accepted: number;
  readonly copied: number;
}

/**
 * Checks a file and copies its good rows into a table in the same pass.
 *
 * @param reject gets the bad rows; it may throw the error of the first one
 * @throws RM4020, RM4021, RM4022 as `load`
 */
export async function copyCsv(session: PostgresSession, target: RelationName, file: FileScan, reject: (row: BadRow) => void, signal: AbortSignal): Promise<Copied> {
  const files = await streamCsv(file, signal, (check) => copyFile(session, target, file, check, reject, signal));
  return { accepted: sum(files.map(({ accepted }) => accepted)), copied: sum(files.map(({ copied }) => copied)) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function copyFile(session: PostgresSession, target: RelationName, file: FileScan, check: Check, reject: (row: BadRow) => void, signal: AbortSignal): Promise<Copied> {
  const format = csvFormat(file.csv, file.path);
  const text = (value: string) => dialect.literal(value, "text");
  const statementOf = (names: readonly string[]) => `copy ${nameOf(target)} (${names.map(dialect.quote).join(", ")}) from stdin (format csv, null '', delimiter ${text(format.delimiter)}, quote ${text(format.quote)})`;
  let statement = statementOf(file.columns.map(({ name }) => name));
  return session.raw(statement, async (client) => {
    let copying: Copying | undefined;
    let rows: Rows | undefined;
    const taker: RowTaker = {
      columns(names) {
        statement = statementOf(names);
        rows = new Rows(format, names.map((name) => file.columns.find((column) => column.name === name)!.type.family === "double"));
      },
      row: (record) => rows!.add(record),
      piece: () => {
        if (signal.aborted) throw new EngineError("the statement was cancelled", statement, { cancelled: true });
        const parts = rows?.take() ?? [];
        if (parts.length === 0) return undefined;
        if (copying !== undefined) return copying.send(parts);
        return startCopy(client, statement).then((started) => (copying = started).send(parts));
      },
    };
    try {
      return { accepted: await check(reject, taker), copied: (await copying?.end()) ?? 0 };
    } catch (thrown) {
      // The connection takes no other statement before this one is over.
      await copying?.fail(thrown as Error);
      throw thrown;
    }
  });
}

/** The good rows of a piece, as few parts as possible: most of them are the file's own bytes. */
class Rows {
  private readonly quote: string;
  private readonly delimiter: string;
  private readonly doubles: readonly number[];
  private parts: Uint8Array[] = [];
  /** Short runs, one after the other. */
  private short = Buffer.allocUnsafe(partBytes);
  private filled = 0;
  private bytes: Uint8Array | undefined;
  private from = 0;
  private to = 0;

  constructor({ quote, delimiter }: { readonly quote: string; readonly delimiter: string }, isDouble: readonly boolean[]) {
    this.quote = quote;
    this.delimiter = delimiter;
    this.doubles = isDouble.flatMap((is, index) => (is ? [index] : []));
  }

  add(record: CsvRecord): void {
    const { bytes, start, end } = record;
    if (record.hasLooseQuote || (this.doubles.length > 0 && this.doubles.some((field) => vanishes(record, field)))) {
      this.endRun();
      this.put(Buffer.from(`${this.rewritten(record)}\n`));
      return;
    }
    // Line ends of two bytes, blank lines and bad rows end a run.
    if (bytes !== this.bytes || start !== this.to + 1 || bytes[this.to] !== 10) {
      this.endRun();
      this.bytes = bytes;
      this.from = start;
    }
    this.to = end;
  }

  take(): readonly Uint8Array[] {
    this.endRun();
    this.endShort();
    const { parts } = this;
    this.parts = [];
    return parts;
  }

  private endRun(): void {
    if (this.bytes === undefined) return;
    this.put(this.bytes.subarray(this.from, this.to));
    this.put(lineFeed);
    this.bytes = undefined;
  }

  private put(bytes: Uint8Array): void {
    if (bytes.length > partBytes / 4) {
      this.endShort();
      this.parts.push(bytes);
      return;
    }
    if (this.filled + bytes.length > partBytes) this.endShort();
    this.short.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  private endShort(): void {
    if (this.filled === 0) return;
    this.parts.push(this.short.subarray(0, this.filled));
    this.short = Buffer.allocUnsafe(partBytes);
    this.filled = 0;
  }

  /** Fields in quotes where they have quotes. */
  private rewritten(record: CsvRecord): string {
    const { quote, delimiter } = this;
    return Array.from({ length: record.fields }, (_, field) => {
      const value = this.doubles.includes(field) && vanishes(record, field) ? (record.bytes[record.starts[field]!] === 45 ? "-0" : "0") : fieldText(record, field, quote);
      return record.kinds[field] === 0 && !value.includes(quote) ? value : `${quote}${value.replaceAll(quote, quote + quote)}${quote}`;
    }).join(delimiter);
  }
}

const lineFeed = Buffer.from("\n");

/** A number too small for a double: zero to every engine but this one, which refuses it. */
function vanishes({ bytes, starts, ends }: CsvRecord, field: number): boolean {
  const [from, to] = [starts[field]!, ends[field]!];
  for (let at = from; at < to; at++) {
    if ((bytes[at]! | 32) !== 101) continue;
    const text = utf8(bytes, from, to);
    return Number(text) === 0 && /[1-9]/.test(text.slice(0, at - from));
  }
  // Without an exponent it takes hundreds of digits.
  return to - from > 300 && Number(utf8(bytes, from, to)) === 0 && /[1-9]/.test(utf8(bytes, from, to));
}
