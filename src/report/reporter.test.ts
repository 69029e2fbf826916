import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Plan } from "../run/plan/plan.ts";
import type { ReporterOptions } from "./reporter.ts";
import type { Result, Results } from "../run/results.ts";
import { Reporter } from "./reporter.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { compileFiles } from "../testing/project.ts";
import { diskEffects } from "../run/disk.ts";
import { shop } from "./fixture/shop.ts";

const secret = "hunter2";
const compiled = await compileFiles({ ...shop, "models/shop/staging/stg_orders.ts": shop["models/shop/staging/stg_orders.ts"].replace("'x'", `'${secret}'`) });
const root = mkdtempSync(join(tmpdir(), "rmodel-"));
const targetPath = join(root, "target");
mkdirSync(join(targetPath, ".cache"), { recursive: true });
writeFileSync(join(targetPath, ".cache/project.json"), "{}");
afterAll(() => rmSync(root, { recursive: true }));

const relation = compiled.relations.get("shop.stg_orders")!;
const step = { node: relation.node, compiled: relation, way: "view", version: "1", relation: { schema: "shop__store", name: "stg_orders__1" } };
const audits = [{ id: "test shop.stg_orders", gates: "shop.stg_orders", reads: ["shop.stg_orders"], relation: "shop.stg_orders", tests: relation.tests.map((one) => ({ id: one.test.id, key: one.test.id, test: one })) }];
const nothing = { compiled, steps: new Map(), audits: [], held: [], unchanged: [], redecorated: [], removed: [], live: () => undefined };
const plan = { ...nothing, steps: new Map([["shop.stg_orders", step]]), audits } as unknown as Plan;

const base: Result = { kind: "test", id: "", node: "shop.stg_orders", what: "test", status: "pass", message: "", elapsedMs: 1 };
const ran: readonly Result[] = [
  { ...base, kind: "relation", id: "shop.stg_orders", what: "view", status: "success", relation: "shop__store.stg_orders__1" },
  { ...base, id: "shop.not_null_stg_orders_id" },
  { ...base, id: "shop.not_null_stg_orders_amount", status: "fail", failures: 1, message: `1 failure with ${secret}`, sample: [{ email: `<${secret}>` }], queryPath: "compiled/tests/shop/not_null_stg_orders_amount.sql", error: new RmodelError("RM5001", relation.node.origin, `test failed: ${secret}`) },
  { ...base, id: "shop.unique_combination_stg_orders" },
];
const resultsOf = (results: readonly Result[]): Results => ({ kind: "results", runId: "run", startedAt: "2026-01-01T00:00:00.000Z", finishedAt: "2026-01-01T00:00:01.000Z", elapsedMs: 5, results, published: false, changed: [], registered: [], stopped: false });

/** Runs a reporter and gives back what it wrote to each stream, its time replaced by T. */
async function report(of: Plan, results: readonly Result[], more: { readonly flags?: Partial<ReporterOptions["flags"]>; readonly unitTests?: readonly string[] } = {}): Promise<{ out: string; err: string; files: readonly string[] }> {
  const written = { out: "", err: "", files: [] as string[] };
  const disk = diskEffects(() => "2026-01-01T00:00:00.000Z", () => 0, "test");
  const reporter = new Reporter({
    command: "build", version: "0.1.0", secrets: [secret],
    flags: { logFormat: "text", logLevel: "info", ...more.flags },
    around: { root, targetPath, environment: {}, isCi: false, isTerminal: false, color: false },
    effects: { ...disk, writeFile: (path, text) => (written.files.push(path.slice(targetPath.length + 1)), disk.writeFile(path, text)) },
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
  });
  reporter.begin(of, more.unitTests);
  await reporter.watch({ transaction: (work: (session: object) => unknown) => work({ execute: () => undefined }) } as never).transaction((session) => session.execute(`create view "shop__store"."stg_orders__1" as select '${secret}'`));
  for (const result of results) reporter.event({ kind: "result", result });
  await reporter.finish(resultsOf(results));
  reporter.close();
  return written;
}

test("progress goes to stderr, results to stdout, everything about the run to target", async () => {
  const { out, err, files } = await report(plan, ran);
  expect(err).toBe(`ok     view     shop.stg_orders                    0.00 s
fail   test     shop.stg_orders       1 failure    0.00 s  not_null_stg_orders_amount
ok     2 tests  shop.stg_orders                    0.00 s
`);
  expect(out).toContain("RM5001  test failed: *****");
  expect(out).toContain("  sql: target/compiled/tests/shop/not_null_stg_orders_amount.sql\n");
  expect(out).toMatch(/Done\. PASS=3 WARN=0 ERROR=1 SKIP=0 NO-OP=0 TOTAL=4 {2}0\.00 s\n$/);
  expect([...files].sort()).toEqual([".cache/report.json", "catalog.json", "compiled/models/shop/staging/stg_orders.sql", "compiled/tests/shop/not_null_stg_orders_amount.sql", "graph.json", "junit.xml", "manifest.json", "run/models/shop/staging/stg_orders.sql", "run_results.json"]);
});

test("no byte that was written has a secret", () => {
  const all = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(all.length).toBeGreaterThan(9);
  expect(all.filter((path) => readFileSync(path, "utf8").includes(secret))).toEqual([]);
  expect(JSON.parse(readFileSync(join(targetPath, "manifest.json"), "utf8")).nodes["model.shop.shop.stg_orders"].compiled_code).toContain("'*****'");
});

test("what may hold data is its owner's alone", () => {
  const modes = ["target/run_results.json", "target/junit.xml", "logs/rmodel.log"].map((path) => statSync(join(root, path)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600, 0o600]);
});

test("a run without changes writes about itself only", async () => {
  const { out, err, files } = await report(nothing as unknown as Plan, []);
  expect(err).toBe("");
  expect(out).toBe("Nothing to do: nothing is selected.\nDone. PASS=0 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=0  0.00 s\n");
  expect(files).toEqual(["run_results.json", "junit.xml"]);
});

test("unit tests have their lines, whether anything is built or not", async () => {
  const unit: Result = { ...base, kind: "unitTest", id: "shop.a_return_is_no_order", status: "fail" };
  const unitTests = [unit.id];
  expect((await report(nothing as unknown as Plan, [unit], { unitTests })).err).toBe("fail   unit test  shop.a_return_is_no_order                    0.00 s\n");
  expect((await report(plan, [unit, ran[0]!], { unitTests })).err).toBe(`fail   unit test  shop.a_return_is_no_order                    0.00 s
ok     view       shop.stg_orders                              0.00 s
`);
});

test("a changed project is written anew, with queries of tests that somebody asked for", async () => {
  utimesSync(join(targetPath, ".cache/project.json"), 1, 1);
  rmSync(join(targetPath, "compiled"), { recursive: true });
  const { files } = await report(nothing as unknown as Plan, []);
  expect([...files].sort()).toEqual([".cache/report.json", "catalog.json", "compiled/models/shop/staging/stg_orders.sql", "compiled/tests/shop/not_null_stg_orders_amount.sql", "graph.json", "junit.xml", "manifest.json", "run_results.json"]);
});

test("with JSON every event is a line on stdout", async () => {
  const { out, err } = await report(plan, ran, { flags: { logFormat: "json" } });
  expect(err).toBe("");
  expect(out.trim().split("\n").map((line) => JSON.parse(line)).map(({ event, id, status }) => [event, id, status].filter(Boolean).join(" "))).toEqual([
    "result shop.stg_orders success",
    "result shop.not_null_stg_orders_id pass",
    "result shop.not_null_stg_orders_amount fail",
    "result shop.unique_combination_stg_orders pass",
    "done",
  ]);
});

test.each([
  ["--quiet shows failures only", { quiet: true }, /^RM5001[^]*sql: .*\n\n$/, /^$/],
  ["--log-level warn leaves out what went well", { logLevel: "warn" }, /RM5001/, /^fail .*\n$/],
  ["--debug shows each test", { debug: true }, /RM5001/, /not_null_stg_orders_id\n/],
] as const)("%s", async (_, flags, out, err) => {
  const written = await report(plan, ran, { flags });
  expect(written.out).toMatch(out);
  expect(written.err).toMatch(err);
});
