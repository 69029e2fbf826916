import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { CachedProject, ProjectCache, Stamp } from "./cache.ts";
import { loadCached } from "./cache.ts";
import { projectOf } from "../testing/project.ts";

const files = {
  "parameters.ts": 'import { z } from "zod";\nimport { parameters } from "rmodel";\nexport const { DAYS } = parameters({ DAYS: z.coerce.number().default(14) });\n',
  "helpers/names.ts": 'export const note = "n";\n',
  "sources/shop/orders.ts": 'import { source, t } from "rmodel";\nexport default source({ file: "orders.csv", columns: { id: t.integer(), w: t.double() } });\n',
  "models/shop/a.ts": 'import { model, sql, t } from "rmodel";\nimport orders from "../../sources/shop/orders.ts";\nimport { DAYS } from "../../parameters.ts";\nimport { note } from "../../helpers/names.ts";\nconst o = orders.as("o");\nexport default model({ from: o, columns: { id: t.integer().is(o.id).range({ max: 9007199254740993n }), n: t.text().is(sql`${note}`), d: t.integer().is(sql`${DAYS}`) } });\n',
  "tests/shop/u.ts": 'import { rows, unitTest } from "rmodel";\nimport orders from "../../sources/shop/orders.ts";\nimport a from "../../models/shop/a.ts";\nexport const u = unitTest({ model: a, given: [rows(orders, { id: 9007199254740993n, w: -Infinity })], expect: [{ id: 1, n: undefined }] });\n',
};

const options = (root: string, vars = {}, environment = {}) => ({ root, vars, environment, startedAt: Date.now() });

/** A project, and its cache as it comes back from its file. */
async function cachedProject(): Promise<{ root: string; cache: ProjectCache; cached: CachedProject }> {
  const root = projectOf(files);
  const { loaded, stamp } = await loadCached(options(root), "1", { stamp: undefined, project: () => undefined });
  const cached = JSON.parse(JSON.stringify({ id: stamp.id, ...loaded })) as CachedProject;
  expect(cached.project).toEqual(loaded.project);
  return { root, cache: { stamp: JSON.parse(JSON.stringify(stamp)) as Stamp, project: () => cached }, cached };
}

test("an unchanged project comes from the cache, whole, and nothing new is to be kept", async () => {
  const { root, cache, cached } = await cachedProject();
  const again = await loadCached(options(root), "1", cache);
  expect([again.isNewStamp, again.isNewProject]).toEqual([false, false]);
  expect(again.loaded.project).toBe(cached.project);
});

test("a file that was only touched keeps the project and gives a new stamp", async () => {
  const { root, cache, cached } = await cachedProject();
  utimesSync(join(root, "models/shop/a.ts"), 1, 1);
  const { loaded, stamp, isNewStamp, isNewProject } = await loadCached(options(root), "1", cache);
  expect(loaded.project).toBe(cached.project);
  expect([isNewStamp, isNewProject]).toEqual([true, false]);
  expect(stamp.files.find(({ path }) => path === "models/shop/a.ts")!.mtimeMs).toBe(1000);
});

test.each([
  ["a changed definition", (root: string) => writeFileSync(join(root, "models/shop/a.ts"), files["models/shop/a.ts"].replace("`${DAYS}`", "`${DAYS} + 1`"))],
  ["a changed helper outside of the definition folders", (root: string) => writeFileSync(join(root, "helpers/names.ts"), 'export const note = "m";\n')],
  ["a new file", (root: string) => (mkdirSync(join(root, "seeds")), writeFileSync(join(root, "seeds/vat.ts"), 'import { seed, t } from "rmodel";\nexport default seed({ columns: { rate: t.double() } });\n'))],
  ["a file that is gone", (root: string) => rmSync(join(root, "tests/shop/u.ts"))],
])("%s loads the project again, under another id", async (_, change) => {
  const { root, cache, cached } = await cachedProject();
  change(root);
  const { loaded, stamp, isNewProject } = await loadCached(options(root), "1", cache);
  expect(isNewProject).toBe(true);
  expect(stamp.id).not.toBe(cached.id);
  expect(loaded.project).not.toEqual(cached.project);
  const fromNothing = await loadCached(options(root), "1", { stamp: undefined, project: () => undefined });
  expect(loaded.project).toEqual(fromNothing.loaded.project);
  expect(stamp).toEqual(fromNothing.stamp);
});

test("a changed file of the same size and time loads the project again", async () => {
  const root = projectOf(files);
  const save = (text: string) => {
    writeFileSync(join(root, "helpers/names.ts"), text);
    utimesSync(join(root, "helpers/names.ts"), 1, 1);
  };
  save(files["helpers/names.ts"]);
  const { loaded, stamp } = await loadCached(options(root), "1", { stamp: undefined, project: () => undefined });
  save(files["helpers/names.ts"].replace('"n"', '"m"'));
  const again = await loadCached(options(root), "1", { stamp, project: () => ({ id: stamp.id, ...loaded }) });
  expect(again.stamp.id).not.toBe(stamp.id);
});

test("a changed file outside of the project, which a model imports, loads the project again", async () => {
  const shared = projectOf({ "note.ts": 'export const note = "n";\n' });
  const root = projectOf({ ...files, "helpers/names.ts": `export { note } from "../../${basename(shared)}/note.ts";\n` });
  const { loaded, stamp } = await loadCached(options(root), "1", { stamp: undefined, project: () => undefined });
  writeFileSync(join(shared, "note.ts"), 'export const note = "another";\n');
  const again = await loadCached(options(root), "1", { stamp, project: () => ({ id: stamp.id, ...loaded }) });
  expect(again.stamp.id).not.toBe(stamp.id);
  expect(JSON.stringify(again.loaded.project)).toContain("another");
});

test.each([
  ["another value of a parameter in --vars", "1", { DAYS: 7 }, {}],
  ["another value of a parameter in the environment", "1", {}, { DAYS: "7" }],
  ["another version of rmodel", "2", {}, {}],
])("%s loads the project again, under another id", async (_, version, vars, environment) => {
  const { root, cache, cached } = await cachedProject();
  const { stamp, isNewProject } = await loadCached(options(root, vars, environment), version, cache);
  expect(isNewProject).toBe(true);
  expect(stamp.id).not.toBe(cached.id);
});

test("an environment variable that is no parameter changes nothing", async () => {
  const { root, cache } = await cachedProject();
  expect((await loadCached(options(root, {}, { OTHER: "1" }), "1", cache)).isNewStamp).toBe(false);
});

test("a project of which only the stamp is left is loaded again", async () => {
  const { root, cache } = await cachedProject();
  expect((await loadCached(options(root), "1", { ...cache, project: () => undefined })).isNewProject).toBe(true);
});

test.each([
  ["nothing but files", {}, true],
  ["the clock", { "models/shop/b.ts": 'import { fn, model, sql, t } from "rmodel";\nexport default model({ query: sql`select ${fn.executionTime()} as at`, columns: { at: t.timestamp() } });\n' }, false],
  ["a table that others fill", { "sources/shop/other.ts": 'import { source, t } from "rmodel";\nexport default source({ table: { schema: "raw", name: "x" }, columns: { id: t.integer() } });\n' }, false],
  ["a test of recency", { "sources/shop/orders.ts": 'import { source, t } from "rmodel";\nexport default source({ file: "orders.csv", columns: { id: t.integer(), w: t.double(), at: t.timestamp().recent({ days: 1 }) } });\n' }, false],
])("a project that depends on %s says whether it is timeless", async (_, more, timeless) => {
  const root = projectOf({ ...files, ...more });
  const { stamp } = await loadCached(options(root), "1", { stamp: undefined, project: () => undefined });
  expect(stamp.timeless).toBe(timeless);
  expect(stamp.data).toEqual(["orders.csv"]);
});

test("what is saved while the project is loaded is loaded again the next time", async () => {
  const { root, cache } = await cachedProject();
  const save = (text: string) => writeFileSync(join(root, "models/shop/a.ts"), files["models/shop/a.ts"].replace("`${DAYS}`", text));
  save("`${DAYS} + 1`");
  const loading = loadCached(options(root), "1", cache);
  save("`${DAYS} + 2`");
  const { loaded, stamp } = await loading;
  const next = await loadCached(options(root), "1", { stamp, project: () => ({ id: stamp.id, ...loaded }) });
  expect(next.isNewProject).toBe(true);
  expect(JSON.stringify(next.loaded.project)).toContain(" + 2");
});

test("a helper that is saved while the project that names it is loaded for the first time is not taken for what it was", async () => {
  const save = 'import { writeFileSync } from "node:fs";\n';
  const root = projectOf(files);
  const helper = join(root, "helpers/names.ts");
  // A model runs after all files were read, and before they are hashed.
  writeFileSync(join(root, "models/shop/z.ts"), `${save}import { model, sql, t } from "rmodel";\nwriteFileSync(${JSON.stringify(helper)}, 'export const note = "saved";\\n');\nexport default model({ query: sql\`select 1 as id\`, columns: { id: t.integer() } });\n`);
  const { loaded, stamp } = await loadCached(options(root), "1", { stamp: undefined, project: () => undefined });
  const next = await loadCached(options(root), "1", { stamp, project: () => ({ id: stamp.id, ...loaded }) });
  expect(JSON.stringify(next.loaded.project)).toContain('"saved"');
});
