import { existsSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { databaseOf, rmodel, stackLines } from "../faults/process.ts";
import { duckdb } from "../faults/target.ts";
import { one, testNames } from "./name-cases.ts";
import { projectOf } from "../project.ts";
import { sound } from "./mistakes.ts";
import { tell } from "../faults/scale.ts";

testNames(duckdb, ["main", "information_schema"]);

const counts = { names: 0, refused: 0 };

afterAll(() => tell("B4 names, whatever the engine", counts));

describe("columns", () => {
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

describe("models and domains", () => {
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
  expect(existsSync(databaseOf(root))).toBe(false);
  counts.refused++;
}
