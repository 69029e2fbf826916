import { describe, expect, test } from "vitest";
import { join } from "node:path";
import { z } from "zod";
import { projectOf } from "../testing/project.ts";
import { readProfile } from "./profile.ts";

const text = `shop:
  target: dev
  outputs:
    dev: { type: duckdb, path: shop.duckdb }
    prod: { type: duckdb, path: "{{ env_var('SHOP_DB') }}", password: "{{ env_var('SHOP_PASSWORD') }}" }
    lake: { type: duckdbb, path: x }
    odd: { type: duckdb, pth: x }
empty: {}
`;

const schema = z.strictObject({ type: z.literal("duckdb"), path: z.string().optional(), password: z.string().optional() });

function read(options: { target?: string; profile?: string; environment?: Record<string, string>; yaml?: string } = {}) {
  const root = projectOf({ "profiles.yaml": options.yaml ?? text });
  const place = (thrown: { code: string; message: string; fix: string; origin?: { file: string; line: number } }) => Promise.reject({ ...thrown, code: thrown.code, message: thrown.message, fix: thrown.fix, line: thrown.origin?.line, file: thrown.origin?.file.replace(root, "") });
  return readProfile({ folders: [join(root, "nowhere"), root], profile: options.profile ?? "shop", target: options.target, environment: options.environment ?? {}, schemaOf: async (type) => (type === "duckdb" ? (schema as never) : undefined), types: ["duckdb", "postgres"] }).catch(place);
}

test("the profile's own target is read, from the first folder that has a file", async () => {
  expect(await read()).toMatchObject({ profile: "shop", target: "dev", type: "duckdb", settings: { type: "duckdb", path: "shop.duckdb" }, secrets: [] });
});

test("only the chosen output needs its variables, and what is secret is known as such", async () => {
  const environment = { SHOP_DB: "p.duckdb", SHOP_PASSWORD: "a{{b", RMODEL_ENV_SECRET_TOKEN: "t0ken" };
  expect(await read({ target: "prod", environment })).toMatchObject({ settings: { path: "p.duckdb", password: "a{{b" }, secrets: ["t0ken", "a{{b"] });
});

describe("refused at its line:", () => {
  test.each([
    ["a profile that is not there", { profile: "shpo" }, { code: "RM1053", line: 1, message: 'there is no profile "shpo"', fix: "did you mean shop?" }],
    ["a target that is not there", { target: "prd" }, { code: "RM1053", line: 5, message: 'there is no target "prd"', fix: "did you mean prod?" }],
    ["an engine that is not there", { target: "lake" }, { code: "RM1051", message: 'target "lake" has the type "duckdbb", which is no engine of rmodel', fix: "write duckdb" }],
    ["a setting that is not there", { target: "odd" }, { code: "RM1051", line: 7, message: "shop.outputs.odd.pth is no setting of duckdb", fix: "write path" }],
    ["a variable without value", { target: "prod" }, { code: "RM1052", line: 5, message: "the environment variable SHOP_DB is not set" }],
    ["a profile without outputs", { profile: "empty" }, { code: "RM1051", line: 8, message: 'profile "empty" has no outputs' }],
    ["a variable without quotes", { yaml: "shop:\n  target: {{ env_var('X') }}\n" }, { code: "RM1051", line: 2, message: "a value that begins with {{ stands in quotes" }],
    ["what is no YAML", { yaml: "shop:\n  target: [\n" }, { code: "RM1051", line: 3, fix: undefined }],
    ["a target without a name like it", { target: "warehouse" }, { code: "RM1053", fix: expect.stringMatching(/^there are: /), line: 3 }],
    ["a file without profiles", { yaml: "- a\n" }, { code: "RM1051", line: 1, message: "profiles.yaml holds no profile" }],
  ])("%s", async (_, options, expected) => {
    await expect(read(options)).rejects.toMatchObject({ file: "/profiles.yaml", ...expected });
  });

  test("no file at all", async () => {
    await expect(readProfile({ folders: ["/nowhere"], profile: "shop", environment: {}, schemaOf: async () => undefined, types: [] })).rejects.toMatchObject({ code: "RM1050" });
  });
});
