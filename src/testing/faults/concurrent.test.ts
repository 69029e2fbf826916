import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Shown } from "./relations.ts";
import { buildOf, copyOf, dataOf, shop, write } from "./shop.ts";
import { cases, tell } from "./scale.ts";
import { databaseOf, rmodel, stackLines, start, whenLocked } from "./process.ts";
import { leftovers, published, shownBy } from "./relations.ts";
import { slowModel } from "./slow.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 60_000 });

const counts = { rounds: 0, builds: 0, refused: 0, "not a serial order": 0 };
let old: { readonly root: string; readonly shown: Shown };
let fresh: Shown;
let plainMs: number;

beforeAll(async () => {
  const root = shop("old");
  expect((await rmodel(root, buildOf("old"))).code).toBe(0);
  old = { root, shown: await shownBy(root) };
  const copy = copyWithNewData();
  plainMs = (await rmodel(copy, buildOf("new"))).elapsedMs;
  fresh = await shownBy(copy);
});

afterAll(() => tell("F6 builds at once", counts));

const build = buildOf("new");

describe.each([
  ["two builds", [build, build]],
  ["four builds", [build, build, build, build]],
  ["a build and a forced build", [build, [...build, "--force"]]],
  ["a build and one of the seed alone", [build, [...build, "--select", "rates"]]],
])("%s at once on one target", (_, commands) => {
  test("with --wait all go well, and the result is that of some order of them", async () => {
    for (let round = 0; round < cases(1, 20); round++) {
      const root = copyWithNewData();
      const all = await Promise.all(commands.map((command) => rmodel(root, [...command, "--wait"])));
      expect(all.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual(commands.map(() => 0));
      await expectSerial(root, commands.length);
    }
  });

  test("without it each goes well or exits 1 naming who holds the target", async () => {
    for (let round = 0; round < cases(1, 20); round++) {
      const root = copyWithNewData();
      const all = commands.map((command) => start(root, command));
      const ended = await Promise.all(all.map((running) => running.ended));
      const refused = ended.filter(({ code }) => code !== 0);
      counts.refused += refused.length;
      expect(refused.length).toBeLessThan(commands.length);
      for (const { code, stderr } of refused) {
        expect(code, stderr).toBe(1);
        const holder = /RM4002 .* process (\d+) on (\S+) since (\S+)/.exec(stderr);
        expect(holder?.slice(2), stderr).toEqual([hostname(), expect.stringMatching(/^\d{4}-\d\d-\d\dT/)]);
        expect(all.map(({ child }) => child.pid)).toContain(Number(holder![1]));
        expect(stackLines(stderr)).toEqual([]);
      }
      // Whoever was refused builds later, so the order is serial.
      expect((await rmodel(root, build)).code).toBe(0);
      await expectSerial(root, commands.length);
    }
  });
});

async function expectSerial(root: string, builds: number): Promise<void> {
  counts.rounds++;
  counts.builds += builds;
  const shown = await shownBy(root);
  counts["not a serial order"] += Number(JSON.stringify(shown) !== JSON.stringify(fresh));
  expect(shown).toEqual(fresh);
  expect(await leftovers(root)).toEqual([]);
}

test("a waiting build says whom it waits for", async () => {
  const root = copyOf(old.root);
  write(root, slowModel);
  const first = start(root, build);
  await whenLocked(databaseOf(root));
  const waiting = await rmodel(root, [...build, "--wait", "1"]);
  expect(waiting.code).toBe(1);
  expect(waiting.stderr).toContain(`process ${first.child.pid} on ${hostname()}`);
  first.child.kill("SIGKILL");
  await first.ended;
});

test("the lock of a build that was killed is freed within a second", async () => {
  const root = copyWithNewData();
  const killed = start(root, build);
  await whenLocked(databaseOf(root));
  killed.child.kill("SIGKILL");
  await killed.ended;
  const next = await rmodel(root, build);
  expect(`${next.code} ${next.stderr}`).toMatch(/^0 /);
  expect(next.elapsedMs - plainMs).toBeLessThan(1000);
});

test.each([
  ["is empty, as when its writer was killed at once", () => ""],
  ["is cut short", (lock: string) => lock.slice(0, 9)],
  ["names a process that began after it, as when a number was given again", (lock: string) => JSON.stringify({ ...(JSON.parse(lock) as object), pid: process.pid })],
])("a lock file of a killed build that %s is freed, too", async (_, change) => {
  const root = copyWithNewData();
  const lock = `${databaseOf(root)}.lock`;
  const killed = start(root, build);
  await whenLocked(databaseOf(root));
  killed.child.kill("SIGKILL");
  await killed.ended;
  writeFileSync(lock, change(readFileSync(lock, "utf8")));
  const next = await rmodel(root, [...build, "--wait", "3"]);
  expect(`${next.code} ${next.stderr}`).toMatch(/^0 /);
  expect(next.elapsedMs - plainMs).toBeLessThan(2000);
});

test("the lock of another host is not taken over, and names it", async () => {
  const root = copyWithNewData();
  writeFileSync(`${databaseOf(root)}.lock`, JSON.stringify({ pid: 1, host: "elsewhere", since: "2024-01-01T00:00:00.000Z", what: "rmodel build" }));
  const next = await rmodel(root, build);
  expect(next.code).toBe(1);
  expect(next.stderr).toContain("process 1 on elsewhere since 2024-01-01T00:00:00.000Z");
  expect(await published(databaseOf(root))).toEqual(old.shown.relations);
});

test("four builds that find the lock of a dead process never take it both", async () => {
  const root = copyWithNewData();
  const killed = start(root, build);
  await whenLocked(databaseOf(root));
  killed.child.kill("SIGKILL");
  await killed.ended;
  const all = await Promise.all(Array.from({ length: 4 }, () => rmodel(root, [...build, "--wait"])));
  expect(all.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0, 0, 0]);
  await expectSerial(root, 4);
});

function copyWithNewData(): string {
  const copy = copyOf(old.root);
  write(copy, dataOf("new"));
  return copy;
}
