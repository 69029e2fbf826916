import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { DuckDBConfig } from "./config.ts";
import { adapter } from "./adapter.ts";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rmodel-duckdb-"));
  folders.push(folder);
  return folder;
}

const schema = await adapter.configSchema();
const config = (settings: Partial<DuckDBConfig> = {}): DuckDBConfig => schema.parse({ type: "duckdb", path: "warehouse.duckdb", ...settings });

const settingOf = (driver: Awaited<ReturnType<typeof adapter.connect>>, name: string) => driver.query(`select current_setting('${name}') as value`).then(([row]) => String(row!.value));

describe("a profile", () => {
  test("sets the engine's memory, its temporary folder and other settings", async () => {
    const root = newFolder();
    const driver = await adapter.connect(config({ memory_limit: "256MB", temp_directory: "spill", settings: { threads: 1, preserve_insertion_order: false } }), { root, lockWaitMs: 0 });
    expect(await settingOf(driver, "memory_limit")).toMatch(/24[0-9]\.\d MiB/);
    expect(await settingOf(driver, "temp_directory")).toBe(join(root, "spill"));
    expect(await settingOf(driver, "threads")).toBe("1");
    expect(await settingOf(driver, "preserve_insertion_order")).toBe("false");
    await driver.close();
  });

  test("attaches other databases, to be read or written", async () => {
    const root = newFolder();
    const other = await adapter.connect(config({ path: "raw.duckdb" }), { root, lockWaitMs: 0 });
    await other.execute("create table orders as select 1 as id");
    await other.close();
    const driver = await adapter.connect(config({ attach: [{ path: "raw.duckdb", alias: "raw_data", read_only: true }] }), { root, lockWaitMs: 0 });
    expect(await driver.query("select * from raw_data.main.orders")).toEqual([{ id: 1 }]);
    await expect(driver.execute("create table raw_data.main.more as select 1 as id")).rejects.toThrow(/read-only/);
    await driver.close();
  });

  test("loads extensions, and says which one cannot be had", async () => {
    const root = newFolder();
    const driver = await adapter.connect(config({ extensions: ["json", "parquet"] }), { root, lockWaitMs: 0 });
    await driver.close();
    await expect(adapter.connect(config({ extensions: ["no_such_extension"] }), { root, lockWaitMs: 0 })).rejects.toThrow(/no_such_extension/);
    expect(existsSync(join(root, "warehouse.duckdb.lock"))).toBe(false);
  });

  test("that is isolated reads no files and changes no settings", async () => {
    const root = newFolder();
    writeFileSync(join(root, "secret.csv"), "a\n1\n");
    const driver = await adapter.connect(config({ isolated: true }), { root, lockWaitMs: 0 });
    await expect(driver.query(`select * from read_csv('${join(root, "secret.csv")}')`)).rejects.toThrow(/disabled by configuration/);
    await expect(driver.execute("set enable_external_access = true")).rejects.toThrow();
    await driver.close();
  });

  test.each([
    ["a setting that is none", { memorylimit: "1GB" }],
    ["no path", { path: "" }],
    ["threads that are no number", { threads: "many" as never }],
    ["an alias with other characters", { attach: [{ path: "x", alias: 'a"b', read_only: true }] }],
  ])("with %s is refused", (_, settings) => {
    expect(() => config(settings as Partial<DuckDBConfig>)).toThrow();
  });
});

describe("a database file", () => {
  test("is locked by whoever builds, and the message names the holder", async () => {
    const root = newFolder();
    const driver = await adapter.connect(config(), { root, lockWaitMs: 0, holder: "rmodel build" });
    await expect(adapter.connect(config(), { root, lockWaitMs: 0 })).rejects.toThrow(new RegExp(`rmodel build, process ${process.pid} on ${hostname()} since`));
    await driver.close();
    expect(existsSync(join(root, "warehouse.duckdb.lock"))).toBe(false);
  });

  test("whose lock was left by a process that is gone is taken over", async () => {
    const root = newFolder();
    writeFileSync(join(root, "warehouse.duckdb.lock"), JSON.stringify({ pid: 2 ** 22 - 1, host: hostname(), since: "2024-01-01", what: "rmodel build" }));
    const driver = await adapter.connect(config(), { root, lockWaitMs: 0 });
    await driver.close();
  });

  test.each([
    ["gone", (path: string) => rmSync(path, { force: true, recursive: true }), "RM4006"],
    ["a text file", (path: string) => writeFileSync(path, "this is no database, whatever its name says\n".repeat(200)), "RM4003"],
  ])("that is %s is told in one line and left alone", async (_, make, code) => {
    const root = newFolder();
    const path = join(root, "warehouse.duckdb");
    make(path);
    const before = existsSync(path) ? readFileSync(path) : undefined;
    await expect(adapter.connect(config(), { root })).rejects.toMatchObject({ code });
    expect(existsSync(path) ? readFileSync(path) : undefined).toEqual(before);
  });

  test("has a copy for readers after every publish, replaced at once", async () => {
    const root = newFolder();
    const driver = await adapter.connect(config({ publish: "published/readers.duckdb" }), { root, lockWaitMs: 0 });
    await driver.execute("create table t as select 1 as a");
    await driver.published();
    const reader = await adapter.connect(config({ path: "published/readers.duckdb" }), { root });
    expect(await reader.query("select * from t")).toEqual([{ a: 1 }]);
    await driver.execute("insert into t values (2)");
    await driver.published();
    expect(await reader.query("select count(*) as n from t")).toEqual([{ n: 1n }]);
    await reader.close();
    const again = await adapter.connect(config({ path: "published/readers.duckdb" }), { root });
    expect(await again.query("select count(*) as n from t")).toEqual([{ n: 2n }]);
    await again.close();
    await driver.close();
  });
});

test("a value comes as readers get it: bigint, decimal as text, dates and times as ISO text, lists", async () => {
  const driver = await adapter.connect(config({ path: ":memory:" }), { root: newFolder() });
  const [row] = await driver.query("select 9007199254740993::bigint as i, 1.50::decimal(10,2) as d, 0.1::double as f, date '2024-01-31' as day, timestamp '2024-01-31 12:34:56.123456' as at, [1, null] as list, '{\"a\":1}'::json as j, null as n, true as b");
  expect(row).toEqual({ i: 9007199254740993n, d: "1.50", f: 0.1, day: "2024-01-31", at: "2024-01-31 12:34:56.123456", list: [1, null], j: '{"a":1}', n: null, b: true });
  await driver.close();
});
