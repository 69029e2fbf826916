import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { projectOf } from "../project.ts";
import { rmodel, start, whenLocked, databaseOf } from "../faults/process.ts";
import { slowModel } from "../faults/slow.ts";
import { sound } from "./mistakes.ts";
import { tell } from "../faults/scale.ts";

vi.setConfig({ testTimeout: 120_000 });

const canary = "canary-9b2d41";
const counts = { builds: 0, files: 0, bytes: 0, hits: 0 };

afterAll(() => tell("S1 secrets", counts));

const levels = ["debug", "info", "warn", "error", "none"].flatMap((level) => [["--log-level", level], ["--log-level", level, "--log-format", "json"]]).concat([["--debug"]]);

/** A token that comes from the environment and reaches a model: what fails shows its query and the engine's message. */
const withToken = {
  ...sound,
  "parameters.ts": 'import { parameters } from "rmodel";\nimport { z } from "zod";\nexport default parameters({ RMODEL_ENV_SECRET_TOKEN: z.string() });\n',
  "models/sales/fails.ts": `
import { model, sql, t } from "rmodel";
import parameters from "../../parameters.ts";
export default model({ materialized: "table", query: sql\`select cast(\${parameters.RMODEL_ENV_SECRET_TOKEN} || range as bigint) as n from range(3)\`, columns: { n: t.integer() } });
`,
  "models/sales/shows.ts": `
import { model, sql, t } from "rmodel";
import parameters from "../../parameters.ts";
export default model({ materialized: "table", query: sql\`select \${parameters.RMODEL_ENV_SECRET_TOKEN} as token\`, columns: { token: t.text().acceptedValues(["other"]) } });
`,
};

describe.each(levels.map((flags) => [flags.join(" "), flags] as const))("with %s", (_, flags) => {
  test("a failing build writes a secret of the environment nowhere", async () => {
    const root = projectOf(withToken);
    const { code, said } = await rmodel(root, ["build", ...flags], { RMODEL_ENV_SECRET_TOKEN: canary });
    expect(code, said).toBe(1);
    expectNoCanary(root, said);
  });
});

const s3 = (fields: string): string => `shop: { target: dev, outputs: { dev: { type: duckdb, path: warehouse.duckdb, secrets: [{ ${fields} }] } } }\n`;

test.each([
  ["a secret of the profile that the engine cannot use", s3("type: nonsense, key_id: me, secret: \"{{ env_var('S3_SECRET') }}\"")],
  ["a secret of the profile with an unknown field", s3("type: http, bearer_token: \"{{ env_var('S3_SECRET') }}\", nonsense: me")],
  ["a secret of the profile that breaks its statement", s3("type: http, bearer_token: \"{{ env_var('S3_SECRET') }}'\", x: \"a\"")],
  ["a secret that stands in the profile itself", s3(`type: http, bearer_token: ${canary}`)],
])("%s is not shown", async (_, profile) => {
  const root = projectOf({ ...sound, "profiles.yaml": profile, "models/sales/fails.ts": withToken["models/sales/fails.ts"].replace(/import parameters.*\n/, "").replace("${parameters.RMODEL_ENV_SECRET_TOKEN}", "'x'") });
  const { code, said } = await rmodel(root, ["build", "--debug"], { S3_SECRET: canary });
  expect([1, 2], said).toContain(code);
  expectNoCanary(root, said);
});

test("the title of the process has no secret", async () => {
  const root = projectOf({ ...withToken, ...slowModel });
  const { child, ended } = start(root, ["build"], { RMODEL_ENV_SECRET_TOKEN: canary });
  await whenLocked(databaseOf(root));
  const title = readFileSync(`/proc/${child.pid}/cmdline`, "utf8");
  const lock = readFileSync(`${databaseOf(root)}.lock`, "utf8");
  child.kill("SIGINT");
  await ended;
  expect(title + lock).not.toContain(canary);
});

test("files that may hold data are for their owner only", async () => {
  const root = projectOf(sound);
  expect((await rmodel(root, ["build"])).code).toBe(0);
  const open = filesBelow(join(root, "target")).filter((path) => /run_results\.json$|junit\.xml$|[/\\]\.cache[/\\]/.test(path) && (statSync(path).mode & 0o077) !== 0);
  expect(open.map((path) => path.slice(root.length))).toEqual([]);
});

function expectNoCanary(root: string, said: string): void {
  counts.builds++;
  const places = [["the terminal", said], ...filesBelow(join(root, "target"), join(root, "logs")).map((path) => [path.slice(root.length), readFileSync(path, "latin1")])] as const;
  counts.files += places.length;
  counts.bytes += places.reduce((sum, [, text]) => sum + text.length, 0);
  const hits = places.filter(([, text]) => text.includes(canary)).map(([place]) => place);
  counts.hits += hits.length;
  expect(hits).toEqual([]);
}

const filesBelow = (...folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) => {
    try {
      return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    } catch {
      return [];
    }
  });
