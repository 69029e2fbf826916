import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import type { FileScan, LoadResult, RelationName, Session } from "../adapter.ts";
import type { InsertColumn } from "./insert-rows.ts";
import type { RawValue } from "./staged-rows.ts";
import type { Staged } from "../duckdb/stage.ts";
import type { Staging } from "./config.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { batchSize, insertRows } from "./insert-rows.ts";
import { dialect } from "./dialect.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { stage } from "../duckdb/stage.ts";
import { stagedRows } from "./staged-rows.ts";

export interface Loading {
  readonly session: Session;
  readonly staging: Staging | undefined;
  readonly signal: AbortSignal;
  /** Runs the statement that makes a table. */
  readonly make: (table: RelationName, statement: string) => Promise<unknown>;
  /** Drops a table that was made. */
  readonly clearAway: (table: RelationName) => Promise<void>;
}

/**
 * Loads a file into a new table. DuckDB checks and reads it, so every engine refuses the same rows with the same words.
 *
 * With a staging folder the rows go there as one Parquet file, which becomes the table's own: it goes with the table.
 * Without one they are sent as text, some thousand a second.
 *
 * @throws RM4020, RM4021, RM4022 as any load
 */
export async function load(loading: Loading, target: RelationName, file: FileScan, rejects?: RelationName): Promise<LoadResult> {
  const { accepted, bad } = await (loading.staging === undefined ? sendRows(loading, target, file, rejects !== undefined) : addFile(loading, loading.staging, target, file, rejects !== undefined));
  if (rejects !== undefined) await writeRejects(loading, rejects, bad);
  return { accepted, rejected: bad.length };
}

async function addFile(loading: Loading, { path: folder, location }: Staging, target: RelationName, file: FileScan, keepBad: boolean): Promise<Staged> {
  const name = `rmodel-${randomUUID()}.parquet`;
  const path = join(folder, name);
  let isTaken = false;
  await mkdir(folder, { recursive: true });
  try {
    const staged = await stage(file, { path, format: "parquet" }, keepBad, loading.signal);
    await fill(loading, target, file.columns, staged.accepted, async () => {
      if (staged.accepted === 0) return;
      await takeFile(loading.session, target, `${location.replace(/\/$/, "")}/${name}`);
      isTaken = true;
    });
    return staged;
  } finally {
    if (!isTaken) await rm(path, { force: true });
  }
}

async function takeFile(session: Session, target: RelationName, location: string): Promise<void> {
  try {
    await session.execute(`alter table ${nameOf(target)} execute add_files(location => ${dialect.literal(location, "text")}, format => 'PARQUET')`);
  } catch (thrown) {
    if (!(thrown instanceof Error) || !thrown.message.includes("add_files procedure is disabled")) throw thrown;
    throw new RmodelError("RM4005", undefined, "the catalog does not let tables take files from the staging folder", "set iceberg.add-files-procedure.enabled=true in the catalog, or remove staging from the profile", thrown);
  }
}

async function sendRows(loading: Loading, target: RelationName, file: FileScan, keepBad: boolean): Promise<Staged> {
  return inTemporaryFolder(async (folder) => {
    const path = join(folder, "rows.csv");
    const staged = await stage(file, { path, format: "csv" }, keepBad, loading.signal);
    await fill(loading, target, file.columns, staged.accepted, () => insertRows(loading.session, target, file.columns, stagedRows(path, file.columns.map(({ type }) => type), batchSize)));
    return staged;
  });
}

/** Makes a table and puts rows into it: all of them, or there is no table. */
async function fill({ session, make, clearAway }: Loading, table: RelationName, columns: readonly InsertColumn[], rows: number, work: () => Promise<void>): Promise<void> {
  await make(table, `create table ${nameOf(table)} (${columns.map(({ name, type }) => `${dialect.quote(name)} ${dialect.typeName(type)}`).join(", ")})`);
  try {
    await work();
    const [counted] = await session.query(`select count(*) as rows from ${nameOf(table)}`);
    if (Number(counted!.rows) !== rows) throw new RmodelError("RM9001", undefined, `${rows} rows were sent to ${nameOf(table)}, and Trino has ${counted!.rows}`, "open an issue with the file, or with lines of it that show this");
  } catch (thrown) {
    await clearAway(table);
    throw thrown;
  }
}

function writeRejects(loading: Loading, table: RelationName, bad: Staged["bad"]): Promise<void> {
  const text = (name: string): InsertColumn => ({ name, type: { family: "text" } });
  const columns: readonly InsertColumn[] = [{ name: "line", type: { family: "integer" } }, text("column_name"), text("reason"), text("row_text")];
  const rows = bad.map(({ line, column, error, text: row }) => [String(line), column ?? null, error.message, row]);
  return fill(loading, table, columns, rows.length, () => insertRows(loading.session, table, columns, batches(rows)));
}

async function* batches(rows: readonly (readonly RawValue[])[]): AsyncGenerator<readonly (readonly RawValue[])[]> {
  for (let from = 0; from < rows.length; from += 1000) yield rows.slice(from, from + 1000);
}

const nameOf = ({ schema, name }: RelationName): string => `${dialect.quote(schema)}.${dialect.quote(name)}`;
