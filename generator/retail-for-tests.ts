import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll } from "vitest";
import type { Row } from "./duckdb-for-tests.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where tests look for the real data. */
export const realDataDir = process.env["DATA_RAW_DIR"] ?? join(root, "../shared/data");

export interface Retail {
  /** Builds, and says what was built: `table walmart.dim_store`. What was there already is not named. */
  build(flags?: readonly string[]): Promise<readonly string[]>;
  /** Rows of a query over what was published, as JSON: big integers and decimals are texts. */
  rows(query: string): Promise<readonly Row[]>;
  /** An exported file, below the folder of exports. */
  readExport(path: string): string;
}

/** The retail project over the data of one folder, with a database of its own that goes when the test file is done. */
export function retailOn(dataDir: string): Retail {
  const folder = mkdtempSync(join(tmpdir(), "rmodel-retail-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const published = join(folder, "published", "retail.duckdb");
  const output = { type: "duckdb", path: join(folder, "retail.duckdb"), publish: published };
  // JSON is YAML.
  writeFileSync(join(folder, "profiles.yaml"), JSON.stringify({ retail: { target: "test", outputs: { test: output } } }));
  return {
    build: async (flags = []) => {
      const { stderr } = await promisify(execFile)(
        process.execPath,
        [join(root, "bin/rmodel.js"), "build", "--profiles-dir", folder, "--target-path", join(folder, "target"), ...flags],
        { cwd: root, env: { ...process.env, DATA_RAW_DIR: dataDir }, maxBuffer: 64 * 1024 * 1024 },
      );
      return [...stderr.matchAll(/^ok +(table|view|external) +(\S+)/gm)].map(([, kind, name]) => `${kind} ${name}`).sort();
    },
    rows: async (query) => {
      const database = await DuckDBInstance.create(published, { access_mode: "READ_ONLY" });
      try {
        const connection = await database.connect();
        return (await connection.runAndReadAll(query)).getRowObjectsJson();
      } finally {
        database.closeSync();
      }
    },
    readExport: (path) => readFileSync(join(folder, "target", "exports", path), "utf8"),
  };
}
