import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { buildOf, dataOf, profile, shop, write } from "./shop.ts";
import { cases, tell } from "./scale.ts";
import { published } from "./relations.ts";
import { rmodel, stackLines } from "./process.ts";
import { tryMount } from "./mount.ts";

vi.setConfig({ testTimeout: 900_000 });

const counts = { tried: 0, "rows lost": 0, "not usable with space again": 0 };
const mounted: string[] = [];

afterAll(() => {
  for (const folder of mounted) execFileSync("umount", ["-l", folder]);
  if (whyNot === undefined) tell("F8 disk full", counts);
});

/** A file system of a few megabytes needs the right to mount one. */
const whyNot = tryMount();
if (whyNot !== undefined) console.log(`F8 disk full: skipped, ${whyNot}`);

/** A table of random numbers, which no compression makes small: 8 bytes a row. */
const big = (rows: number) => ({
  "models/sales/big.ts": `
import { model, sql, t } from "rmodel";
export default model({ description: "Noise.", materialized: "table", query: sql\`select hash(n.range) % 9223372036854775807 as noise from range(${rows}) as n\`, columns: { noise: t.integer() } });
`,
});

/** Free space that the new build will miss, in kB. */
const sizes = cases(2, 10) === 2 ? [1000, 4000] : Array.from({ length: 10 }, (_, index) => (index + 1) * 600);

describe.skipIf(whyNot !== undefined).each(sizes)("with %i kB left for the database", (spare) => {
  test("a build that needs more exits 1, keeps the old rows, and works when there is space", async () => {
    counts.tried++;
    const root = shop("old", { "profiles.yaml": profile().replace("path: warehouse", "path: disk/warehouse").replace(/, publish: \S+/, "") });
    const disk = mount(join(root, "disk"), 60_000);
    const database = join(disk, "warehouse.duckdb");
    expect((await rmodel(root, buildOf("old"))).code).toBe(0);
    const before = await published(database);
    const used = Number(execFileSync("du", ["-sk", disk]).toString().split("\t")[0]);
    execFileSync("mount", ["-o", `remount,size=${used + spare}k`, disk]);

    write(root, { ...dataOf("new"), ...big(2_000_000) });
    const failed = await rmodel(root, buildOf("new"));
    expect(failed.code, failed.said).toBe(1);
    expect(failed.said).toMatch(/no space|not enough|could not write/i);
    expect(stackLines(failed.said)).toEqual([]);
    // Looked at elsewhere: even opening the file may need space for its log.
    const copy = join(root, "copy.duckdb");
    copyFileSync(database, copy);
    const after = await published(copy);
    counts["rows lost"] += Number(JSON.stringify(after) !== JSON.stringify(before));
    expect(after).toEqual(before);

    write(root, big(1000));
    execFileSync("mount", ["-o", `remount,size=60000k`, disk]);
    const next = await rmodel(root, buildOf("new"));
    counts["not usable with space again"] += Number(next.code !== 0);
    expect(`${next.code} ${next.stderr}`).toMatch(/^0 /);
    expect(await published(database)).not.toEqual(before);
  });
});

test.skipIf(whyNot !== undefined)("a full disk for target/ ends a build with exit 1 or is only told, and keeps what readers see", async () => {
  const root = shop("old");
  expect((await rmodel(root, buildOf("old"))).code).toBe(0);
  const database = join(root, "warehouse.duckdb");
  const before = await published(database);
  write(root, dataOf("new"));
  const disk = mount(join(root, "full"), 64);
  try {
    writeFileSync(join(disk, "filler"), Buffer.alloc(1_000_000));
  } catch {
    // It is full now.
  }
  const { code, said } = await rmodel(root, [...buildOf("new"), "--target-path", "full"]);
  expect([0, 1], said).toContain(code);
  expect(stackLines(said)).toEqual([]);
  if (code === 1) expect(await published(database)).toEqual(before);
  expect((await rmodel(root, buildOf("new"))).code).toBe(0);
});

function mount(folder: string, kilobytes: number): string {
  mkdirSync(folder, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", folder], { stdio: "pipe" });
  mounted.push(folder);
  return folder;
}
