import { afterAll, test, vi } from "vitest";
import type { Files } from "../../project.ts";
import type { Settings } from "./target.ts";
import { buildOf } from "../shop.ts";
import { failingBuilds } from "../failing-builds.ts";
import { openProxy } from "../../proxy.ts";
import { postgres } from "./target.ts";
import { rmodel } from "../process.ts";
import { slowModel } from "../slow.ts";
import { tell } from "../scale.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const target = await postgres();
const { copy, expectFailed, expectMended } = failingBuilds(target);
const counts = { limits: 0 };
const newBuild = buildOf("new");

afterAll(() => tell("F5 limits of PostgreSQL", counts));

test("statement_timeout of the profile ends a model that takes too long", async () => {
  const root = await copy(slowModel);
  target.profile(root, { statement_timeout: "3s" });
  await expectFailed(root, await rmodel(root, newBuild), /RM4011 {2}"sales\.slow" took too long: .*statement timeout \(statement_timeout of the profile: 3000 ms\)/);
  target.profile(root, {});
  await expectMended(root, slowModel);
  counts.limits++;
});

test("statement_timeout of the server does, too", async () => {
  const root = await copy(slowModel);
  await target.asking(root, (client) => client.query(`alter database ${target.databaseOf(root)} set statement_timeout = '3s'`));
  await expectFailed(root, await rmodel(root, newBuild), /RM4011 {2}"sales\.slow" took too long: .*statement timeout \(statement_timeout of the server\)/);
  await target.asking(root, (client) => client.query(`alter database ${target.databaseOf(root)} reset all`));
  await expectMended(root, slowModel);
  counts.limits++;
});

test("lock_timeout of the profile ends a publication that readers keep waiting, and names view, limit and reader", async () => {
  const root = await copy();
  target.profile(root, { lock_timeout: "500ms" });
  await target.asking(root, async (reader) => {
    await reader.query("begin; select count(*) from sales.fct_orders");
    await expectFailed(root, await rmodel(root, newBuild), /RM4042 {2}readers did not let go of "sales\.fct_orders" within the lock_timeout of 500 ms: process \d+/);
    await reader.query("commit");
  });
  await expectMended(root);
  counts.limits++;
});

/** A model over a table of somebody else. */
const overLocked: Files = {
  "sources/sales/elsewhere.ts": 'import { source, t } from "rmodel";\nexport default source({ table: { schema: "public", name: "elsewhere" }, columns: { n: t.integer() } });\n',
  "models/sales/waits.ts": 'import { model, t } from "rmodel";\nimport elsewhere from "../../sources/sales/elsewhere.ts";\nconst row = elsewhere.as("row");\nexport default model({ materialized: "table", from: row, columns: { n: t.integer().is(row.n) } });\n',
};

test("lock_timeout of the server ends a model that waits for somebody's lock", async () => {
  const root = await copy(overLocked);
  await target.asking(root, async (other) => {
    await other.query(`create table public.elsewhere (n bigint); alter database ${target.databaseOf(root)} set lock_timeout = '300ms'`);
    await other.query("begin; lock table public.elsewhere");
    const ended = await rmodel(root, newBuild);
    await other.query("rollback; drop table public.elsewhere");
    await expectFailed(root, ended, /RM4011 {2}"sales\.waits" took too long: .*lock timeout \(lock_timeout of the server\)/);
  });
  await expectMended(root, overLocked);
  counts.limits++;
});

test.for<readonly [string, Settings, string, string]>([
  ["of the profile", { idle_in_transaction_timeout: "300ms" }, "", "idle_in_transaction_timeout of the profile: 300 ms"],
  ["of the server", {}, "idle_in_transaction_session_timeout = '300ms'", "idle_in_transaction_session_timeout of the server"],
  ["for the whole transaction", {}, "transaction_timeout = '300ms'", "transaction_timeout of the server"],
])("an idle timeout %s that a slow network runs into is named with the model", async ([_, settings, setting, limit], { skip }) => {
  const root = await copy();
  const [name] = setting.split(" ");
  skip(name !== "" && (await target.rows(root, `select 1 from pg_settings where name = '${name}'`)).length === 0, `this server has no ${name}`);
  if (setting !== "") await target.asking(root, (client) => client.query(`alter database ${target.databaseOf(root)} set ${setting}`));
  const proxy = await openProxy(Number(target.url.port));
  proxy.judge = (text) => (/analyze "sales__store"\."fct_orders__/.test(text) ? { afterMs: 1500 } : "pass");
  target.profile(root, { ...settings, port: proxy.port });
  await expectFailed(root, await rmodel(root, newBuild), new RegExp(`RM4011 {2}"sales\\.fct_orders" took too long: .* \\(${limit}\\)`));
  await proxy.close();
  if (setting !== "") await target.asking(root, (client) => client.query(`alter database ${target.databaseOf(root)} reset all`));
  target.profile(root, {});
  await expectMended(root);
  counts.limits++;
});
