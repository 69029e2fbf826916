import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { edit, rmodel, starterProject } from "../testing/cli.ts";
import { salesFiles } from "../testing/sales-files.ts";
import { testDatabase } from "../testing/postgres.ts";

function projectWith(options: string): string {
  const folder = starterProject();
  for (const [path, text] of Object.entries(salesFiles(options))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test("a gate that is not passed ends with exit code 1, says by how much and publishes nothing", async () => {
  const folder = projectWith('models: [], baselines: ["naive", "seasonal_naive"], mustBeat: { on: ["rmse"] }');
  const { code, out, err } = await rmodel(folder, "build");
  expect(code).toBe(1);
  expect(out + err).toMatch(/RM5001 {2}test shop\.beats_every_baseline_sales_ahead__scores failed: chosen rmse [\d.]+ does not beat seasonal_naive [\d.]+\n {2}models\/shop\/sales_ahead\.ts:10:\d+\n/);
  expect(out + err).toMatch(/skip +table +shop\.sales_ahead +because of a failing test \(shop\.beats_every_baseline_sales_ahead__scores\)/);
  expect(out + err).toContain("nothing was published");
  expect(await rmodel(folder, "show", "-s", "sales_ahead")).toMatchObject({ code: 2, err: expect.stringContaining("RM2020") });
});

test("a forecast is selected with its parts, shown by its rows, and its SQL is written for people", async () => {
  const folder = projectWith("validation: { blocks: 1 }");
  expect(await rmodel(folder, "check")).toMatchObject({ code: 0, err: expect.stringMatching(/warning: shop\.sales_ahead: with a single hold-out block .*\n {2}models\/shop\/sales_ahead\.ts:10:3\n {2}fix: give at least two blocks\n/) });
  expect(await rmodel(folder, "build", "-s", "+sales_ahead", "-q")).toMatchObject({ code: 0 });
  const shown = await rmodel(folder, "show", "-s", "sales_ahead", "--output", "csv");
  expect(shown.out.split("\n")[0]).toBe("store_id,day,step,forecast,lower,upper,model,is_clamped,run_id");
  const compiled = await rmodel(folder, "compile", "-s", "sales_ahead");
  expect(compiled.out).toMatch(/^-- shop\.sales_ahead__calendar\nwith\n/);
  expect(compiled.out).toContain("-- shop.sales_ahead\n");
  expect(readFileSync(join(folder, "target/compiled/models/shop/sales_ahead__fit_ridge.sql"), "utf8")).toContain('"shop"."sales_ahead__rows_ridge"');
});

test("a mistake that both the compiler and rmodel find is told once", async () => {
  const folder = projectWith('features: (f) => [f.known("customers"), f.lag("revenu", 1)]');
  edit(folder, "models/shop/sales_ahead.ts", (text) => text.replace('["store_id"]', '["store"]').replace('target: "revenue"', 'target: "revenues"'));
  const { code, err } = await rmodel(folder, "check");
  expect(code).toBe(2);
  expect(err).toMatch(/\n4 errors\n$/);
  expect([...err.matchAll(/^ {2}models\/shop\/sales_ahead\.ts:(\d+:\d+)$/gm)].map(([, place]) => place)).toEqual(["5:9", "8:3", "10:30", "10:50"]);
});

test("DuckDB and PostgreSQL forecast the same", async () => {
  const database = await testDatabase();
  const folder = projectWith(`knownAhead: ["promo"], features: (f) => [f.lag(1), f.lag(7), f.weekday(), f.known("promo")], models: [{ target: "level" }], ensemble: true,
  as: "revenueAhead", type: t.decimal(12, 2), mustBeat: { on: ["rmse", "wmae"] },`);
  const outputs = { dev: { type: "duckdb", path: "dev.duckdb" }, pg: database.output };
  writeFileSync(join(folder, "profiles.yaml"), JSON.stringify({ starter: { target: "dev", outputs } }));
  const rowsOf = async (target: string): Promise<readonly string[]> => {
    const built = await rmodel(folder, "build", "-t", target, "-s", "+sales_ahead");
    expect(built, built.err).toMatchObject({ code: 0 });
    return (await rmodel(folder, "show", "-t", target, "-s", "sales_ahead", "--output", "csv", "--limit", "100")).out.trim().split("\n").sort();
  };
  const rows = await rowsOf("dev");
  expect(rows).toHaveLength(15);
  expect(await rowsOf("pg")).toEqual(rows);
});
