import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { afterEach, expect, test } from "vitest";
import type { Files } from "../../testing/project.ts";
import { Warehouse, outcomes } from "../../testing/warehouse.ts";

const outside = join(tmpdir(), `rmodel-outside-${process.pid}`);
afterEach(() => rmSync(outside, { recursive: true, force: true }));

const project: Files = {
  "seeds/shop/orders.ts": 'import { seed, t } from "rmodel";\nexport default seed({ columns: { id: t.integer(), code: t.text(), facts: t.json(), marks: t.list(t.integer()) } });\n',
  "seeds/shop/orders.csv": 'id,code,facts,marks\n1,007,"{""a"": 1.50}","[1,2]"\n2,,,\n',
  "sources/shop/lines.ts": 'import { source, t } from "rmodel";\nexport default source({ file: "data/*.csv", onBadRow: "reject", columns: { id: t.integer(), amount: t.decimal(18, 2), at: t.timestamp() } });\n',
  "data/1.csv": "id,amount,at\n1,1234567890123456.78,2024-01-31 12:00:00.000001\n",
  "data/2.csv": "id,amount,at\nx,1.00,2024-01-31\n",
  "models/shop/fct.ts": `import { model, sql, t } from "rmodel";
import orders from "../../seeds/shop/orders.ts";
import lines from "../../sources/shop/lines.ts";
const o = orders.as("o");
const l = lines.as("l");
export default model({ materialized: "external", files: ["fct.csv"], grain: ["id"], from: sql\`\${o} left join \${l} on \${l.id} = \${o.id}\`, columns: { id: t.integer().is(o.id), amount: t.decimal(18, 2).is(l.amount), at: t.timestamp().is(l.at) } });
`,
};

const attack = (options: string): Files => ({ "models/shop/attack.ts": `import { model, sql, t } from "rmodel";\nexport default model({ materialized: "table", columns: { a: t.text() }, ${options} });\n` });

test("an isolated engine gets the files of the project handed over, and exports leave it", async () => {
  const warehouse = await Warehouse.open({ isolated: true });
  const exportFolder = join(outside, "exports");
  expect(outcomes(await warehouse.build(project, {}, { exportFolder }))).toEqual(["pass shop.unique_combination_fct", "success shop.fct", "success shop.lines", "success shop.orders"]);
  expect(await warehouse.query("select * from shop.orders order by id")).toEqual([{ id: 1n, code: "007", facts: '{"a": 1.50}', marks: [1n, 2n] }, { id: 2n, code: null, facts: null, marks: null }]);
  expect(await warehouse.query("select line, column_name from shop.lines__rejects")).toEqual([{ line: 2n, column_name: "id" }]);
  expect(readFileSync(join(exportFolder, "shop/fct.csv"), "utf8")).toBe("id,amount,at\n1,1234567890123456.78,2024-01-31 12:00:00.000001\n2,,\n");
});

test.each([
  ["reads a file of the machine", "query: sql`select content as a from read_text('/etc/passwd')`", "/etc/passwd"],
  ["reads a file beside those of the project", `query: sql\`select * from read_csv('${outside}')\``, outside],
  ["reads a file before it is built", "query: sql`select 'x' as a`, pre: [sql`create temp table stolen as select * from read_text('/etc/passwd')`]", "/etc/passwd"],
  ["looks for files", "query: sql`select file as a from glob('/etc/*')`", "/etc/*"],
  ["writes a file", `query: sql\`select 'x' as a\`, pre: [sql\`copy (select 1) to '${outside}/stolen.csv'\`]`, "stolen.csv"],
  ["makes a database", `query: sql\`select 'x' as a\`, post: [sql\`attach '${outside}/stolen.duckdb' as stolen\`]`, "stolen.duckdb"],
  ["opens another folder", "query: sql`select 'x' as a`, pre: [sql`set allowed_directories = ['/']`]", "locked"],
])("a model that %s is refused", async (_, options, named) => {
  const warehouse = await Warehouse.open({ isolated: true });
  const attempt = warehouse.build({ ...project, ...attack(options) }).then(({ results }) => results.find(({ id }) => id === "shop.attack")!, (thrown: Error) => ({ status: "error", message: thrown.message }));
  expect(await attempt).toMatchObject({ status: "error", message: expect.stringContaining(named) });
  expect(existsSync(outside)).toBe(false);
});

test("nothing is left of what was handed over", async () => {
  const folders = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("rmodel-isolated-"));
  const before = new Set(folders());
  const warehouse = await Warehouse.open({ isolated: true });
  await warehouse.build(project, {}, { exportFolder: join(outside, "exports") });
  const made = folders().filter((name) => !before.has(name));
  expect(made.flatMap((name) => readdirSync(join(tmpdir(), name)))).toEqual([]);
  await warehouse.driver.close();
  expect(made.filter((name) => existsSync(join(tmpdir(), name)))).toEqual([]);
});
