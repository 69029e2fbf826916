import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { join } from "node:path";
import { once } from "node:events";
import type { Client } from "./client.ts";
import type { FileTarget, Value } from "../adapter.ts";
import { decoderOf } from "./values.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { unstage } from "../duckdb/unstage.ts";

/** Writes a query's rows to a file, page by page; DuckDB writes it, so that it is the file that every engine makes. */
export async function writeFile(client: Client, file: FileTarget, signal: AbortSignal): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "rows.csv");
    const out = createWriteStream(path);
    const written = finished(out);
    // Told below; until then nobody waits for it.
    written.catch(() => {});
    try {
      await client.run(file.query, {
        signal,
        take: async (rows, columns) => {
          const decoders = columns.map(({ type }) => decoderOf(type));
          const lines = rows.map((row) => `${row.map((value, index) => field(decoders[index]!(value))).join(",")}\n`);
          if (!out.write(lines.join(""))) await Promise.race([once(out, "drain"), written]);
        },
      });
    } finally {
      out.end();
    }
    await written;
    await unstage(path, file, signal);
  });
}

const field = (value: Value): string => (value === null ? "" : `"${(Array.isArray(value) ? json(value) : String(value)).replaceAll('"', '""')}"`);

/** JSON in which whole numbers have all their digits. */
function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}
