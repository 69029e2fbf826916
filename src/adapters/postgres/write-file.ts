import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileTarget } from "../adapter.ts";
import type { PostgresSession } from "./session.ts";
import { dialect } from "./dialect.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { unstage } from "../duckdb/unstage.ts";

/** Writes a query's rows to a file, piece by piece; DuckDB writes it, so that it is the file that every engine makes. */
export async function writeFile(session: PostgresSession, file: FileTarget, signal: AbortSignal): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "rows.csv");
    const { copyTo } = await import("./engine.ts");
    const lists = file.columns.some(({ type }) => type.family === "list");
    const values = file.columns.map(({ name, type }) => (type.family === "list" ? `to_json(${dialect.quote(name)}) as ${dialect.quote(name)}` : dialect.quote(name)));
    const query = lists ? `select ${values.join(", ")} from (\n${file.query}\n) as written` : file.query;
    const statement = `copy (${query}\n) to stdout (format csv, null '', force_quote *)`;
    await session.raw(statement, (client) => pipeline(client.query(copyTo(statement)), createWriteStream(path)));
    await unstage(path, file, signal);
  });
}
