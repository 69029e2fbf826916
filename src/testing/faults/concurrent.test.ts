import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { buildOf } from "./shop.ts";
import { cases } from "./scale.ts";
import { databaseOf, rmodel, start, whenLocked } from "./process.ts";
import { duckdb } from "./target.ts";
import { published } from "./relations.ts";
import { testBuildsAtOnce } from "./serial-cases.ts";

const { copy, old, plainMs } = testBuildsAtOnce(duckdb, "F6 builds at once", cases(1, 20));
const build = buildOf("new");

test.each([
  ["is empty, as when its writer was killed at once", () => ""],
  ["is cut short", (lock: string) => lock.slice(0, 9)],
  ["names a process that began after it, as when a number was given again", (lock: string) => JSON.stringify({ ...(JSON.parse(lock) as object), pid: process.pid })],
])("a lock file of a killed build that %s is freed, too", async (_, change) => {
  const root = await copy();
  const lock = `${databaseOf(root)}.lock`;
  const killed = start(root, build);
  await whenLocked(databaseOf(root));
  killed.child.kill("SIGKILL");
  await killed.ended;
  writeFileSync(lock, change(readFileSync(lock, "utf8")));
  const next = await rmodel(root, [...build, "--wait", "3"]);
  expect(`${next.code} ${next.stderr}`).toMatch(/^0 /);
  expect(next.elapsedMs - plainMs()).toBeLessThan(2000);
});

test("the lock of another host is not taken over, and names it", async () => {
  const root = await copy();
  writeFileSync(`${databaseOf(root)}.lock`, JSON.stringify({ pid: 1, host: "elsewhere", since: "2024-01-01T00:00:00.000Z", what: "rmodel build" }));
  const next = await rmodel(root, build);
  expect(next.code).toBe(1);
  expect(next.stderr).toContain("process 1 on elsewhere since 2024-01-01T00:00:00.000Z");
  expect(await published(databaseOf(root))).toEqual(old().relations);
});
