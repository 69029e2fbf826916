import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Effects } from "../../run/effects.ts";
import { diskEffects } from "../../run/disk.ts";
import { loadLayOut } from "./lay-out.ts";
import { writeCompiled } from "./compiled-files.ts";

const one = { path: "compiled/models/shop/one.sql", sql: "select 1 as a, 2 as b" };
const two = { path: "compiled/models/shop/two.sql", sql: "select 2" };

let target: string;
let written: string[];
let effects: Effects;

beforeEach(() => {
  target = mkdtempSync(join(tmpdir(), "rmodel-"));
  written = [];
  const disk = diskEffects(() => "", () => 0, "test");
  effects = { ...disk, writeFile: (path, text) => (written.push(path.slice(target.length + 1)), disk.writeFile(path, text)) };
});
afterEach(() => rmSync(target, { recursive: true }));

const textOf = (path: string): string => readFileSync(join(target, path), "utf8");

test("only what changed is written, and what is gone is taken away", async () => {
  const first = await writeCompiled([one, two], {}, target, effects);
  const second = await writeCompiled([{ ...one, sql: "select 3" }], first, target, effects);
  expect(written).toEqual([one.path, two.path, one.path]);
  expect(textOf(one.path)).toBe("select 3\n");
  expect(() => textOf(two.path)).toThrow();
  expect(Object.keys(second)).toEqual([one.path]);
});

test("a file that was laid out stays so until its statement changes", async () => {
  const layOut = await loadLayOut({ name: "duckdb" });
  const laidOut = await writeCompiled([one], await writeCompiled([one, two], {}, target, effects), target, effects, { layOut, keepOthers: true });
  expect(textOf(one.path)).toBe("select\n  1 as a,\n  2 as b\n");
  const after = await writeCompiled([one, two], laidOut, target, effects);
  expect(textOf(one.path)).toContain("\n  1 as a");
  await writeCompiled([{ ...one, sql: "select 4" }], after, target, effects);
  expect(textOf(one.path)).toBe("select 4\n");
});

test("an index without its folder is not believed", async () => {
  const index = await writeCompiled([one], {}, target, effects);
  rmSync(join(target, "compiled"), { recursive: true });
  await writeCompiled([one], index, target, effects);
  expect(textOf(one.path)).toBe(`${one.sql}\n`);
});

test("a statement that the formatter does not know stays as it is", async () => {
  expect((await loadLayOut({ name: "duckdb" }))("select ((( from '")).toBe("select ((( from '");
});
