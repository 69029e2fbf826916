import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { databaseOf, rmodel, stackLines } from "../faults/process.ts";
import { projectOf } from "../project.ts";
import { reading } from "../faults/relations.ts";
import { sound } from "./mistakes.ts";
import { tell } from "../faults/scale.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const counts = { names: 0, "read back": 0, refused: 0 };

afterAll(() => tell("B4 names", counts));

/** Column names that SQL, CSV or JavaScript could stumble over. */
const columns = ["select", "order", "group", "User", "größe", "名前", "a\"b", "a'b", "a.b", "a b", " a ", "😀", "a-b", "1st", "$1", "a\\b", "a,b", "a;b", "a%b", "{{ a }}", "${a}", "constructor", "then", "toString", `c${"o".repeat(62)}`];

describe("columns", () => {
  let rows: readonly Readonly<Record<string, unknown>>[];
  let header: string;

  beforeAll(async () => {
    const declared = (type: string) => columns.map((name) => `${JSON.stringify(name)}: ${type}`).join(", ");
    const root = projectOf({
      ...sound,
      "models/sales/awkward.ts": `
import { model, sql, t } from "rmodel";
const names = ${JSON.stringify(columns)};
export default model({
  materialized: "external",
  files: ["awkward.csv"],
  grain: ["select"],
  query: sql\`select \${sql.join(names.map((name) => sql\`\${name} as \${sql.identifier(name)}\`))}\`,
  columns: { ${declared("t.text().notNull().unique().notEmpty().describe(\"It's a column.\")")} },
});
`,
      "models/sales/awkward_reader.ts": `
import { model, t } from "rmodel";
import awkward from "./awkward.ts";
const row = awkward.as("a\\"w");
export default model({ materialized: "table", from: row, columns: { ${columns.map((name) => `${JSON.stringify(name)}: t.text().is(row[${JSON.stringify(name)}])`).join(", ")} } });
`,
    });
    const { code, said } = await rmodel(root, ["build"]);
    expect(code, said).toBe(0);
    rows = await reading(databaseOf(root), (query) => query("select * from sales.awkward_reader"));
    header = readFileSync(join(root, "target/exports/sales/awkward.csv"), "utf8");
  });

  test.each(columns)("a column called %j is built, tested, described, read by another model and exported", (name) => {
    counts.names++;
    expect(rows[0]![name]).toBe(name);
    expect(header).toContain(name.includes('"') ? name.replaceAll('"', '""') : name);
    counts["read back"]++;
  });

  test.each([
    ["an empty name", [""], "RM1026"],
    ["a name of 64 bytes", ["c".repeat(64)], "RM1026"],
    ["a name of 63 characters and 64 bytes", [`${"c".repeat(62)}é`], "RM1026"],
    ["two names that differ in case", ["amount", "Amount"], "RM1026"],
    ["a NUL", ["a\0b"], "RM1026"],
  ])("%s is refused when the project is read", async (_, names, code) => {
    await refused({ "models/sales/bad.ts": `import { model, sql, t } from "rmodel";\nexport default model({ query: sql\`select \${sql.join(${JSON.stringify(names)}.map((name) => sql\`1 as \${sql.identifier(name)}\`))}\`, columns: { ${names.map((name) => `${JSON.stringify(name)}: t.integer()`).join(", ")} } });\n` }, code);
  });
});

const one = 'import { model, sql, t } from "rmodel";\nexport default model({ materialized: "table", query: sql`select 1 as n`, columns: { n: t.integer().notNull() } });\n';

describe("models and domains", () => {
  test.each([
    ["a reserved word", "sales", "select"],
    ["another reserved word", "sales", "order"],
    ["upper case", "sales", "Orders"],
    ["a leading underscore", "sales", "_orders"],
    ["a name of 63 bytes", "sales", "m".repeat(63)],
    ["a domain that is a reserved word", "select", "orders"],
    ["a domain in upper case", "Shop", "orders"],
    ["a domain of 56 bytes", "d".repeat(56), "orders"],
  ])("%s is built and read back", async (_, domain, name) => {
    counts.names++;
    const root = projectOf({ ...sound, [`models/${domain}/${name}.ts`]: one, [`models/${domain}/reader_of_it.ts`]: `import { model, t } from "rmodel";\nimport read from "./${name}.ts";\nconst row = read.as("row");\nexport default model({ from: row, columns: { n: t.integer().is(row.n) } });\n` });
    const { code, said } = await rmodel(root, ["build"]);
    expect(code, said).toBe(0);
    const rows = await reading(databaseOf(root), (query) => query(`select (select n from "${domain}"."${name}") as own, (select n from "${domain}".reader_of_it) as through`));
    expect(rows).toEqual([{ own: 1n, through: 1n }]);
    counts["read back"]++;
  });

  test.each([
    ["letters beyond ASCII", "models/sales/größe.ts", "RM1013"],
    ["an emoji", "models/sales/😀.ts", "RM1013"],
    ["a quote", 'models/sales/a"b.ts', "RM1013"],
    ["a dot", "models/sales/a.b.ts", "RM1013"],
    ["a space", "models/sales/a b.ts", "RM1013"],
    ["a device of Windows", "models/sales/con.ts", "RM1013"],
    ["a leading digit", "models/sales/1st.ts", "RM1013"],
    ["a name of 64 bytes", `models/sales/${"m".repeat(64)}.ts`, "RM1013"],
    ["a name that differs from another in case", "models/sales/GOOD.ts", "RM1014"],
    ["a domain with two underscores", "models/sales__store/orders.ts", "RM1013"],
    ["a domain whose store has 64 bytes", `models/${"d".repeat(57)}/orders.ts`, "RM1013"],
    ["a domain that differs from another in case", "models/SALES/orders.ts", "RM1014"],
    ["a domain that the engine needs", "models/main/orders.ts", "RM2021"],
    ["a domain that the engine's catalogue needs", "models/information_schema/orders.ts", "RM2021"],
  ])("%s is refused when the project is read", async (_, path, code) => {
    await refused({ [path]: one }, code);
  });
});

async function refused(files: Readonly<Record<string, string>>, expected: string): Promise<void> {
  counts.names++;
  const root = projectOf({ ...sound, ...files });
  const { code, stderr } = await rmodel(root, ["build"]);
  expect(stderr).toMatch(new RegExp(`^${expected} `, "m"));
  expect(code, stderr).toBe(2);
  expect(stackLines(stderr)).toEqual([]);
  if (expected !== "RM2021") expect(existsSync(databaseOf(root))).toBe(false);
  counts.refused++;
}
