import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { domains, generate } from "../generator/generate.ts";
import { emptyFolder, start } from "../src/testing/cli.ts";
import { openTestClient, serverUrl, stagingFolder } from "../src/testing/trino.ts";
import { testDatabase } from "../src/testing/postgres.ts";

const root = join(import.meta.dirname, "..");
const database = await testDatabase();
const minutes = 60_000;

/** Builds the whole project on targets of their own and compares every relation. */
async function compared(targets: Readonly<Record<string, object>>): Promise<{ code: number | null; lines: readonly string[]; all: string }> {
  const folder = emptyFolder();
  await generate({ rows: 5000, outDir: join(folder, "data"), domains, format: "parquet" });
  const outputs = { duckdb: { type: "duckdb", path: join(folder, "retail.duckdb"), threads: 2 }, ...targets };
  writeFileSync(join(folder, "profiles.yaml"), JSON.stringify({ retail: { target: "duckdb", outputs } }));
  const names = Object.keys(outputs).filter((name) => name !== "ledger");
  const args = ["test", "--engines", names.join(","), "--profiles-dir", folder, "--target-path", join(folder, "target")];
  const { code, out, err } = await start(root, args, { DATA_RAW_DIR: join(folder, "data"), WALMART_APPROVAL: "automatic" }).ended;
  return { code, lines: out.split("\n").filter((line) => /^(equal|differs|missing)/.test(line)), all: out + err };
}

test("every relation of the project is the same on DuckDB and PostgreSQL", { timeout: 10 * minutes }, async () => {
  const { code, lines, all } = await compared({ postgres: { ...database.output, threads: 2 } });
  expect(lines.filter((line) => !line.startsWith("equal")), all).toEqual([]);
  expect(code, all).toBe(0);
  expect(lines.length).toBeGreaterThan(50);
});

test.skipIf(serverUrl === undefined)("and on Trino", { timeout: 15 * minutes }, async () => {
  await dropSchemas();
  const staging = stagingFolder === undefined ? {} : { staging: stagingFolder };
  const { code, lines, all } = await compared({ trino: { type: "trino", server: serverUrl, catalog: "iceberg", user: "rmodel", state: "ledger", threads: 4, ...staging }, ledger: { type: "duckdb", path: join(emptyFolder(), "ledger.duckdb") } });
  expect(lines.filter((line) => !line.startsWith("equal")), all).toEqual([]);
  expect(code, all).toBe(0);
  expect(lines.length).toBeGreaterThan(50);
});

/** What an earlier run of these tests left: its ledger is gone, so nobody knows these tables. */
async function dropSchemas(): Promise<void> {
  const client = await openTestClient();
  for (const name of ["shared", ...domains.map((domain) => domain.name), "daily"]) {
    for (const schema of [name, `${name}__store`]) await client.run(`drop schema if exists "${schema}" cascade`).catch(() => {});
  }
  client.close();
}
