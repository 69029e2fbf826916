import type { CsvFormat } from "./format.ts";

/** A record as it stands in a buffer. The object is reused: take what you need before the next one. */
export interface CsvRecord {
  bytes: Uint8Array;
  /** Byte range in `bytes`, without the line end. */
  start: number;
  end: number;
  /** Line where it starts, counting from 1. */
  line: number;
  /** How many fields there are; `starts`, `ends` and `kinds` hold that many. */
  fields: number;
  /** Byte ranges of the fields, without their quotes. */
  readonly starts: number[];
  readonly ends: number[];
  /** 0: plain, 1: in quotes, 2: in quotes with doubled quotes inside. */
  readonly kinds: number[];
  /** A plain field has a quote in it, which is text. */
  hasLooseQuote: boolean;
  /** What is wrong with the last of `fields`. */
  problem: string | undefined;
}

/** A longer record is most likely an open quote; DuckDB's reader has the same limit. */
export const longestRecord = 2_000_000;

/**
 * Splits bytes into records and fields, by RFC 4180 to the letter but for line ends: CR LF and LF may be mixed where there are two columns or more.
 *
 * A record with broken quotes ends at its first line end, so that one stray quote does not swallow the rows behind it.
 * A quote inside a plain field is text. Blank lines are skipped, except where there is one column: there each is an empty field.
 * One pass; the inner loop decides the speed of every load.
 */
export class CsvReader {
  /** Line where the next record starts. */
  line = 1;
  /** The byte of the first line end, LF or CR; 0: none yet. */
  private lineEnd = 0;
  /** 1 for the bytes that end a run of text: delimiter, quote, LF, CR, NUL. */
  private readonly special = new Uint8Array(256);
  private readonly highestSpecial: number;
  private readonly delimiter: number;
  private readonly quote: number;
  private readonly keepsBlankLines: boolean;
  private readonly see: (record: CsvRecord) => void;
  private readonly record: CsvRecord = { bytes: new Uint8Array(), start: 0, end: 0, line: 0, fields: 0, starts: [], ends: [], kinds: [], hasLooseQuote: false, problem: undefined };

  constructor(format: CsvFormat, columns: number, see: (record: CsvRecord) => void) {
    this.delimiter = format.delimiter.charCodeAt(0);
    this.quote = format.quote === "" ? -1 : format.quote.charCodeAt(0);
    this.highestSpecial = Math.max(this.delimiter, this.quote, 13);
    this.keepsBlankLines = columns === 1;
    this.see = see;
    for (const byte of [0, 10, 13, this.delimiter, this.quote]) if (byte >= 0) this.special[byte] = 1;
  }

  /** Sees every whole record of `bytes`; returns where the first unfinished one starts. */
  read(bytes: Uint8Array, isLast: boolean): number {
    let at = 0;
    while (at < bytes.length) {
      const next = this.readRecord(bytes, at, isLast);
      if (next < 0) return at;
      at = next;
    }
    return at;
  }

  /** Where the next record starts; -1 when this one does not end in `bytes`. */
  private readRecord(bytes: Uint8Array, start: number, isLast: boolean): number {
    const { special, highestSpecial, delimiter, quote } = this;
    const { starts, ends, kinds } = this.record;
    const length = bytes.length;
    let at = start;
    let lines = 1;
    this.record.hasLooseQuote = false;
    for (let field = 0; ; field++) {
      let kind = 0;
      let from = at;
      if (at < length && bytes[at] === quote) {
        kind = 1;
        from = ++at;
        for (;;) {
          for (let byte; at < length && (byte = bytes[at]) !== quote; at++) {
            if (byte === 10) lines++;
            else if (byte === 0) return this.broken(bytes, start, field, kind, from, "has a NUL byte", isLast);
          }
          if (at >= length) return isLast || at - start > longestRecord ? this.broken(bytes, start, field, kind, from, "opens a quote that is never closed", isLast) : -1;
          if (at + 1 >= length || bytes[at + 1] !== quote) break;
          kind = 2;
          at += 2;
        }
        ends[field] = at++;
        if (at < length && bytes[at] !== delimiter && bytes[at] !== 10 && bytes[at] !== 13) return this.broken(bytes, start, field, kind, from, "has text after its closing quote", isLast);
      } else {
        for (;;) {
          for (let byte; at < length && ((byte = bytes[at]!) > highestSpecial || special[byte] === 0); ) at++;
          if (at >= length || bytes[at] !== quote) break;
          if (isBlank(bytes, from, at)) return this.broken(bytes, start, field, kind, from, "has a space before its opening quote", isLast);
          this.record.hasLooseQuote = true;
          at++;
        }
        ends[field] = at;
      }
      // A quote or CR at the very end may go on in the next piece.
      if (at >= length && !isLast) return -1;
      starts[field] = from;
      kinds[field] = kind;
      const stop = at < length ? bytes[at]! : -1;
      if (stop === delimiter) {
        at++;
        continue;
      }
      if (stop === 0) return this.broken(bytes, start, field, kind, from, "has a NUL byte", isLast);
      if (stop === 13) {
        if (at + 1 >= length && !isLast) return -1;
        if (at + 1 >= length || bytes[at + 1] !== 10) return this.broken(bytes, start, field, kind, from, "has a carriage return without a line feed outside quotes", isLast);
      }
      if (this.lineEnd === 0 && stop > 0) this.lineEnd = stop;
      // DuckDB takes a CR LF among LF for two line ends; it skips the blank line, but not where there is one column.
      if (this.keepsBlankLines && stop > 0 && stop !== this.lineEnd) return this.broken(bytes, start, field, kind, from, "ends with another line end than the first line", isLast);
      const isEmptyLine = field === 0 && kind === 0 && from === at;
      if (!isEmptyLine || this.keepsBlankLines) this.emit(bytes, start, at, field + 1, undefined);
      this.line += lines;
      return stop === 13 ? at + 2 : at + 1;
    }
  }

  private broken(bytes: Uint8Array, start: number, field: number, kind: number, from: number, problem: string, isLast: boolean): number {
    const lineEnd = bytes.indexOf(10, start);
    if (lineEnd < 0 && !isLast) return -1;
    const end = lineEnd < 0 ? bytes.length : lineEnd;
    this.record.starts[field] = from;
    this.record.ends[field] = Math.max(from, end);
    this.record.kinds[field] = kind;
    this.emit(bytes, start, bytes[end - 1] === 13 && end - 1 >= start ? end - 1 : end, field + 1, problem);
    this.line += 1;
    return end + 1;
  }

  private emit(bytes: Uint8Array, start: number, end: number, fields: number, problem: string | undefined): void {
    const { record } = this;
    record.bytes = bytes;
    record.start = start;
    record.end = end;
    record.line = this.line;
    record.fields = fields;
    record.problem = problem;
    this.see(record);
  }
}

/** Only spaces, and at least one. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 32) return false;
  return to > from;
}

/** The value of a field as text. */
export function fieldText({ bytes, starts, ends, kinds }: CsvRecord, field: number, quoteCharacter: string): string {
  const text = utf8(bytes, starts[field]!, ends[field]!);
  return kinds[field] === 2 ? text.replaceAll(quoteCharacter + quoteCharacter, quoteCharacter) : text;
}

/** Line and column (in characters) where a field starts, its opening quote included. */
export function fieldPlace({ bytes, start, line, starts, kinds }: CsvRecord, field: number): { readonly line: number; readonly column: number } {
  const lines = utf8(bytes, start, starts[field]! - (kinds[field] === 0 ? 0 : 1)).split("\n");
  return { line: line + lines.length - 1, column: [...lines.at(-1)!].length + 1 };
}

export const utf8 = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("utf8");
