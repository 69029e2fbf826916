import { rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Ended } from "./process.ts";
import type { Shown } from "./relations.ts";
import { buildOf, copyOf, dataOf, shop, write } from "./shop.ts";
import { cases, randomFor, tell } from "./scale.ts";
import { databaseOf, rmodel, stackLines, start, whenLocked } from "./process.ts";
import { leftovers, shownBy } from "./relations.ts";
import { slowModel } from "./slow.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 60_000 });

type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Eight stops: the signals, how long after the build took its lock, and what happens then. */
const stops: readonly { readonly title: string; readonly signals: readonly Signal[]; readonly afterMs: number }[] = [
  { title: "SIGINT as the build takes its lock", signals: ["SIGINT"], afterMs: 0 },
  { title: "SIGINT while a model runs", signals: ["SIGINT"], afterMs: 400 },
  { title: "SIGTERM while a model runs", signals: ["SIGTERM"], afterMs: 400 },
  { title: "SIGHUP while a model runs", signals: ["SIGHUP"], afterMs: 400 },
  { title: "SIGINT twice", signals: ["SIGINT", "SIGINT"], afterMs: 400 },
  { title: "SIGTERM after SIGINT", signals: ["SIGINT", "SIGTERM"], afterMs: 400 },
  { title: "SIGTERM early in the build", signals: ["SIGTERM"], afterMs: 60 },
  { title: "SIGINT late in a model", signals: ["SIGINT"], afterMs: 1000 },
];

const counts = { signals: 0, "slowest ms": 0, "wrong code": 0, leftovers: 0 };
const random = randomFor("signals");
let old: { readonly root: string; readonly shown: Shown };

beforeAll(async () => {
  const root = shop("old");
  expect((await rmodel(root, buildOf("old"))).code).toBe(0);
  old = { root, shown: await shownBy(root) };
});

afterAll(() => tell("F3 signals", counts));

describe.each(stops)("$title", ({ signals, afterMs }) => {
  test("ends the build within a second, in one line, and readers see nothing of it", async () => {
    for (let round = 0; round < cases(1, 8); round++) await stopped(signals, afterMs + (round === 0 ? 0 : random() * 300));
  });
});

test("SIGINT before the build has begun ends the process at once, without a stack", async () => {
  const root = copyOf(old.root);
  const { child, ended } = start(root, buildOf("new"));
  await setTimeout(60);
  child.kill("SIGINT");
  const { code, stderr, elapsedMs } = await ended;
  expect(code).toBe(130);
  expect(elapsedMs).toBeLessThan(1060);
  expect(stackLines(stderr)).toEqual([]);
  expect(await shownBy(root)).toEqual(old.shown);
});

test("SIGINT while a build waits for another one ends only the waiting one", async () => {
  const root = copyOf(old.root);
  write(root, slowModel);
  const first = start(root, buildOf("old"));
  await whenLocked(databaseOf(root));
  const second = start(root, [...buildOf("old"), "--wait"]);
  await setTimeout(1200);
  second.child.kill("SIGINT");
  const sent = performance.now();
  expect((await second.ended).code).toBe(130);
  expect(performance.now() - sent).toBeLessThan(1000);
  first.child.kill("SIGTERM");
  expect((await first.ended).code).toBe(143);
  expect(await shownBy(root)).toEqual(old.shown);
});

async function stopped(signals: readonly Signal[], afterMs: number): Promise<void> {
  const root = copyOf(old.root);
  write(root, { ...dataOf("new"), ...slowModel });
  const { child, ended } = start(root, buildOf("new"));
  await whenLocked(databaseOf(root));
  await setTimeout(afterMs);
  const sent = performance.now();
  for (const signal of signals) {
    child.kill(signal);
    await setTimeout(5);
  }
  const { code, stderr } = await ended;
  const elapsedMs = performance.now() - sent;
  counts.signals += signals.length;
  counts["slowest ms"] = Math.max(counts["slowest ms"], Math.round(elapsedMs));
  const expected = signals.map((signal): number => codes[signal]);
  counts["wrong code"] += Number(!expected.includes(code));
  expect(expected).toContain(code);
  expect(elapsedMs).toBeLessThan(1000);
  expect(stderr.split("\n").filter((line) => signals.some((signal) => line.includes(signal))), stderr).toHaveLength(1);
  expect(stackLines(stderr)).toEqual([]);
  expect(await shownBy(root)).toEqual(old.shown);
  await nextBuild(root);
}

/** The model that took so long is gone, and the build goes on from what was finished. */
async function nextBuild(root: string): Promise<void> {
  rmSync(`${root}/${Object.keys(slowModel)[0]!}`);
  const next: Ended = await rmodel(root, buildOf("new"));
  expect(`${next.code} ${next.stderr}`).toMatch(/^0 /);
  const left = await leftovers(root);
  counts.leftovers += left.length;
  expect(left).toEqual([]);
  rmSync(root, { recursive: true });
}
