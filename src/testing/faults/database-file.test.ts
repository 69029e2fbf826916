import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { buildOf, copyOf, dataOf, shop, write } from "./shop.ts";
import { databaseOf, rmodel, stackLines } from "./process.ts";
import { fileHash } from "./relations.ts";
import { tell } from "./scale.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const counts = { tried: 0, "exit 1": 0, "file changed": 0 };
let built: string;

beforeAll(async () => {
  built = shop("old");
  expect((await rmodel(built, buildOf("old"))).code).toBe(0);
});

afterAll(() => tell("F10 database file", counts));

/** DuckDB keeps a magic word at byte 8 and its storage version at byte 12; blocks begin at 12288, 256 KiB each. */
const header = { magic: 8, version: 12, firstBlock: 12_288, block: 262_144 } as const;

const faults: readonly { readonly title: string; readonly break: (database: string) => void; readonly code: string }[] = [
  { title: "has a corrupt head", break: (database) => patch(database, header.magic, Buffer.from("JUNK")), code: "RM4003" },
  { title: "is text", break: (database) => writeFileSync(database, "not a database\n".repeat(1000)), code: "RM4003" },
  { title: "has corrupt blocks", break: corruptBlocks, code: "RM4003" },
  { title: "is cut short", break: (database) => truncateSync(database, header.firstBlock + header.block), code: "RM4003" },
  { title: "is of a newer format", break: (database) => patch(database, header.version, Buffer.from([250, 0, 0, 0, 0, 0, 0, 0])), code: "RM4003" },
];

describe.each(faults)("a database file that $title", ({ break: damage, code }) => {
  test("ends a build with exit 1 and one message, and stays as it is", async () => {
    const root = copyWithNewData();
    damage(databaseOf(root));
    await refused(root, code);
  });
});

test("a folder where the database file should be ends a build with exit 1", async () => {
  const root = copyWithNewData();
  rmSync(databaseOf(root));
  mkdirSync(databaseOf(root));
  counts.tried++;
  const { code, stderr } = await rmodel(root, buildOf("new"));
  counts["exit 1"] += Number(code === 1);
  expect(code, stderr).toBe(1);
  expect(stderr).toMatch(/^RM4003 /);
  expect(stackLines(stderr)).toEqual([]);
});

test("a database file that another process has open ends a build with exit 1 naming the process", async () => {
  const root = copyWithNewData();
  const holder = await openElsewhere(databaseOf(root));
  try {
    const { code, stderr } = await rmodel(root, buildOf("new"));
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/^RM4002 /);
    expect(stderr).toContain(`process ${holder.pid}`);
    expect(stackLines(stderr)).toEqual([]);
  } finally {
    holder.kill("SIGKILL");
  }
});

// root may write a file of mode 0444, so there is nothing to see for it.
test.skipIf(process.getuid?.() === 0)("a database file that may not be written ends a build with exit 1", async () => {
  const root = copyWithNewData();
  chmodSync(databaseOf(root), 0o444);
  await refused(root, "RM4005");
});

test("after a damaged file is replaced by a copy, the build goes on from it", async () => {
  const root = copyWithNewData();
  const database = databaseOf(root);
  patch(database, header.magic, Buffer.from("JUNK"));
  await refused(root, "RM4003");
  copyFileSync(`${root}/published/warehouse.duckdb`, database);
  expect((await rmodel(root, buildOf("new"))).code).toBe(0);
});

/** Builds over a file that cannot be used; the message is one of ours, with a remedy, and no trace of the program. */
async function refused(root: string, expected: string): Promise<string> {
  const before = fileHash(databaseOf(root));
  counts.tried++;
  const { code, stderr } = await rmodel(root, buildOf("new"));
  counts["exit 1"] += Number(code === 1);
  counts["file changed"] += Number(fileHash(databaseOf(root)) !== before);
  expect(code, stderr).toBe(1);
  expect(stderr.split("\n")[0]).toMatch(new RegExp(`^${expected} `));
  expect(stderr).toContain("fix: ");
  expect(stackLines(stderr)).toEqual([]);
  expect(fileHash(databaseOf(root)), "the file's bytes").toBe(before);
  return stderr;
}

/** A process that is no build and has the database open. The engine's lock is the process's, so it must not be this one. */
async function openElsewhere(database: string): Promise<ChildProcess> {
  const script = `import("@duckdb/node-api").then(({ DuckDBInstance }) => DuckDBInstance.create(${JSON.stringify(database)})).then(() => { console.log("open"); setInterval(() => {}, 1000); })`;
  const child = spawn(process.execPath, ["-e", script], { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

function copyWithNewData(): string {
  const copy = copyOf(built);
  write(copy, dataOf("new"));
  return copy;
}

function patch(database: string, at: number, bytes: Buffer): void {
  const content = readFileSync(database);
  bytes.copy(content, at);
  writeFileSync(database, content);
}

/** Flips one bit in the middle of every block. */
function corruptBlocks(database: string): void {
  const content = readFileSync(database);
  for (let at = header.firstBlock + 64; at < content.length; at += header.block) content[at] = content[at]! ^ 1;
  writeFileSync(database, content);
}
