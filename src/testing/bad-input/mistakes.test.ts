import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { databaseOf, rmodel, stackLines } from "../faults/process.ts";
import { mistakes, sound } from "./mistakes.ts";
import { projectOf } from "../project.ts";
import { tell } from "../faults/scale.ts";

vi.setConfig({ testTimeout: 60_000 });

const counts = { mistakes: mistakes.length, "refused before any SQL": 0 };

afterAll(() => tell("B2 project mistakes", counts));

test("the project without a mistake builds", async () => {
  const { code, said } = await rmodel(projectOf(sound), ["build"]);
  expect(code, said).toBe(0);
});

test.each(mistakes)("$name is refused at its place before anything is executed", async ({ files, problems, fix }) => {
  const root = projectOf({ ...sound, ...files });
  const { code, stderr } = await rmodel(root, ["build"]);
  const shown = Array.from(stderr.matchAll(/^(RM\d{4}) .*\n {2}(\S+:\d+:\d+)$/gm), ([, problem, place]) => `${problem} ${place}`);
  expect(shown, stderr).toEqual(problems);
  expect(code).toBe(2);
  if (fix !== undefined) expect(/^ {2}fix: .*$/m.exec(stderr)?.[0]).toContain(fix);
  expect(stackLines(stderr)).toEqual([]);
  expect(existsSync(databaseOf(root)), "nothing was executed").toBe(false);
  expect(existsSync(join(root, "warehouse.duckdb.lock"))).toBe(false);
  counts["refused before any SQL"]++;
});
