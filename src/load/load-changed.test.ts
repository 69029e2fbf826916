import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Files } from "../testing/project.ts";
import type { Loaded } from "./load-project.ts";
import { loadChanged } from "./load-changed.ts";
import { loadProject } from "./load-project.ts";
import { projectOf } from "../testing/project.ts";

const model = (imports: string, sqlText: string, more = "") => `import { model, sql, t } from "rmodel";\n${imports}\nexport default model({ ${more}query: sql\`${sqlText}\`, columns: { id: t.integer().notNull() } });\n`;

const files: Files = {
  "parameters.ts": 'import { z } from "zod";\nimport { parameters } from "rmodel";\nexport const { DAYS } = parameters({ DAYS: z.coerce.number().default(14) });\n',
  "helpers/names.ts": 'import { sql } from "rmodel";\nexport const note = sql`1`;\n',
  "macros/twice.hbs": "---\nargs:\n  value: {}\n---\n2 * {{value}}\n",
  "sources/shop/orders.ts": 'import { source, t } from "rmodel";\nexport default source({ file: "orders.csv", columns: { id: t.integer() } });\n',
  "models/shop/a.ts": model('import orders from "../../sources/shop/orders.ts";\nimport { note } from "../../helpers/names.ts";\nimport { DAYS } from "../../parameters.ts";', "select id + ${DAYS} + ${note} as id from ${orders}"),
  "models/shop/b.ts": model('import a from "./a.ts";\nimport twice from "../../macros/twice.hbs";', "select ${twice({ value: 1 })} as id from ${a}"),
  "models/shop/c.ts": model("", "select 3 as id"),
  "models/shop/off.ts": model("", "select 4 as id", "enabled: false, "),
  "tests/shop/checks.ts": 'import { dataTest, sql } from "rmodel";\nimport c from "../../models/shop/c.ts";\nexport const c_is_3 = dataTest({ failures: sql`select * from ${c} where id <> 3` });\n',
};

const options = (root: string) => ({ root, vars: {}, environment: {} });

/** A loaded project as it comes back from its file, and what becomes of it when some files are written. */
async function afterChange(changed: Files): Promise<{ root: string; before: Loaded; after: Loaded | undefined }> {
  const root = projectOf(files);
  const before = JSON.parse(JSON.stringify(await loadProject(options(root)))) as Loaded;
  for (const [path, text] of Object.entries(changed)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, before, after: await loadChanged(options(root), before, Object.keys(changed)) };
}

test.each<[string, Files, readonly string[]]>([
  ["a model: itself and what imports it", { "models/shop/a.ts": files["models/shop/a.ts"]!.replace("id +", "id -") }, ["shop.a", "shop.b"]],
  ["a model that nothing reads", { "models/shop/b.ts": `\n${files["models/shop/b.ts"]!}` }, ["shop.b"]],
  ["a helper", { "helpers/names.ts": files["helpers/names.ts"]!.replace("1", "2") }, ["shop.a", "shop.b"]],
  ["a source", { "sources/shop/orders.ts": files["sources/shop/orders.ts"]!.replace("integer", "text") }, ["shop.a", "shop.b", "shop.orders"]],
  ["a template", { "macros/twice.hbs": files["macros/twice.hbs"]!.replace("2 *", "20 *") }, ["shop.b"]],
  ["a model that now reads another", { "models/shop/b.ts": model('import c from "./c.ts";', "select id from ${c}") }, ["shop.b"]],
  ["two models at once", { "models/shop/b.ts": model("", "select 1 as id"), "models/shop/c.ts": model("", "select 5 as id") }, ["shop.b", "shop.c", "shop.c_is_3"]],
  ["a file of data tests that has one more", { "tests/shop/checks.ts": `${files["tests/shop/checks.ts"]!}export const more = dataTest({ failures: sql\`select 1 where false\` });\n` }, ["shop.c_is_3", "shop.more"]],
  ["a model that is switched off", { "models/shop/b.ts": model("", "select 1 as id", "enabled: false, ") }, []],
  ["a model that is switched on", { "models/shop/off.ts": model("", "select 4 as id") }, ["shop.off"]],
])("%s is read again, and the project is as if it were loaded from nothing", async (_, changed, read) => {
  const { root, before, after } = await afterChange(changed);
  expect(after!.project).toEqual((await loadProject(options(root))).project);
  expect(after!.project.nodes.filter((node) => !before.project.nodes.includes(node)).map(({ id }) => id)).toEqual(read);
});

test("the next change starts from the imports that hold by then", async () => {
  const { root, after } = await afterChange({ "models/shop/b.ts": model('import { other } from "../../helpers/other.ts";\nimport c from "./c.ts";', "select ${other} as id from ${c}"), "helpers/other.ts": 'import { sql } from "rmodel";\nexport const other = sql`1`;\n' });
  expect(after!.imports).toEqual((await loadProject(options(root))).imports);
  writeFileSync(join(root, "helpers/other.ts"), 'import { sql } from "rmodel";\nexport const other = sql`7`;\n');
  const again = await loadChanged(options(root), after!, ["helpers/other.ts"]);
  expect(again!.project).toEqual((await loadProject(options(root))).project);
});

test.each<[string, Files]>([
  ["the config", { "rmodel.config.ts": 'import { config } from "rmodel";\nexport default config({ name: "shop", retain: 5 });\n' }],
  ["a parameter", { "parameters.ts": files["parameters.ts"]!.replace("14", "15") }],
  ["a model that declares a parameter", { "models/shop/c.ts": `import { z } from "zod";\nimport { parameters } from "rmodel";\nconst { MORE } = parameters({ MORE: z.coerce.number().default(1) });\n${model("", "select ${MORE} as id")}` }],
  ["a model with a mistake", { "models/shop/c.ts": "export default model({" }],
  ["an export that others import and that is gone", { "helpers/names.ts": "export const other = 1;\n" }],
  ["a name that another has", { "tests/shop/checks.ts": files["tests/shop/checks.ts"]!.replace("c_is_3", "a") }],
  ["a name that another has which is switched off", { "tests/shop/checks.ts": files["tests/shop/checks.ts"]!.replace("c_is_3", "off") }],
  ["a circle of imports", { "models/shop/a.ts": `import b from "./b.ts";\n${files["models/shop/a.ts"]!.replace("${note}", "${b.as(\"b\").id}")}` }],
])("%s makes the whole project be loaded", async (_, changed) => {
  expect((await afterChange(changed)).after).toBeUndefined();
});
