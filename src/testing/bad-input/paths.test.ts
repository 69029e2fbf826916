import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { databaseOf, rmodel, stackLines } from "../faults/process.ts";
import { projectOf } from "../project.ts";
import { sound } from "./mistakes.ts";
import { tell } from "../faults/scale.ts";

vi.setConfig({ testTimeout: 60_000 });

const counts = { paths: 0, "written outside": 0 };

afterAll(() => tell("S4 paths", counts));

const external = (file: string): string => `import { model, sql, t } from "rmodel";
export default model({ materialized: "external", files: [${JSON.stringify(file)}], query: sql\`select 1 as n\`, columns: { n: t.integer() } });
`;

const seed = (file: string): string => `import { seed, t } from "rmodel";
export default seed({ file: ${JSON.stringify(file)}, columns: { n: t.text() } });
`;

const config = (folder: string): string => `import { config } from "rmodel";
export default config({ name: "shop", exportFolder: ${JSON.stringify(folder)} });
`;

test.each([
  ["an export above its folder", { "models/sales/out.ts": external("../out.csv") }, "RM1023"],
  ["an export far above its folder", { "models/sales/out.ts": external("a/../../../../out.csv") }, "RM1023"],
  ["an export with an absolute path", { "models/sales/out.ts": external("/tmp/rmodel-out.csv") }, "RM1023"],
  ["an export above its folder as Windows writes it", { "models/sales/out.ts": external("..\\out.csv") }, "RM1023"],
  ["an export on another drive", { "models/sales/out.ts": external("C:\\out.csv") }, "RM1023"],
  ["an export with a NUL", { "models/sales/out.ts": external("a\0b.csv") }, "RM1023"],
  ["an export of 300 bytes", { "models/sales/out.ts": external(`${"a".repeat(300)}.csv`) }, "RM1023"],
  ["a seed file above the project", { "seeds/sales/out.ts": seed("../../../out.csv") }, "RM1023"],
  ["a seed file with an absolute path", { "seeds/sales/out.ts": seed("/etc/hostname") }, "RM1023"],
  ["a seed file with a NUL", { "seeds/sales/out.ts": seed("a\0b.csv") }, "RM1023"],
  ["an export folder above the project", { "rmodel.config.ts": config("../out") }, "RM1023"],
  ["an absolute export folder", { "rmodel.config.ts": config("/tmp/rmodel-out") }, "RM1023"],
])("%s is refused before anything is written", async (_, files: Readonly<Record<string, string>>, code) => {
  const root = projectOf({ ...sound, ...files });
  counts.paths++;
  const ended = await rmodel(root, ["build"]);
  expect(ended.stderr).toMatch(new RegExp(`^${code} `, "m"));
  expect(ended.code).toBe(2);
  expect(stackLines(ended.said)).toEqual([]);
  expect(existsSync(databaseOf(root))).toBe(false);
  for (const path of [join(root, "..", "out.csv"), join(root, "..", "out"), "/tmp/rmodel-out.csv", "/tmp/rmodel-out"]) {
    counts["written outside"] += Number(existsSync(path));
    expect(existsSync(path), path).toBe(false);
  }
});

test("an export is not written through a link that leads out of the project", async () => {
  const outside = projectOf({});
  const before = readdirSync(outside);
  const root = projectOf({ ...sound, "models/sales/out.ts": external("out.csv") });
  mkdirSync(join(root, "target/exports"), { recursive: true });
  symlinkSync(outside, join(root, "target/exports/sales"));
  counts.paths++;
  const { code, said } = await rmodel(root, ["build"]);
  counts["written outside"] += readdirSync(outside).length - before.length;
  expect(readdirSync(outside), said).toEqual(before);
  expect(code).not.toBe(0);
});

test("a build writes only the database, its folder of exports and target/", async () => {
  const root = projectOf({ ...sound, "models/sales/out.ts": external("sub/out.csv") });
  writeFileSync(join(root, "own.txt"), "mine");
  const before = readdirSync(root);
  expect((await rmodel(root, ["build"])).code).toBe(0);
  expect(readdirSync(root).filter((name) => !before.includes(name)).filter((name) => name !== "logs").sort()).toEqual(["target", "warehouse.duckdb"]);
  expect(existsSync(join(root, "target/exports/sales/sub/out.csv"))).toBe(true);
});
