import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Target } from "../faults/target.ts";
import { rmodel, stackLines } from "../faults/process.ts";
import { sound } from "./mistakes.ts";
import { tell } from "../faults/scale.ts";

/** Column names that SQL, CSV or JavaScript could stumble over. */
const columns = ["select", "order", "group", "User", "größe", "名前", "a\"b", "a'b", "a.b", "a b", " a ", "😀", "a-b", "1st", "$1", "a\\b", "a,b", "a;b", "a%b", "{{ a }}", "${a}", "constructor", "then", "toString", `c${"o".repeat(62)}`];

export const one = 'import { model, sql, t } from "rmodel";\nexport default model({ materialized: "table", query: sql`select 1 as n`, columns: { n: t.integer().notNull() } });\n';

const declared = (type: string): string => columns.map((name) => `${JSON.stringify(name)}: ${type}`).join(", ");

/** A project whose columns are called like that, and another model that reads them all. */
const awkward = {
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
};

/**
 * Tests that names which SQL could stumble over are built, tested, described, read and exported.
 *
 * @param reserved domains that the engine keeps for itself
 */
export function testNames(target: Target, reserved: readonly string[]): void {
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

  const counts = { names: 0, "read back": 0, refused: 0 };

  afterAll(() => tell(`B4 names in ${target.name}`, counts));

  describe("columns", () => {
    let rows: readonly Readonly<Record<string, string | null>>[];
    let header: string;

    beforeAll(async () => {
      const root = await target.project(awkward);
      const { code, said } = await rmodel(root, ["build"]);
      expect(code, said).toBe(0);
      rows = await target.rows(root, "select * from sales.awkward_reader");
      header = readFileSync(join(root, "target/exports/sales/awkward.csv"), "utf8");
    });

    test.each(columns)("a column called %j is built, tested, described, read by another model and exported", (name) => {
      counts.names++;
      expect(rows[0]![name]).toBe(name);
      expect(header).toContain(name.includes('"') ? name.replaceAll('"', '""') : name);
      counts["read back"]++;
    });
  });

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
    const root = await target.project({ ...sound, [`models/${domain}/${name}.ts`]: one, [`models/${domain}/reader_of_it.ts`]: `import { model, t } from "rmodel";\nimport read from "./${name}.ts";\nconst row = read.as("row");\nexport default model({ from: row, columns: { n: t.integer().is(row.n) } });\n` });
    const { code, said } = await rmodel(root, ["build"]);
    expect(code, said).toBe(0);
    expect(await target.rows(root, `select (select n from "${domain}"."${name}") as own, (select n from "${domain}".reader_of_it) as through`)).toEqual([{ own: "1", through: "1" }]);
    counts["read back"]++;
  });

  test.each(reserved)("the domain %s, which the engine needs for itself, is refused before anything is made", async (domain) => {
    counts.names++;
    const root = await target.project({ ...sound, [`models/${domain}/orders.ts`]: one });
    const { code, stderr } = await rmodel(root, ["build"]);
    expect(stderr).toMatch(/^RM2021 /m);
    expect(code, stderr).toBe(2);
    expect(stackLines(stderr)).toEqual([]);
    counts.refused++;
  });
}
