import { rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Ended, Environment } from "./process.ts";
import type { Shown } from "./relations.ts";
import type { Target } from "./target.ts";
import { buildOf, dataOf, write } from "./shop.ts";
import { randomFor, tell } from "./scale.ts";
import { rmodel, start } from "./process.ts";

/** How often a build is ended, and what its readers see. */
export interface Kills {
  readonly fault: string;
  /** At times spread over the whole build. */
  readonly atRandom: number;
  /** At each of the named moments. */
  readonly atMoments: number;
  /** Relations and files that readers see. */
  readonly shown: { readonly relations: number; readonly files: readonly string[] };
}

/** Moments that a build passes, in order; `built` names the relation. */
const moments = [
  "announced",
  "built sales.rate_history",
  "built sales.fct_orders",
  "built sales.dim_rates",
  "built sales.rpt_sales",
  "before publish",
  "files written",
  "ledger written",
  "views moved",
  "committed",
  "files renamed",
  "checkpointed",
];

/** The server's part of a process that is gone ends within this time. */
const goneMs = 5000;

/** Tests that a build which is killed shows one whole build, and that the next build finishes it. */
export function testKills(target: Target, { fault, atRandom, atMoments, shown: expectedShown }: Kills): void {
  vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 60_000 });

  const counts = { kills: 0, "readers saw old": 0, "readers saw new": 0, mixed: 0, "next build failed": 0, leftovers: 0 };
  const random = randomFor(fault);
  let old: { readonly root: string; readonly shown: Shown };
  let fresh: Shown;
  let wallMs: number;

  beforeAll(async () => {
    const root = await target.shop("old");
    await expectBuilt(rmodel(root, buildOf("old")));
    old = { root, shown: await target.shownBy(root) };
    const copy = await copyWithNewData();
    wallMs = (await expectBuilt(rmodel(copy, buildOf("new")))).elapsedMs;
    fresh = await target.shownBy(copy);
    rmSync(copy, { recursive: true });
  });

  afterAll(() => tell(fault, counts));

  test("the two editions differ in every relation and file, so a mix of them is seen", () => {
    for (const part of ["relations", "copy", "files"] as const) {
      expect(Object.keys(fresh[part])).toEqual(Object.keys(old.shown[part]));
      for (const [name, hash] of Object.entries(fresh[part])) expect(hash, name).not.toBe(old.shown[part][name]);
    }
    expect({ relations: Object.keys(old.shown.relations).length, files: Object.keys(old.shown.files) }).toEqual(expectedShown);
  });

  test("a build killed at any moment shows one whole build, and the next build finishes it", async () => {
    for (let kill = 0; kill < atRandom; kill++) {
      const after = random() * wallMs;
      await killed(`after ${after.toFixed(0)} of ${wallMs.toFixed(0)} ms`, async (root) => {
        const { child, ended } = start(root, buildOf("new"));
        await setTimeout(after);
        child.kill("SIGKILL");
        return ended;
      });
    }
  });

  describe.each(moments)("a build killed at the moment `%s`", (moment) => {
    test("shows one whole build, and the next build finishes it", async () => {
      for (let kill = 0; kill < atMoments; kill++) {
        const ended = await killed(moment, (root) => build(root, { RMODEL_KILL_AT: moment }));
        expect(ended.killed, `the build passes the moment ${moment}`).toBe(true);
      }
    });
  });

  const build = (root: string, environment?: Environment): Promise<Ended> => rmodel(root, buildOf("new"), environment);

  async function copyWithNewData(): Promise<string> {
    const copy = await target.copyOf(old.root);
    write(copy, dataOf("new"));
    return copy;
  }

  /** Ends a build of the new edition over the old one, looks, builds again and looks again. */
  async function killed(when: string, end: (root: string) => Promise<Ended>): Promise<Ended> {
    const root = await copyWithNewData();
    const ended = await end(root);
    counts.kills++;
    const shown = await target.shownBy(root);
    const sawNew = shown.relations["sales.fct_orders"] === fresh.relations["sales.fct_orders"];
    counts[sawNew ? "readers saw new" : "readers saw old"]++;
    const expected = sawNew ? fresh : old.shown;
    counts.mixed += Number(JSON.stringify(shown.relations) !== JSON.stringify(expected.relations));
    expect(shown.relations, `relations, killed ${when}`).toEqual(expected.relations);
    expect([old.shown.copy, fresh.copy], `the copy for readers, killed ${when}`).toContainEqual(shown.copy);
    for (const [name, hash] of Object.entries(shown.files)) expect([old.shown.files[name], fresh.files[name]], `${name}, killed ${when}`).toContain(hash);
    await target.whenGone(root, goneMs);

    const next = await build(root);
    counts["next build failed"] += Number(next.code !== 0);
    expect(`${next.code} ${next.stderr}`, `the build after one killed ${when}`).toMatch(/^0 /);
    expect(await target.shownBy(root), `after a build that followed one killed ${when}`).toEqual(fresh);
    const left = await target.leftovers(root);
    counts.leftovers += left.length;
    expect(left, `leftovers of a build killed ${when}`).toEqual([]);
    rmSync(root, { recursive: true });
    return ended;
  }
}

async function expectBuilt(build: Promise<Ended>): Promise<Ended> {
  const ended = await build;
  expect(`${ended.code} ${ended.stderr}`).toMatch(/^0 /);
  return ended;
}
