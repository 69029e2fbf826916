import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../../generator/generate.ts";
import { walmart } from "../../generator/walmart.ts";
import { emptyFolder, start } from "../../src/testing/cli.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = emptyFolder();
await generate({ rows: 3_000, outDir: join(folder, "data"), domains: [walmart], format: "parquet" });
writeFileSync(join(folder, "profiles.yaml"), JSON.stringify({ retail: { target: "test", outputs: { test: { type: "duckdb", path: join(folder, "retail.duckdb") } } } }));

/** Runs a command on the retail project, over a database of this file alone. */
const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  start(root, [...args, "--profiles-dir", folder, "--target-path", join(folder, "target")], { DATA_RAW_DIR: join(folder, "data"), ...environment }).ended;
const build = (environment: Readonly<Record<string, string>> = {}) => run(["build", "-s", "+domain:walmart"], environment);
const forecast = "walmart.forecast_weekly_sales";
const show = (query: string) => run(["show", "--inline", query, "--output", "csv"]);

// One story: each test stands on those before it.

test("the first run passes its gate, and nobody can read its forecast, but what it is to be judged by", { timeout: 120_000 }, async () => {
  const built = await build();
  expect(built.err).toMatch(/waits for the approval of walmart\.forecast_weekly_sales/);
  expect(built).toMatchObject({ code: 0 });
  expect(await run(["show", "-s", "forecast_weekly_sales"])).toMatchObject({ code: 1, err: expect.stringMatching(/^RM4090 .*no run of "walmart\.forecast_weekly_sales" serves yet/) });
  expect(await show("select beats_baselines from {{walmart.model_comparison}} where is_chosen")).toMatchObject({ code: 0, out: expect.stringContaining("true") });
  expect(JSON.parse((await run(["model", "show", forecast, "--output", "json"])).out)).toMatchObject({
    stage: "PendingManualApproval", serves: false, parameters: { horizon: 13, validation: { blocks: 2, test: 13 } }, inputs: expect.any(Object), coefficients: expect.arrayContaining([expect.objectContaining({ model: "pooled_1e-7", term: "base" })]),
  });
});

test("what is not approved is not promoted", { timeout: 60_000 }, async () => {
  expect(await run(["model", "promote", forecast])).toMatchObject({ code: 1, err: expect.stringMatching(/^RM4090 .*waits for approval/) });
});

test("once approved, the next build publishes it with the report that reads it", { timeout: 120_000 }, async () => {
  expect(await run(["model", "approve", forecast])).toMatchObject({ code: 0 });
  expect(await run(["show", "-s", "forecast_weekly_sales"])).toMatchObject({ code: 1 });
  expect(await build()).toMatchObject({ code: 0, err: expect.stringMatching(/walmart\.forecast_weekly_sales .*taken over[^]*walmart\.rpt_store_outlook/) });
  const { out } = await show("select count(distinct date) as weeks, max(step) as steps, min(date) as first_week, count(distinct run_id) as runs from {{walmart.rpt_store_outlook}}");
  expect(out.trim().split("\n").at(-1)).toBe("13,13,2012-11-02,1");
});

test("a new run waits, and readers keep the one before", { timeout: 120_000 }, async () => {
  const served = async (): Promise<string> => (await show("select distinct run_id from {{walmart.forecast_weekly_sales}}")).out;
  const before = await served();
  expect(await build({ HOLIDAY_WEIGHT: "3" })).toMatchObject({ code: 0, err: expect.stringContaining("readers see the run before it") });
  expect(await served()).toBe(before);
});

test("WALMART_APPROVAL=automatic serves at once what passes its gate", { timeout: 120_000 }, async () => {
  expect(await build({ HOLIDAY_WEIGHT: "4", WALMART_APPROVAL: "automatic" })).toMatchObject({ code: 0, err: expect.not.stringContaining("waits for") });
});
