import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Shown } from "./relations.ts";
import type { Target } from "./target.ts";
import { buildOf, dataOf, write } from "./shop.ts";
import { rmodel, stackLines, start } from "./process.ts";
import { slowModel } from "./slow.ts";
import { tell } from "./scale.ts";

/** What the tests have once they run. */
export interface OldShop {
  /** The old shop, built, with the new data beside it. */
  copy(): Promise<string>;
  old(): Shown;
  /** How long the build of a copy takes. */
  plainMs(): number;
}

const build = buildOf("new");

/** Command lines that are given at the same time. */
const together: readonly (readonly [string, readonly (readonly string[])[]])[] = [
  ["two builds", [build, build]],
  ["four builds", [build, build, build, build]],
  ["a build and a forced build", [build, [...build, "--force"]]],
  ["a build and one of the seed alone", [build, [...build, "--select", "rates"]]],
  ["a build and the seeds", [build, ["seed", ...build.slice(1)]]],
  ["a build and the snapshots", [build, ["snapshot", ...build.slice(1)]]],
];

/**
 * Tests that builds at once on one target come to what some order of them comes to.
 *
 * @param rounds how often each is tried
 */
export function testBuildsAtOnce(target: Target, fault: string, rounds: number): OldShop {
  vi.setConfig({ testTimeout: 900_000, hookTimeout: 60_000 });

  const counts = { rounds: 0, builds: 0, refused: 0, "not a serial order": 0, "slowest to free a lock, ms": 0 };
  let old: { readonly root: string; readonly shown: Shown };
  let fresh: Shown;
  let plainMs: number;

  beforeAll(async () => {
    const root = await target.shop("old");
    expect((await rmodel(root, buildOf("old"))).code).toBe(0);
    old = { root, shown: await target.shownBy(root) };
    const plain = await copy();
    plainMs = (await rmodel(plain, build)).elapsedMs;
    fresh = await target.shownBy(plain);
  });

  afterAll(() => tell(fault, counts));

  describe.each(together)("%s at once on one target", (_, commands) => {
    test("with --wait all go well, and the result is that of some order of them", async () => {
      for (let round = 0; round < rounds; round++) {
        const root = await copy();
        const all = await Promise.all(commands.map((command) => rmodel(root, [...command, "--wait"])));
        expect(all.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual(commands.map(() => 0));
        await isFresh(root, commands.length);
      }
    });

    test("without it each goes well or exits 1 naming who holds the target", async () => {
      for (let round = 0; round < rounds; round++) {
        const root = await copy();
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
        await isFresh(root, commands.length);
      }
    });
  });

  test("a waiting build says whom it waits for", async () => {
    const root = await target.copyOf(old.root);
    write(root, slowModel);
    const first = start(root, build);
    await target.whenLocked(root);
    const waiting = await rmodel(root, [...build, "--wait", "1"]);
    expect(waiting.code).toBe(1);
    expect(waiting.stderr).toContain(`process ${first.child.pid} on ${hostname()}`);
    first.child.kill("SIGKILL");
    await first.ended;
    await target.whenGone(root, 5000);
  });

  test("the lock of a build that was killed is freed within a second", async () => {
    const root = await copy();
    const killed = start(root, build);
    await target.whenLocked(root);
    killed.child.kill("SIGKILL");
    await killed.ended;
    const next = await rmodel(root, build);
    expect(`${next.code} ${next.stderr}`).toMatch(/^0 /);
    // Another build just after it tells how busy the machine is.
    const again = await rmodel(await copy(), build);
    const moreMs = next.elapsedMs - Math.max(plainMs, again.elapsedMs);
    counts["slowest to free a lock, ms"] = Math.max(0, Math.round(moreMs));
    expect(moreMs).toBeLessThan(1000);
  });

  test("four builds that find the lock of a dead process never take it both", async () => {
    const root = await copy();
    const killed = start(root, build);
    await target.whenLocked(root);
    killed.child.kill("SIGKILL");
    await killed.ended;
    const all = await Promise.all(Array.from({ length: 4 }, () => rmodel(root, [...build, "--wait"])));
    expect(all.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0, 0, 0]);
    await isFresh(root, 4);
  });

  async function copy(): Promise<string> {
    const root = await target.copyOf(old.root);
    write(root, dataOf("new"));
    return root;
  }

  async function isFresh(root: string, builds: number): Promise<void> {
    counts.rounds++;
    counts.builds += builds;
    const shown = await target.shownBy(root);
    counts["not a serial order"] += Number(JSON.stringify(shown) !== JSON.stringify(fresh));
    expect(shown).toEqual(fresh);
    expect(await target.leftovers(root)).toEqual([]);
  }

  return { copy, old: () => old.shown, plainMs: () => plainMs };
}
