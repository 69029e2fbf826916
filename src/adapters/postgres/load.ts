import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { BadRow } from "../duckdb/csv/stream.ts";
import type { Copied } from "./copy-csv.ts";
import type { FileScan, LoadResult, RelationName } from "../adapter.ts";
import type { PostgresSession } from "./session.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { canCopy, copyCsv } from "./copy-csv.ts";
import { codeOf, detailsOf } from "./errors.ts";
import { dialect } from "./dialect.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { nameOf } from "./create-table.ts";
import { stage } from "../duckdb/stage.ts";
import { typeName } from "./types.ts";

/**
 * Loads a file, or all files of a glob, into a new table, as DuckDB's `load` does and with its checks; the clean rows
 * go to the server by `copy`, piece by piece. The caller owns the transaction.
 *
 * Most CSV files are sent as they are while they are checked; others are written anew first.
 *
 * @param rejects a new table for bad rows (line, column_name, reason, row_text); without it the first bad row is an error
 * @throws RM4020 a row that does not fit · RM4021 a file that is missing, empty or not UTF-8 · RM4022 other columns than declared
 */
export async function load(session: PostgresSession, target: RelationName, file: FileScan, rejects: RelationName | undefined, signal: AbortSignal): Promise<LoadResult> {
  const { accepted, copied, bad } = await (canCopy(file) ? copyChecked : copyStaged)(session, target, file, rejects !== undefined, signal);
  if (copied !== accepted) throw new RmodelError("RM9001", { file: file.path, line: 1, column: 1 }, `the file has ${accepted} good rows, but PostgreSQL took ${copied}`, "open an issue with the file, or with lines of it that show this");
  await session.execute(`analyze ${nameOf(target)}`);
  if (rejects !== undefined) await writeRejects(session, nameOf(rejects), bad.map((row) => [row.line, row.column, row.error.message, row.text]));
  return { accepted, rejected: bad.length };
}

interface Loaded extends Copied {
  readonly bad: readonly BadRow[];
}

async function copyChecked(session: PostgresSession, target: RelationName, file: FileScan, keepBad: boolean, signal: AbortSignal): Promise<Loaded> {
  await createTable(session, target, file);
  const bad: BadRow[] = [];
  const reject = (row: BadRow): void => {
    if (!keepBad) throw row.error;
    bad.push(row);
  };
  return { ...(await tellRefusal(file, () => copyCsv(session, target, file, reject, signal))), bad };
}

function copyStaged(session: PostgresSession, target: RelationName, file: FileScan, keepBad: boolean, signal: AbortSignal): Promise<Loaded> {
  return inTemporaryFolder(async (folder) => {
    const path = join(folder, "staged.csv");
    const { accepted, bad } = await stage(file, { path, format: "csv" }, keepBad, signal);
    await createTable(session, target, file);
    return { accepted, copied: await tellRefusal(file, () => copyIn(session, target, file, path)), bad };
  });
}

async function createTable(session: PostgresSession, target: RelationName, { columns }: FileScan): Promise<void> {
  await session.execute(`create table ${nameOf(target)} (${columns.map(({ name, type }) => `${dialect.quote(name)} ${typeName(type)}`).join(", ")})`);
}

async function copyIn(session: PostgresSession, target: RelationName, file: FileScan, path: string): Promise<number> {
  const { copyFrom } = await import("./engine.ts");
  const statement = `copy ${nameOf(target)} (${file.columns.map(({ name }) => dialect.quote(name)).join(", ")}) from stdin (format csv, null '')`;
  return session.raw(statement, async (client) => {
    const copying = client.query(copyFrom(statement));
    await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), copying);
    return copying.rowCount ?? 0;
  });
}

async function tellRefusal<T>(file: FileScan, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    // What passed our checks and is too much for the server: a year, a number of JSON, half a character.
    if (thrown instanceof EngineError && /^22/.test(codeOf(thrown) ?? "")) {
      throw new RmodelError("RM4020", { file: file.path, line: 1, column: 1 }, `PostgreSQL refuses a value of the file: ${thrown.message}${placeOf(detailsOf(thrown).where)}`, "correct the value or the declared type", thrown);
    }
    throw thrown;
  }
}

/** `COPY t, line 5, column x: "…"` of the server, which counts the rows that it was sent. */
function placeOf(where: string | undefined): string {
  const found = /line (\d+)(?:, column (\w+))?/.exec(where ?? "");
  return found === null ? "" : ` (row ${found[1]}${found[2] === undefined ? "" : `, column "${found[2]}"`})`;
}

async function writeRejects(session: PostgresSession, relation: string, bad: readonly (readonly [number, string | undefined, string, string])[]): Promise<void> {
  await session.execute(`create table ${relation} (line bigint, column_name text, reason text, row_text text)`);
  // A text here has no NUL character.
  const text = (value: string | undefined) => dialect.literal(value?.replaceAll("\0", "\\0") ?? null, "text");
  for (let from = 0; from < bad.length; from += 1000) {
    const rows = bad.slice(from, from + 1000).map(([line, column, reason, row]) => `(${line}, ${text(column)}, ${text(reason)}, ${text(row)})`);
    await session.execute(`insert into ${relation} (line, column_name, reason, row_text) values ${rows.join(", ")}`);
  }
}
