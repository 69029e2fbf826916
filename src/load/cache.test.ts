import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CachedProject } from "./cache.ts";
import { loadCached } from "./cache.ts";
import { projectOf } from "../testing/project.ts";

const files = {
  "parameters.ts": 'import { z } from "zod";\nimport { parameters } from "rmodel";\nexport const { DAYS } = parameters({ DAYS: z.coerce.number().default(14) });\n',
  "helpers/names.ts": 'export const note = "n";\n',
  "sources/shop/orders.ts": 'import { source, t } from "rmodel";\nexport default source({ file: "orders.csv", columns: { id: t.integer(), w: t.double() } });\n',
  "models/shop/a.ts": 'import { model, sql, t } from "rmodel";\nimport orders from "../../sources/shop/orders.ts";\nimport { DAYS } from "../../parameters.ts";\nimport { note } from "../../helpers/names.ts";\nconst o = orders.as("o");\nexport default model({ from: o, columns: { id: t.integer().is(o.id).range({ max: 9007199254740993n }), n: t.text().is(sql`${note}`), d: t.integer().is(sql`${DAYS}`) } });\n',
  "tests/shop/u.ts": 'import { rows, unitTest } from "rmodel";\nimport orders from "../../sources/shop/orders.ts";\nimport a from "../../models/shop/a.ts";\nexport const u = unitTest({ model: a, given: [rows(orders, { id: 9007199254740993n, w: -Infinity })], expect: [{ id: 1, n: undefined }] });\n',
};

const options = (root: string, vars = {}, environment = {}) => ({ root, vars, environment });

/** A project, and its cache as it comes back from its file. */
async function cachedProject(): Promise<{ root: string; cached: CachedProject }> {
  const root = projectOf(files);
  const { project, entry } = await loadCached(options(root), "1", undefined);
  const cached = JSON.parse(JSON.stringify(entry)) as CachedProject;
  expect(cached.project).toEqual(project);
  return { root, cached };
}

test("an unchanged project comes from the cache, whole, and needs no new entry", async () => {
  const { root, cached } = await cachedProject();
  const again = await loadCached(options(root), "1", cached);
  expect(again.entry).toBeUndefined();
  expect(again.project).toBe(cached.project);
});

test("a file that was only touched keeps the project and gives a new entry", async () => {
  const { root, cached } = await cachedProject();
  utimesSync(join(root, "models/shop/a.ts"), 1, 1);
  const { project, entry } = await loadCached(options(root), "1", cached);
  expect(project).toBe(cached.project);
  expect(entry!.files.find(({ path }) => path === "models/shop/a.ts")!.mtimeMs).toBe(1000);
});

test.each([
  ["a changed definition", (root: string) => writeFileSync(join(root, "models/shop/a.ts"), files["models/shop/a.ts"].replace("`${DAYS}`", "`${DAYS} + 1`"))],
  ["a changed helper outside of the definition folders", (root: string) => writeFileSync(join(root, "helpers/names.ts"), 'export const note = "m";\n')],
  ["a new file", (root: string) => (mkdirSync(join(root, "seeds")), writeFileSync(join(root, "seeds/vat.ts"), 'import { seed, t } from "rmodel";\nexport default seed({ columns: { rate: t.double() } });\n'))],
  ["a file that is gone", (root: string) => rmSync(join(root, "tests/shop/u.ts"))],
])("%s loads the project again", async (_, change) => {
  const { root, cached } = await cachedProject();
  change(root);
  const { project, entry } = await loadCached(options(root), "1", cached);
  expect(entry).toBeDefined();
  expect(project).not.toEqual(cached.project);
});

test.each([
  ["another value of a parameter in --vars", "1", { DAYS: 7 }, {}],
  ["another value of a parameter in the environment", "1", {}, { DAYS: "7" }],
  ["another version of rmodel", "2", {}, {}],
])("%s loads the project again", async (_, version, vars, environment) => {
  const { root, cached } = await cachedProject();
  const { entry } = await loadCached(options(root, vars, environment), version, cached);
  expect(entry).toBeDefined();
});

test("an environment variable that is no parameter changes nothing", async () => {
  const { root, cached } = await cachedProject();
  expect((await loadCached(options(root, {}, { OTHER: "1" }), "1", cached)).entry).toBeUndefined();
});
