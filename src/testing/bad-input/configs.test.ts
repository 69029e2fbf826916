import { existsSync } from "node:fs";
import { afterAll, expect, test, vi } from "vitest";
import { databaseOf, rmodel, stackLines } from "../faults/process.ts";
import { misconfigurations, secret, soundProfile } from "./configs.ts";
import { projectOf } from "../project.ts";
import { sound } from "./mistakes.ts";
import { tell } from "../faults/scale.ts";

vi.setConfig({ testTimeout: 60_000 });

const counts = { configurations: misconfigurations.length, "refused with exit 2": 0 };

afterAll(() => tell("B3 configuration", counts));

const files = {
  ...sound,
  "parameters.ts": 'import { parameters } from "rmodel";\nimport { z } from "zod";\nexport default parameters({ SCALE: z.coerce.number().default(1) });\n',
  "models/sales/scaled.ts": 'import { model, sql, t } from "rmodel";\nimport parameters from "../../parameters.ts";\nexport default model({ query: sql`select ${parameters.SCALE} as n`, columns: { n: t.double() } });\n',
};

test.each(misconfigurations)("$name is refused with exit 2, by name", async ({ profile = soundProfile, files: more, args = ["build"], environment, says }) => {
  const root = projectOf({ ...files, "profiles.yaml": profile, ...more });
  const { code, said } = await rmodel(root, args, environment);
  for (const part of says) expect(said).toContain(part);
  expect(code, said).toBe(2);
  expect(stackLines(said)).toEqual([]);
  expect(said).not.toContain(secret);
  expect(existsSync(databaseOf(root)), "nothing was executed").toBe(false);
  counts["refused with exit 2"]++;
});

test("a project without profiles.yaml is told where one is looked for", async () => {
  const { "profiles.yaml": _, ...rest } = sound;
  const root = projectOf(rest);
  const { code, stderr } = await rmodel(root, ["build"]);
  expect(code, stderr).toBe(2);
  expect(stderr).toContain("RM1050");
  expect(stderr).toContain(root);
});
