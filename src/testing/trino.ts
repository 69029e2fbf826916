import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { CaseEngine } from "./conformance.ts";
import type { Client } from "../adapters/trino/client.ts";
import type { Driver } from "../adapters/adapter.ts";
import type { TrinoConfig } from "../adapters/trino/config.ts";
import type { TrinoDriver } from "../adapters/trino/driver.ts";
import { adapter } from "../adapters/trino/adapter.ts";
import { adapter as duckdb } from "../adapters/duckdb/adapter.ts";
import { decoderOf } from "../adapters/trino/values.ts";
import { dialect } from "../adapters/trino/dialect.ts";
import { openClient } from "../adapters/trino/client.ts";

/** The Trino that tests run on, such as `http://127.0.0.1:8080`, with an Iceberg catalog called `iceberg`. */
export const serverUrl = process.env.RMODEL_TRINO_URL || undefined;

/** A folder that tests and that Trino see: `<path> <location>`, such as `/data/staging local:///staging`. */
const staging = (process.env.RMODEL_TRINO_STAGING || undefined)?.split(" ");

export const stagingFolder = staging === undefined ? undefined : { path: staging[0]!, location: staging[1]! };

if (serverUrl === undefined) console.log("skipped: tests that need a Trino (start one and set RMODEL_TRINO_URL)");
else if (staging === undefined) console.log("skipped: tests that need a folder shared with Trino (set RMODEL_TRINO_STAGING)");

export const openTestClient = (): Promise<Client> =>
  openClient({ url: new URL(serverUrl!), verify: true, timeoutMs: 30_000, user: "rmodel", secrets: [], source: "rmodel-tests", catalog: "iceberg", session: {}, tags: [], retries: 3 });

/** The tests' Trino for cases that run by themselves; closed with the test file. */
export async function openCaseEngine(): Promise<CaseEngine> {
  const client = await openTestClient();
  afterAll(() => client.close());
  return {
    dialect,
    concurrency: 4,
    rows: async (sql) => {
      const { rows, columns } = await client.run(sql);
      const decoders = columns.map(({ type }) => decoderOf(type));
      return rows.map((row) => row.map((value, index) => decoders[index]!(value)));
    },
  };
}

const folders: string[] = [];
const drivers: Driver[] = [];

afterAll(async () => {
  for (const driver of drivers.splice(0)) await driver.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A driver for the tests' Trino, its ledger in a DuckDB file of its own; closed when the test file is done. */
export async function connectTrino(settings: Partial<TrinoConfig> = {}): Promise<TrinoDriver> {
  const root = mkdtempSync(join(tmpdir(), "rmodel-trino-"));
  folders.push(root);
  const schema = await adapter.configSchema();
  const config = schema.parse({ type: "trino", server: serverUrl, catalog: "iceberg", user: "rmodel", state: "ledger", ...settings });
  const context = { root, lockWaitMs: 0, holder: "rmodel test" };
  const ledger = await duckdb.configSchema();
  const driver = await adapter.connect(config, { ...context, connectOther: () => duckdb.connect(ledger.parse({ type: "duckdb", path: "ledger.duckdb" }), context) });
  drivers.push(driver);
  return driver as TrinoDriver;
}

let schemas = 0;

/** A schema of its own in the tests' catalog, dropped when the test file is done. */
export async function newSchema(driver: Driver): Promise<string> {
  const name = `rmodel_test_${process.pid}_${++schemas}`;
  const client = await openTestClient();
  await driver.execute(`create schema "${name}"`);
  afterAll(async () => {
    await client.run(`drop schema if exists "${name}" cascade`).catch(() => {});
    client.close();
  });
  return name;
}
