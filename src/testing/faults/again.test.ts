import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Ended } from "./process.ts";
import { buildOf, copyOf, dataOf, models, shop, write } from "./shop.ts";
import { databaseOf, rmodel, stackLines, start, whenLocked } from "./process.ts";
import { leftovers, published, reading } from "./relations.ts";
import { slowModel } from "./slow.ts";
import { tell } from "./scale.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const counts = { retried: 0, "built again though finished": 0 };
let built: string;

beforeAll(async () => {
  built = shop("old");
  expect((await rmodel(built, buildOf("old"))).code).toBe(0);
});

afterAll(() => tell("F11 going on after a failure", counts));

const factTable = "models/sales/fct_orders.ts";
const fact = models[factTable]!;
const failingTest = fact.replace("is(order.amount).notNull()", "is(order.amount).notNull().range({ max: 10 })");
const brokenSql = fact.replace("  from: order,", "  from: order,\n  where: sql`error('no such order') is null`,");

/** Relations that the last run made anew, by its own account: what an earlier run had finished is taken over. */
function builtBy(root: string): readonly string[] {
  const { results } = JSON.parse(readFileSync(join(root, "target/run_results.json"), "utf8")) as { results: { unique_id: string; status: string; message: string | null }[] };
  return results
    .filter(({ unique_id: id, status, message }) => !/^(test|unit_test)\./.test(id) && status === "success" && !/taken over/.test(message ?? ""))
    .map(({ unique_id: id }) => id.split(".").at(-1)!)
    .sort();
}

/** Relations that are finished and that readers do not see yet. */
const candidates = (root: string): Promise<readonly string[]> =>
  reading(databaseOf(root), async (query) =>
    (await query("select node from rmodel__state.versions where (node, version) not in (select (node, version) from rmodel__state.live) and run_id <> (select min(run_id) from rmodel__state.runs) order by node")).map(({ node }) => String(node).split(".")[1]!),
  );

test("a failing test leaves every published table as it was, exits 1, skips what depends on it and keeps the candidate", async () => {
  const root = copyOf(built);
  const before = await published(databaseOf(root));
  write(root, { ...dataOf("new"), [factTable]: failingTest });
  const { code, said } = await rmodel(root, buildOf("new"));
  expect(code, said).toBe(1);
  expect(said).toMatch(/RM5001 .*accepted_range/);
  expect(await published(databaseOf(root))).toEqual(before);
  expect(await published(join(root, "published/warehouse.duckdb"))).toEqual(before);
  const made = builtBy(root);
  expect(made).toEqual(expect.arrayContaining(["dim_rates", "fct_orders", "rate_history", "rates", "stg_orders"]));
  expect(made).not.toContain("rpt_sales");
  expect(made).not.toContain("rpt_totals");
  expect(await candidates(root)).toEqual(["dim_rates", "fct_orders", "orders", "rate_history", "rates", "stg_orders"]);
});

test("with --publish passing, what neither failed nor depends on a failure is published", async () => {
  const root = copyOf(built);
  const before = await published(databaseOf(root));
  write(root, { ...dataOf("new"), [factTable]: failingTest });
  const { code, said } = await rmodel(root, [...buildOf("new"), "--publish", "passing"]);
  expect(code, said).toBe(1);
  const after = await published(databaseOf(root));
  const moved = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(moved.sort()).toEqual(["sales.dim_rates", "sales.orders__rejects", "sales.rate_history", "sales.rates", "sales.stg_orders"]);
});

test("a second build executes no model", async () => {
  const root = copyOf(built);
  const { code, said } = await rmodel(root, ["build", "--execution-time", "2024-05-01"]);
  expect(code, said).toBe(0);
  expect(builtBy(root)).toEqual([]);
});

test("a comment, a blank line or another layout in a model rebuilds nothing", async () => {
  const root = copyOf(built);
  write(root, { [factTable]: `// Why this is so.\n\n${fact.replace("from: order,", "/* here */\n  from: order,")}` });
  expect((await rmodel(root, buildOf("old"))).code).toBe(0);
  expect(builtBy(root)).toEqual([]);
});

test("a new column upstream rebuilds only what reads it", async () => {
  const root = copyOf(built);
  write(root, { [factTable]: fact.replace("columns: {", "columns: { doubled: t.decimal(14, 2).is(sql`${order.amount} * 2`),") });
  expect((await rmodel(root, buildOf("old"))).code).toBe(0);
  expect(builtBy(root)).toEqual(["fct_orders"]);
});


/** Ways in which a build of the new data ends early, and what is then left to do; undefined: whatever it had not finished. */
const failures: readonly { readonly title: string; readonly fail: (root: string) => Promise<Ended>; readonly code: number; readonly rest?: readonly string[] }[] = [
  {
    title: "a failing test, once the test is mended",
    code: 1,
    rest: ["rpt_sales", "rpt_totals"],
    fail: async (root) => {
      write(root, { [factTable]: failingTest });
      const ended = await rmodel(root, buildOf("new"));
      write(root, { [factTable]: fact });
      return ended;
    },
  },
  {
    title: "a failing test, once the model is changed",
    code: 1,
    rest: ["fct_orders", "rpt_sales", "rpt_totals"],
    fail: async (root) => {
      write(root, { [factTable]: failingTest });
      const ended = await rmodel(root, buildOf("new"));
      write(root, { [factTable]: fact.replace("  from: order,", "  from: order,\n  where: sql`${order.amount} >= 0`,") });
      return ended;
    },
  },
  {
    title: "a query that fails while it runs, once it is mended",
    code: 1,
    rest: ["fct_orders", "rpt_sales", "rpt_totals"],
    fail: async (root) => {
      write(root, { [factTable]: brokenSql });
      const ended = await rmodel(root, buildOf("new"));
      write(root, { [factTable]: fact });
      return ended;
    },
  },
  { title: "kill -9 in the middle", code: 137, fail: (root) => rmodel(root, buildOf("new"), { RMODEL_KILL_AT: "built sales.fct_orders" }) },
  { title: "kill -9 at the end", code: 137, rest: ["rpt_totals", "stg_orders"], fail: (root) => rmodel(root, buildOf("new"), { RMODEL_KILL_AT: "before publish" }) },
  {
    title: "Ctrl-C",
    code: 130,
    fail: async (root) => {
      write(root, slowModel);
      const { child, ended } = start(root, buildOf("new"));
      await whenLocked(databaseOf(root));
      await setTimeout(1000);
      child.kill("SIGINT");
      const stopped = await ended;
      rmSync(join(root, Object.keys(slowModel)[0]!));
      return stopped;
    },
  },
];

const all = ["dim_rates", "fct_orders", "orders", "rate_history", "rates", "rpt_sales", "rpt_totals", "stg_orders"];

test.each(failures)("after $title, retry does exactly the rest", async ({ fail, code, rest }) => {
  const root = copyOf(built);
  const before = await published(databaseOf(root));
  write(root, dataOf("new"));
  const failed = await fail(root);
  expect(failed.code, failed.said).toBe(code);
  expect(await published(databaseOf(root))).toEqual(before);
  const finished = await candidates(root);
  const expected = rest ?? all.filter((name) => !finished.includes(name));
  if (rest === undefined) expect(finished.length, "something was finished").toBeGreaterThan(0);

  const again = await rmodel(root, ["retry"]);
  expect(again.code, again.said).toBe(0);
  const made = builtBy(root);
  counts.retried++;
  counts["built again though finished"] += made.filter((name) => !expected.includes(name)).length;
  expect(made).toEqual(expected);
  expect(await published(databaseOf(root)), "the clock and the data of the run that failed").toEqual(await publishedByOneBuild(root));
  expect(await leftovers(root)).toEqual([]);
});

test("retry uses the variables of the run that failed, whatever the default is", async () => {
  const scaled = {
    "parameters.ts": 'import { parameters } from "rmodel";\nimport { z } from "zod";\nexport default parameters({ SCALE: z.coerce.number().default(1) });\n',
    [factTable]: brokenSql.replace("is(order.amount)", "is(sql`${order.amount} * ${parameters.SCALE}`)").replace("import ", 'import parameters from "../../parameters.ts";\nimport '),
  };
  const root = copyOf(built);
  write(root, scaled);
  const failed = await rmodel(root, [...buildOf("old"), "--vars", '{"SCALE": 3}']);
  expect(failed.code, failed.said).toBe(1);
  write(root, { [factTable]: scaled[factTable]!.replace(/\n  where: .*/, "") });
  const again = await rmodel(root, ["retry"]);
  expect(again.code, again.said).toBe(0);
  counts.retried++;
  const sums = await reading(databaseOf(root), (query) => query("select (select sum(amount) from sales.fct_orders) / (select sum(amount) from sales.stg_orders) as scale"));
  expect(Number(sums[0]!.scale)).toBe(3);
});

test("retry after a build that went well does nothing", async () => {
  const root = copyOf(built);
  const before = await published(databaseOf(root));
  const again = await rmodel(root, ["retry"]);
  expect(again.code, again.said).toBe(0);
  expect(stackLines(again.said)).toEqual([]);
  expect(await published(databaseOf(root))).toEqual(before);
});

/** What one build of the project as it is now, over the old one, would have published. */
async function publishedByOneBuild(root: string): Promise<unknown> {
  const once = copyOf(built);
  write(once, { ...dataOf("new"), [factTable]: readFileSync(join(root, factTable), "utf8") });
  expect((await rmodel(once, buildOf("new"))).code).toBe(0);
  return published(databaseOf(once));
}
