import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { buildOf, dataOf, shop, write } from "./shop.ts";
import { cases, tell } from "./scale.ts";
import { published } from "./relations.ts";
import { rmodel } from "./process.ts";

vi.setConfig({ testTimeout: 900_000 });

const counts = { builds: 0, reads: 0, errors: 0, mixed: 0 };

afterAll(() => tell("F7 readers of the published copy", counts));

test("who reads the published copy during builds never fails and never sees two builds at once", async () => {
  const root = shop("old");
  const copy = join(root, "published/warehouse.duckdb");
  expect((await rmodel(root, buildOf("old"))).code).toBe(0);
  const seen = new Map([[relationsKey(await published(copy)), 0]]);
  let building = true;
  const read = async (): Promise<readonly string[]> => {
    const keys: string[] = [];
    while (building) {
      counts.reads++;
      keys.push(await published(copy).then(relationsKey, (thrown: unknown) => `error ${thrown}`));
    }
    return keys;
  };
  const reader = read();
  for (let round = 1; round <= cases(10, 250); round++) {
    // The snapshot grows with every build, so each build shows something that no other does.
    write(root, dataOf(round % 2 === 1 ? "new" : "old"));
    const { code, stderr } = await rmodel(root, ["build", "--execution-time", new Date(Date.UTC(2024, 2, round)).toISOString()]);
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    counts.builds++;
    seen.set(relationsKey(await published(copy)), round);
  }
  building = false;
  const keys = await reader;
  counts.errors = keys.filter((key) => key.startsWith("error")).length;
  counts.mixed = keys.filter((key) => !key.startsWith("error") && !seen.has(key)).length;
  expect(keys.filter((key) => key.startsWith("error"))).toEqual([]);
  expect(counts.mixed).toBe(0);
  const rounds = keys.map((key) => seen.get(key)!);
  expect(rounds, "no reader goes back in time").toEqual([...rounds].sort((a, b) => a - b));
  expect(seen.size).toBe(counts.builds + 1);
});

const relationsKey = (relations: Readonly<Record<string, string>>): string => JSON.stringify(relations);
