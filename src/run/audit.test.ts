import { afterAll, describe, expect, test } from "vitest";
import type { AuditStep, Plan } from "./plan.ts";
import type { Builder } from "./build.ts";
import { Auditor } from "./audit.ts";
import { compileFiles } from "../testing/project.ts";
import { fill } from "../testing/test-counts.ts";
import { openSandbox } from "../adapters/duckdb/sandbox.ts";

const sandbox = await openSandbox();
afterAll(() => sandbox.close());

/** The status of a test of a column over the values null, null, 1 and 2. */
async function statusOf(column: string): Promise<string> {
  const source = `import { source, sql, t } from "rmodel";\nexport default source({ table: { schema: "raw", name: "n" }, columns: { n: ${column} } });\n`;
  const compiled = await compileFiles({ "sources/shop/n.ts": source });
  await fill(sandbox, compiled, "shop.n", [{ n: null }, { n: null }, { n: 1 }, { n: 2 }]);
  const [compiledTest] = compiled.relations.get("shop.n")!.tests;
  const step: AuditStep = { id: "test", gates: "shop.n", reads: ["shop.n"], relation: "shop.n", tests: [{ id: compiledTest!.test.id, key: "k", test: compiledTest! }] };
  // An auditor asks of a build only how relations are called, and to run queries.
  const builder = { nameOf: (id: string) => `"${id}"`, query: sandbox.query } as unknown as Builder;
  const auditor = new Auditor({ compiled } as unknown as Plan, builder, { clock: () => 0 } as never, { samples: 0, storeFailures: false });
  const { status, message } = (await auditor.audit([step]))[0]![0]!.result;
  return `${status} ${message}`.trim();
}

describe("a test", () => {
  test.each([
    ["fails from its first failure on", "t.integer().notNull()", "fail 2 failures in 4 rows"],
    ["warns when it is only a warning", 't.integer().notNull({ severity: "warn" })', "warn 2 failures in 4 rows"],
    ["fails from `errorAt` on", "t.integer().notNull({ errorAt: 2 })", "fail 2 failures in 4 rows"],
    ["warns below `errorAt`", "t.integer().notNull({ errorAt: 3 })", "warn 2 failures in 4 rows"],
    ["passes below both thresholds", "t.integer().notNull({ errorAt: 3, warnAt: 3 })", "pass"],
    ["passes when the share of `minPass` passes", "t.integer().notNull({ minPass: 0.5 })", "pass"],
    ["fails when a smaller share does", "t.integer().notNull({ minPass: 0.51 })", "fail 2 failures in 4 rows"],
    ["has its share of the rows that `where` keeps", "t.integer().notNull({ minPass: 0.5, where: sql`n is null or n = 1` })", "fail 2 failures in 3 rows"],
    ["counts again what its scan cannot tell", "t.integer().unique()", "pass"],
  ])("%s", async (_, column, expected) => {
    expect(await statusOf(column)).toBe(expected);
  });
});
