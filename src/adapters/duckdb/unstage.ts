import { dirname } from "node:path";
import type { FileTarget } from "../adapter.ts";
import { dialect } from "./dialect.ts";
import { fileOptions } from "./driver.ts";
import { pathText, withFileEngine } from "./file-engine.ts";
import { scanCsv } from "./csv/scan.ts";

/**
 * Writes the rows of an engine on a server as the file that DuckDB would write of them.
 *
 * @param from CSV in the columns of `target`, without a header: values in quotes, nulls as empty fields without, lists as JSON
 */
export async function unstage(from: string, { columns, path, format }: FileTarget, signal?: AbortSignal): Promise<void> {
  const scan = { path: from, format: "csv" as const, csv: { header: false }, columns: columns.map((column) => ({ ...column, nullable: true })) };
  const rows = scanCsv(scan, dialect, [from], columns.map(({ name }) => name), false);
  await withFileEngine(dirname(from), signal, (engine) => engine.execute(`copy (select * from ${rows}) to ${pathText(path)} (${fileOptions[format]})`));
}
