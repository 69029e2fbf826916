import { closeSync, createReadStream, createWriteStream, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Format, Table, Value } from "./domain.ts";

export interface WrittenTable {
  /** Where the file is: the output folder, the table's path and the format as ending. */
  readonly file: string;
  readonly rows: number;
  /** False when the file was already there with the same rows. */
  readonly isNew: boolean;
}

/**
 * Makes a table's file, or keeps the one that an equal run left.
 *
 * The file is written beside its place and renamed, so a reader sees the old one or the new one, whole. A note beside it
 * says what it was made of. Memory is flat: rows leave in pieces of a megabyte.
 *
 * @param version of the domain that the table belongs to
 * @param asked format of tables that do not say their own
 */
export async function writeTable(table: Table, version: number, outDir: string, asked: Format): Promise<WrittenTable> {
  const format = table.format ?? asked;
  const file = join(outDir, `${table.path}.${format}`);
  const note = `${file}.made-of.json`;
  const madeOf = `${JSON.stringify({ generator: version, rows: table.rows })}\n`;
  if (existsSync(file) && existsSync(note) && readFileSync(note, "utf8") === madeOf) return { file, rows: table.rows, isNew: false };

  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.tmp`;
  const csv = `${file}.${process.pid}.csv.tmp`;
  try {
    writeCsv(table, csv);
    if (format === "parquet") await copyToParquet(table, csv, beside);
    if (format === "csv.gz") await pipeline(createReadStream(csv), createGzip(), createWriteStream(beside));
    // Without its note a file is made again, so a run that is killed between these lines leaves no false note.
    rmSync(note, { force: true });
    renameSync(format === "csv" ? csv : beside, file);
    writeFileSync(note, madeOf);
  } finally {
    rmSync(beside, { force: true });
    rmSync(csv, { force: true });
  }
  return { file, rows: table.rows, isNew: true };
}

function writeCsv(table: Table, file: string): void {
  const nullText = table.nullText ?? "";
  const descriptor = openSync(file, "w");
  try {
    let text = csvLine(Object.keys(table.columns), nullText);
    for (let i = 1; i <= table.rows; i++) {
      text += csvLine(table.row(i), nullText);
      if (text.length < 1 << 20) continue;
      writeFileSync(descriptor, text);
      text = "";
    }
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

function csvLine(values: readonly Value[], nullText: string): string {
  let line = csvField(values[0]!, nullText);
  for (let k = 1; k < values.length; k++) line += `,${csvField(values[k]!, nullText)}`;
  return `${line}\n`;
}

function csvField(value: Value, nullText: string): string {
  if (value === null) return nullText;
  if (typeof value === "number") return `${value}`;
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

async function copyToParquet(table: Table, csv: string, file: string): Promise<void> {
  const columns = Object.entries(table.columns).map(([name, type]) => `${quoted(name)}: ${quoted(type)}`);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run(`
      copy (from read_csv(${quoted(csv)}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${columns.join(", ")}}))
      to ${quoted(file)} (format parquet, compression zstd)
    `);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
