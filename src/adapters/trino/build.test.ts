import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openTestClient, serverUrl, stagingFolder } from "../../testing/trino.ts";
import { projectOf } from "../../testing/project.ts";
import { start } from "../../testing/cli.ts";

/** The sum of the orders below at a rate of the euro in hundredths: every other one is in euros. */
function totalAt(rate: number): string {
  const cents = Array.from({ length: 400 }, (_, index) => Math.round(((index * 100 + 50) * (index % 2 === 0 ? rate : 100)) / 100)).reduce((sum, amount) => sum + amount, 0);
  return (cents / 100).toFixed(2);
}

/** A domain of its own: tests share the server. */
const domain = `rmodel_shop_${process.pid}`;
const password = "s3cr3t-canary";

const files = {
  "profiles.yaml": `
shop:
  target: dev
  outputs:
    dev: { type: trino, server: "${serverUrl}", catalog: iceberg, user: rmodel, state: ledger${stagingFolder === undefined ? "" : `, staging: ${JSON.stringify(stagingFolder)}`} }
    ledger: { type: duckdb, path: ledger.duckdb }
    down: { type: trino, server: "https://127.0.0.1:1", catalog: iceberg, user: rmodel, password: "{{ env_var('TRINO_PASSWORD') }}", state: ledger, retries: 0 }
    lost: { type: trino, server: "${serverUrl}", catalog: iceberg, user: rmodel, state: leger }
    circle: { type: trino, server: "${serverUrl}", catalog: iceberg, user: rmodel, state: circle }
`,
  [`seeds/${domain}/rates.csv`]: "currency,rate\nEUR,1.10\nUSD,1.00\n",
  [`seeds/${domain}/rates.ts`]: `
import { seed, t } from "rmodel";
export default seed({ description: "Rates.", grain: ["currency"], columns: { currency: t.text().notNull().unique(), rate: t.decimal(8, 2).notNull() } });
`,
  "data/orders.csv": `order_id,sold_on,currency,amount\n${Array.from({ length: 400 }, (_, index) => `${index + 1},2024-01-${String((index % 28) + 1).padStart(2, "0")},${index % 2 === 0 ? "EUR" : "USD"},${index}.50`).join("\n")}\nold,2024-01-01,EUR,1\n`,
  [`sources/${domain}/orders.ts`]: `
import { source, t } from "rmodel";
export default source({ file: "data/orders.csv", onBadRow: "reject", columns: { order_id: t.integer(), sold_on: t.date(), currency: t.text(), amount: t.decimal(12, 2) } });
`,
  [`snapshots/${domain}/rate_history.ts`]: `
import { snapshot } from "rmodel";
import rates from "../../seeds/${domain}/rates.ts";
export default snapshot({ description: "History of the rates.", of: rates, key: ["currency"], strategy: "check", checkColumns: "all" });
`,
  [`models/${domain}/stg_orders.ts`]: `
import { model, sql, t } from "rmodel";
import orders from "../../sources/${domain}/orders.ts";
import rates from "../../seeds/${domain}/rates.ts";
const order = orders.as("orders");
const rate = rates.as("rates");
export default model({
  description: "Orders in one currency. It's a view.",
  from: sql\`\${order} join \${rate} on \${rate.currency} = \${order.currency}\`,
  columns: {
    order_id: t.integer().is(order.order_id).notNull().unique(),
    sold_on: t.date().is(order.sold_on).notNull(),
    amount: t.decimal(14, 2).is(sql\`\${order.amount} * \${rate.rate}\`).notNull().describe("Amount in EUR."),
  },
});
`,
  [`models/${domain}/fct_orders.ts`]: `
import { fn, model, t } from "rmodel";
import stgOrders from "./stg_orders.ts";
const order = stgOrders.as("orders");
export default model({
  description: "One row per order.",
  materialized: "table",
  partitionBy: { column: "sold_on", by: "month" },
  grain: ["order_id"],
  from: order,
  columns: { order_id: t.integer().is(order.order_id).notNull().unique(), sold_on: t.date().is(order.sold_on), Amount: t.decimal(14, 2).is(order.amount).notNull(), key: t.text().is(fn.surrogateKey(order.order_id)).notNull() },
});
`,
  [`models/${domain}/rpt_sales.ts`]: `
import { model, sql, t } from "rmodel";
import fctOrders from "./fct_orders.ts";
const order = fctOrders.as("orders");
export default model({
  description: "One row per day.",
  materialized: "external",
  files: ["sales.parquet", "sales.csv"],
  grain: ["sold_on"],
  from: order,
  groupBy: [order.sold_on],
  columns: { sold_on: t.date().is(order.sold_on).notNull().unique(), amount: t.decimal(38, 2).is(sql\`sum(\${order.Amount})\`).notNull() },
});
`,
};

describe.skipIf(serverUrl === undefined)("a project is built", { timeout: 120_000 }, async () => {
  const root = projectOf(files);
  const client = await (serverUrl === undefined ? undefined! : openTestClient());
  afterAll(async () => {
    for (const schema of [domain, `${domain}__store`]) await client?.run(`drop schema if exists ${schema} cascade`);
    client?.close();
  });

  const rmodel = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => start(root, args, environment).ended;
  const edit = (path: string, from: string | RegExp, to: string) => writeFileSync(join(root, path), readFileSync(join(root, path), "utf8").replace(from, to));
  const total = async () => String((await client.run(`select sum(amount) from iceberg.${domain}.rpt_sales`)).rows[0]![0]);
  const history = async () => (await client.run(`select currency, rate from iceberg.${domain}.rate_history order by 1, 2`)).rows.map((row) => row.join(" "));
  const comment = async () => (await client.run(`select comment from system.metadata.table_comments where catalog_name = 'iceberg' and schema_name = '${domain}' and table_name = 'stg_orders'`)).rows;
  const tables = async () => (await client.run(`select table_name from iceberg.information_schema.tables where table_schema = '${domain}__store' order by 1`)).rows.flat();

  // One story: each step stands on those before it.
  test("check binds every query without a ledger, and makes none", async () => {
    const { code, err } = await rmodel(["check", "-t", "dev"]);
    expect([code, err]).toEqual([0, expect.stringMatching(/\d+ statements bound by the engine of dev/)]);
    expect(existsSync(join(root, "ledger.duckdb"))).toBe(false);
  });

  test("debug tells the target, and that nothing is there yet", async () => {
    expect(await rmodel(["debug"])).toMatchObject({ code: 0, out: expect.stringMatching(/target +dev \(trino\)[\s\S]*does not exist yet/) });
  });

  test("the first build makes and publishes everything", async () => {
    expect(await rmodel(["build"])).toMatchObject({ code: 0, err: expect.stringMatching(/1 rejected/), out: expect.stringMatching(/Published 6 nodes[\s\S]*ERROR=0/) });
    expect(await total()).toBe(totalAt(110));
    expect(await history()).toEqual(["EUR 1.10", "USD 1.00"]);
    expect(readFileSync(join(root, `target/exports/${domain}/sales.csv`), "utf8")).toMatch(/^sold_on,amount\n2024-01-01,/);
    expect(await comment()).toEqual([["Orders in one currency. It's a view."]]);
    expect(await rmodel(["debug"])).toMatchObject({ code: 0, out: expect.stringMatching(/connection +ok: Trino \d+/) });
  });

  test("which query made a table is told as dbt does, so that it can be found in the server's list", async () => {
    const { results } = JSON.parse(readFileSync(join(root, "target/run_results.json"), "utf8")) as { results: { unique_id: string; adapter_response: { query_id?: string; rows_affected?: number } }[] };
    const { query_id: id, rows_affected: rows } = results.find(({ unique_id }) => unique_id.endsWith(".fct_orders"))!.adapter_response;
    expect(readFileSync(join(root, `target/run/models/${domain}/fct_orders.sql`), "utf8")).toContain("create table");
    const { rows: listed } = await client.run(`select state, query from system.runtime.queries where query_id = '${id}'`);
    expect([rows, listed]).toEqual([400, [["FINISHED", expect.stringContaining(`create table "${domain}__store"."fct_orders__`)]]]);
  });

  test("the second has nothing to do", async () => {
    const before = await tables();
    expect(await rmodel(["build"])).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing to do/) });
    expect(await tables()).toEqual(before);
  });

  test("a failing test publishes nothing", async () => {
    edit(`seeds/${domain}/rates.csv`, "1.10", "1.20");
    edit("data/orders.csv", "\n1,", "\n2,");
    expect(await rmodel(["build"])).toMatchObject({ code: 1, out: expect.stringMatching(/nothing was published/) });
    expect(await total()).toBe(totalAt(110));
    expect(await history()).toEqual(["EUR 1.10", "USD 1.00"]);
  });

  test("and once it passes, everything", async () => {
    edit("data/orders.csv", "\n2,", "\n1,");
    expect(await rmodel(["build"])).toMatchObject({ code: 0 });
    expect(await total()).toBe(totalAt(120));
    expect(await history()).toEqual(["EUR 1.10", "EUR 1.20", "USD 1.00"]);
  });

  test("a forced build makes it all again", async () => {
    expect(await rmodel(["build", "--force"])).toMatchObject({ code: 0, out: expect.stringMatching(/Published 6 nodes/) });
    expect(await total()).toBe(totalAt(120));
  });

  test.each([["candidate written", "old"], ["ledger written", "old"], ["committed", "old"], ["views moved", "new"]])("a build that is killed when %s leaves the %s rows, and the next one finishes", async (moment, seen) => {
    const before = await total();
    edit(`seeds/${domain}/rates.csv`, /EUR,.*/, `EUR,${(2 + moment.length / 100).toFixed(2)}`);
    expect((await rmodel(["build"], { RMODEL_KILL_AT: moment })).code).toBe(null);
    const between = await total();
    expect((await rmodel(["build"])).code).toBe(0);
    const after = await total();
    expect(after).not.toBe(before);
    expect(await comment()).toEqual([["Orders in one currency. It's a view."]]);
    expect(between).toBe(seen === "old" ? before : after);
    expect(await rmodel(["build"])).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing to do/) });
  });

  // A build that was killed after its commit retires nothing; the next one that publishes does.
  test("of old versions two are kept, and nothing else is left", async () => {
    edit(`seeds/${domain}/rates.csv`, /EUR,.*/, "EUR,3.00");
    expect((await rmodel(["build"])).code).toBe(0);
    expect(await total()).toBe(totalAt(300));
    const of = (name: string, all: readonly unknown[]) => all.filter((table) => new RegExp(`^${name}__[0-9a-f]{12}$`).test(String(table))).length;
    const all = await tables();
    expect(Object.fromEntries(["rates", "orders", "rate_history", "stg_orders", "fct_orders", "rpt_sales"].map((name) => [name, of(name, all)]))).toEqual({ rates: 3, orders: 3, rate_history: 3, stg_orders: 3, fct_orders: 3, rpt_sales: 3 });
    expect(all).toHaveLength(18 + 3);
  });

  test("Ctrl-C ends it within a second, on the server too; after kill -9 the next build does", async () => {
    const slow = join(root, "models", domain, "slow.ts");
    writeFileSync(slow, `
import { model, sql, t } from "rmodel";
import fctOrders from "./fct_orders.ts";
const [a, b, c, d] = ["a", "b", "c", "d"].map((alias) => fctOrders.as(alias));
export default model({ description: "Slow.", materialized: "table", query: sql\`select count(*) as n from \${a!} cross join \${b!} cross join \${c!} cross join \${d!} where \${a!.key} < \${b!.key} and \${c!.key} < \${d!.key} and \${a!.key} <> \${d!.key}\`, columns: { n: t.integer() } });
`);
    const running = start(root, ["build"]);
    const ownQueries = async () => Number((await client.run(`select count(*) from system.runtime.queries where state = 'RUNNING' and query like 'create table "${domain}__store"."slow\\_\\_%' escape '\\'`)).rows[0]![0]);
    for (let look = 0; look < 100 && (await ownQueries()) === 0; look++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await ownQueries()).toBe(1);
    const at = performance.now();
    running.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
    expect(performance.now() - at).toBeLessThan(1000);
    for (let look = 0; look < 20 && (await ownQueries()) > 0; look++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await ownQueries()).toBe(0);

    // With kill -9 nobody cancels, and Trino would make the table in the end.
    const killed = start(root, ["build"]);
    for (let look = 0; look < 100 && (await ownQueries()) === 0; look++) await new Promise((resolve) => setTimeout(resolve, 100));
    killed.kill("SIGKILL");
    await killed.ended;
    expect(await ownQueries()).toBe(1);
    rmSync(slow);
    expect((await rmodel(["build"])).code).toBe(0);
    expect(await ownQueries()).toBe(0);
    expect(String(await tables())).not.toContain("slow__");
  });

  test.each<[string, readonly string[], number, RegExp]>([
    ["a server that is down", ["build", "-t", "down"], 1, /RM4001 {2}127\.0\.0\.1:1 cannot be reached/],
    ["an output that is not there", ["build", "-t", "lost"], 2, /RM1053 {2}there is no target "leger"[\s\S]*did you mean ledger\?/],
    ["a ledger in itself", ["build", "-t", "circle"], 2, /RM1051 {2}the ledger of a target cannot be kept in Trino/],
  ])("%s is told, without secrets", async (_, args, code, message) => {
    const ended = await rmodel(args, { TRINO_PASSWORD: password });
    expect(ended.out + ended.err).toMatch(message);
    expect(ended.out + ended.err).not.toContain(password);
    expect(ended.code).toBe(code);
  });
});
