import type { CsvFormat } from "./format.ts";
import type { CsvRecord } from "./records.ts";
import type { FileScan, Session } from "../../adapter.ts";
import type { ValueCheck } from "./values.ts";
import { RmodelError } from "../../../errors/rmodel-error.ts";
import { fieldPlace, fieldText, utf8 } from "./records.ts";
import { headerNames } from "./header.ts";
import { readRecords } from "./read.ts";
import { typeText } from "../../../define/types.ts";
import { unreadable } from "./input.ts";
import { valueCheck } from "./values.ts";

/** A row that cannot be loaded. */
export interface BadRow {
  readonly error: RmodelError;
  /** Line where the row starts. */
  readonly line: number;
  readonly column: string | undefined;
  readonly text: string;
}

export interface CheckedCsv {
  readonly path: string;
  /** Column names in the order of the file. */
  readonly names: readonly string[];
  /** Rows of the file, bad ones included. */
  readonly rows: number;
}

/** Who takes the good rows of a file while it is checked. */
export interface RowTaker {
  /** Told once, before the first row. */
  columns(names: readonly string[]): void;
  /** The record is good for this call only, its bytes until `piece` is done. */
  row(record: CsvRecord): void;
  /** Called now and then; reading goes on when it is done. */
  piece(): Promise<void> | undefined;
}

/**
 * Reads a CSV file and compares every field with what is declared. What passes is read by an engine without any change.
 *
 * @param see gets each bad row; it may throw its error to stop at the first one
 * @param taker gets the good rows
 * @throws RM4021 the file is missing, empty or not UTF-8 · RM4022 its header is not the declared one
 */
export async function checkCsv(session: Session, path: string, file: FileScan, format: CsvFormat, see: (row: BadRow) => void, taker?: RowTaker): Promise<CheckedCsv> {
  const declared = file.columns.map(({ name }) => name);
  let names: readonly string[] | undefined = format.header ? undefined : declared;
  let find = names === undefined ? undefined : rowCheck(path, names, file, format);
  let rows = 0;
  if (names !== undefined) taker?.columns(names);
  const check = (record: CsvRecord): void => {
    if (find === undefined) {
      names = headerNames(path, record, declared, format);
      find = rowCheck(path, names, file, format);
      taker?.columns(names);
      return;
    }
    rows++;
    const bad = find(record);
    if (bad !== undefined) see(bad);
    else taker?.row(record);
  };
  await readRecords(session, path, format, declared.length, check, () => taker?.piece());
  if (names === undefined) throw unreadable(path, "it has blank lines only", "a file without rows has at least its header");
  return { path, names, rows };
}

function rowCheck(path: string, names: readonly string[], file: FileScan, format: CsvFormat): (record: CsvRecord) => BadRow | undefined {
  const types = names.map((name) => file.columns.find((column) => column.name === name)!.type);
  const checks = types.map((type) => valueCheck(type, format));
  const isNull = nullCheck(format);
  const bad = (record: CsvRecord, field: number | undefined, column: string | undefined, message: string, fix: string): BadRow => {
    const place = field === undefined ? { line: record.line, column: 1 } : fieldPlace(record, field);
    return { error: new RmodelError("RM4020", { file: path, ...place }, message, fix), line: record.line, column, text: utf8(record.bytes, record.start, record.end) };
  };
  return (record) => {
    const { fields } = record;
    if (record.problem !== undefined) return bad(record, fields - 1, names[fields - 1], `field ${fields}${of(names[fields - 1])} ${record.problem}: ${shown(utf8(record.bytes, record.starts[fields - 1]!, record.ends[fields - 1]!))}`, quoting);
    if (fields !== names.length) return bad(record, fields > names.length ? names.length : undefined, undefined, `the row has ${count(fields, "field")}, but there are ${count(names.length, "column")}`, quoting);
    for (let field = 0; field < fields; field++) {
      const check = checks[field];
      if (check === undefined || isNull(record, field) || passes(check, record, field, format)) continue;
      const value = fieldText(record, field, format.quote);
      return bad(record, field, names[field], `column "${names[field]}" is ${typeText(types[field]!)}, but the row has ${shown(value)}`, fixOf(types[field]!.family, value));
    }
    return undefined;
  };
}

function passes(check: ValueCheck, record: CsvRecord, field: number, format: CsvFormat): boolean {
  if (record.kinds[field] !== 2) return check(record.bytes, record.starts[field]!, record.ends[field]!);
  const bytes = Buffer.from(fieldText(record, field, format.quote));
  return check(bytes, 0, bytes.length);
}

function nullCheck({ nulls, quotedNulls, quote }: CsvFormat): (record: CsvRecord, field: number) => boolean {
  const texts = new Set(nulls);
  const longest = Math.max(...nulls.map((text) => Buffer.byteLength(text)));
  return (record, field) => {
    const length = record.ends[field]! - record.starts[field]!;
    return length <= longest && (quotedNulls || record.kinds[field] === 0) && texts.has(length === 0 ? "" : fieldText(record, field, quote));
  };
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;
const of = (name: string | undefined): string => (name === undefined ? "" : ` ("${name}")`);
const quoting = "quote fields that hold a delimiter, a quote or a line end, and double a quote inside";

/** A value in quotes, cut to 60 characters. */
export function shown(value: string): string {
  const characters = [...value];
  return `"${characters.length > 60 ? `${characters.slice(0, 59).join("")}…` : value}"`;
}

function fixOf(family: string, value: string): string {
  if (value === "") return 'only the empty field without quotes is null; csv: { nulls: [""] } takes "" for null too';
  if (/^\W*(n\/?a|nan|null|none|nil|\\n|-+|\?+)\W*$/i.test(value)) return `set csv: { nulls: ["", ${JSON.stringify(value)}] } if this means that there is no value`;
  if (family === "date") return 'write YYYY-MM-DD, or set csv: { dateFormat: "%d.%m.%Y" } or whatever the file has';
  if (family === "timestamp") return 'write YYYY-MM-DD HH:MM:SS in UTC, or set csv: { timestampFormat: "%d.%m.%Y %H:%M" } or whatever the file has';
  if (family === "boolean") return "write true or false, or declare t.text() and convert in a model";
  return 'correct the row or the declared type, or keep bad rows of a source aside with onBadRow: "reject"';
}
