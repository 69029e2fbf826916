import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { onTestFinished } from "vitest";

export type Row = Readonly<Record<string, unknown>>;

/** The rows of one query in a DuckDB of its own, as JSON: big integers and decimals are texts. */
export async function rowsOf(query: string): Promise<readonly Row[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(query)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** An empty folder that goes when the running test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rmodel-generator-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
