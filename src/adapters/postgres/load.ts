import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileScan, LoadResult, RelationName } from "../adapter.ts";
import type { PostgresSession } from "./session.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { codeOf, detailsOf } from "./errors.ts";
import { dialect } from "./dialect.ts";
import { inTemporaryFolder } from "./temporary.ts";
import { nameOf } from "./create-table.ts";
import { stage } from "../duckdb/stage.ts";
import { typeName } from "./types.ts";

/**
 * Loads a file, or all files of a glob, into a new table, as DuckDB's `load` does and with its checks; the clean rows
 * then go to the server by `copy`, piece by piece. The caller owns the transaction.
 *
 * @param rejects a new table for bad rows (line, column_name, reason, row_text); without it the first bad row is an error
 * @throws RM4020 a row that does not fit · RM4021 a file that is missing, empty or not UTF-8 · RM4022 other columns than declared
 */
export async function load(session: PostgresSession, target: RelationName, file: FileScan, rejects: RelationName | undefined, signal: AbortSignal): Promise<LoadResult> {
  return inTemporaryFolder(async (folder) => {
    const path = join(folder, "staged.csv");
    const { accepted, bad } = await stage(file, { path, format: "csv" }, rejects !== undefined, signal);
    const columns = file.columns.map(({ name, type }) => `${dialect.quote(name)} ${typeName(type)}`);
    await session.execute(`create table ${nameOf(target)} (${columns.join(", ")})`);
    const rows = await copyIn(session, target, file, path);
    if (rows !== accepted) throw new RmodelError("RM9001", { file: file.path, line: 1, column: 1 }, `the file has ${accepted} good rows, but PostgreSQL took ${rows}`, "open an issue with the file, or with lines of it that show this");
    await session.execute(`analyze ${nameOf(target)}`);
    if (rejects !== undefined) await writeRejects(session, nameOf(rejects), bad.map((row) => [row.line, row.column, row.error.message, row.text]));
    return { accepted, rejected: bad.length };
  });
}

async function copyIn(session: PostgresSession, target: RelationName, file: FileScan, path: string): Promise<number> {
  const { copyFrom } = await import("./engine.ts");
  const statement = `copy ${nameOf(target)} (${file.columns.map(({ name }) => dialect.quote(name)).join(", ")}) from stdin (format csv, null '')`;
  try {
    return await session.raw(statement, async (client) => {
      const copying = client.query(copyFrom(statement));
      await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), copying);
      return copying.rowCount ?? 0;
    });
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
