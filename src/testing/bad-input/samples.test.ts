import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { projectOf } from "../project.ts";
import { rmodel } from "../faults/process.ts";
import { sound } from "./mistakes.ts";

vi.setConfig({ testTimeout: 60_000 });

const people = {
  ...sound,
  "models/sales/people.ts": `
import { model, sql, t } from "rmodel";
export default model({
  materialized: "table",
  query: sql\`select range as id, 'mail-' || range as mail, 'town-' || range as town from range(9)\`,
  columns: { id: t.integer().unique(), mail: t.text().pii().matches("@"), town: t.text().acceptedValues(["none"]) },
});
`,
};

/** All that a build said and wrote for people and programs, but for the database. */
async function toldBy(environment: Readonly<Record<string, string>>): Promise<string> {
  const root = projectOf(people);
  const { code, said } = await rmodel(root, ["build"], environment);
  expect(code, said).toBe(1);
  const files = readdirSync(join(root, "target"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return said + files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")).join("\n");
}

test("a failing test shows five rows, with personal columns masked", async () => {
  const told = await toldBy({});
  expect(new Set(told.match(/town-\d/g))).toHaveLength(5);
  expect(told).toContain("*****");
  expect(told).not.toMatch(/mail-\d/);
});

test.each(["true", "1"])("with CI=%s no row is shown or written", async (CI) => {
  const told = await toldBy({ CI });
  expect(told).toContain("9 failures");
  expect(told).not.toMatch(/town-\d|mail-\d/);
});

test("CI=false is no CI", async () => {
  expect(await toldBy({ CI: "false" })).toMatch(/town-\d/);
});
