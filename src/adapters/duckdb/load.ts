import { join } from "node:path";
import type { BadRow } from "./csv/check.ts";
import type { FileScan, LoadResult, RelationName, Session } from "../adapter.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { checkCsv } from "./csv/check.ts";
import { checkParquet } from "./scan-parquet.ts";
import { checkJson } from "./scan-json.ts";
import { copyRows } from "./csv/copy.ts";
import { csvFormat } from "./csv/format.ts";
import { dialect } from "./dialect.ts";
import { filesOf } from "./csv/input.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { scanCsv } from "./csv/scan.ts";

/** What can be read once everything has been checked. */
export interface Checked {
  /** A relation expression of the good rows. */
  readonly text: string;
  /** How many there are, where the check counted them. */
  readonly accepted?: number;
  readonly bad: readonly BadRow[];
}

/**
 * Loads a file, or all files of a glob, into a new table; nothing is converted silently. The caller owns the transaction.
 *
 * Every field is checked before the engine reads the file, so that all engines refuse the same rows, and the engine's
 * number of rows is compared afterwards. A file is read twice for that: the check costs about half of what the engine needs.
 *
 * @param rejects a new table for bad rows (line, column_name, reason, row_text); without it the first bad row is an error
 * @throws RM4020 a row that does not fit · RM4021 a file that is missing, empty or not UTF-8 · RM4022 other columns than declared
 */
export async function load(session: Session, target: RelationName, file: FileScan, rejects?: RelationName): Promise<LoadResult> {
  return inTemporaryFolder(async (folder) => {
    const { text, accepted, bad } = await checkFile(session, file, rejects === undefined ? undefined : folder);
    await session.execute(`create table ${nameOf(target)} as select * from ${text}`);
    const [row] = await session.query(`select count(*) as rows from ${nameOf(target)}`);
    if (accepted !== undefined && Number(row!.rows) !== accepted) throw new RmodelError("RM9001", { file: file.path, line: 1, column: 1 }, `the file has ${accepted} good rows, but DuckDB read ${row!.rows}`, "open an issue with the file, or with lines of it that show this");
    if (rejects !== undefined) await writeRejects(session, nameOf(rejects), bad);
    return { accepted: Number(row!.rows), rejected: bad.length };
  });
}

/**
 * A relation expression that reads a file where it lies, after the checks of `load`; the first bad row is an error.
 *
 * @throws RM4020, RM4021, RM4022 as `load`
 */
export async function scan(session: Session, file: FileScan): Promise<string> {
  return (await checkFile(session, file, undefined)).text;
}

/**
 * Compares a file with what it is declared to hold.
 *
 * @param folder where files without their bad rows may be written; undefined: the first bad row is thrown
 * @throws RM4020, RM4021, RM4022 as `load`
 */
export function checkFile(session: Session, file: FileScan, folder: string | undefined): Promise<Checked> {
  switch (file.format) {
    case "csv":
      return checkFiles(session, file, folder);
    case "parquet":
      return checkParquet(session, file, folder !== undefined);
    case "json":
      return checkJson(session, file, folder !== undefined);
  }
}

async function checkFiles(session: Session, file: FileScan, folder: string | undefined): Promise<Checked> {
  const format = csvFormat(file.csv, file.path);
  const all: BadRow[] = [];
  let accepted = 0;
  // Files with the same columns in the same order are read together.
  const groups = new Map<string, { readonly paths: string[]; readonly names: readonly string[]; readonly hasHeader: boolean }>();
  for (const path of await filesOf(session, file.path)) {
    const bad: BadRow[] = [];
    const { names, rows } = await checkCsv(session, path, file, format, (row) => {
      if (folder === undefined) throw row.error;
      bad.push(row);
    });
    accepted += rows - bad.length;
    all.push(...bad);
    const copy = folder === undefined || bad.length === 0 ? undefined : join(folder, `${all.length}.csv`);
    if (copy !== undefined) await copyRows(session, path, copy, format, names.length, new Set(bad.map(({ line }) => line)));
    const hasHeader = format.header && copy === undefined;
    const key = JSON.stringify([hasHeader, names]);
    if (!groups.has(key)) groups.set(key, { paths: [], names, hasHeader });
    groups.get(key)!.paths.push(copy ?? path);
  }
  const texts = [...groups.values()].map(({ paths, names, hasHeader }) => scanCsv(file, dialect, paths, names, hasHeader));
  return { text: texts.length === 1 ? texts[0]! : `(${texts.map((text) => `select * from ${text}`).join(" union all ")})`, accepted, bad: all };
}

/** Puts bad rows into a new table, whose name is quoted. */
export async function writeRejects(session: Session, relation: string, bad: readonly BadRow[]): Promise<void> {
  await session.execute(`create table ${relation} (line bigint, column_name varchar, reason varchar, row_text varchar)`);
  const text = (value: string | undefined) => dialect.literal(value ?? null, "text");
  for (let from = 0; from < bad.length; from += 1000) {
    const rows = bad.slice(from, from + 1000).map((row) => `(${row.line}, ${text(row.column)}, ${text(row.error.message)}, ${text(row.text)})`);
    await session.execute(`insert into ${relation} (line, column_name, reason, row_text) values ${rows.join(", ")}`);
  }
}

const nameOf = ({ schema, name }: RelationName): string => `${dialect.quote(schema)}.${dialect.quote(name)}`;
