import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Files } from "../../project.ts";
import { buildOf, dataOf, write } from "../shop.ts";
import { postgres, published, rowsOf } from "./target.ts";
import { renameSync } from "node:fs";
import { rmodel, stackLines } from "../process.ts";
import { tell } from "../scale.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const target = await postgres();
const counts = { rebuilds: 0, survived: 0, refused: 0, lost: 0 };
const role = `rmodel_bi_${process.pid}`;
/** Of the project, not of others. */
const projectRole = `rmodel_reader_${process.pid}`;

afterAll(async () => {
  await target.asking(built, (client) => client.query(`drop owned by ${role}, ${projectRole}; drop role ${role}, ${projectRole}`)).catch(() => {});
  tell("F14 what others made in PostgreSQL", counts);
});

const path = "models/sales/base.ts";
/** The model that others built on; it says nothing about `amount`, and they do. */
const base = (columns: string, options = 'materialized: "table", indexes: [["id"]],'): Files => ({
  [path]: `
import { model, sql, t } from "rmodel";
import fctOrders from "./fct_orders.ts";
const order = fctOrders.as("orders");
export default model({ description: "Orders.", ${options} from: order, columns: { ${columns} } });
`,
});
const id = "id: t.integer().is(order.order_id)";
const day = "day: t.date().is(order.sold_on)";
const amount = "amount: t.decimal(14, 2).is(order.amount)";
const more = "doubled: t.decimal(14, 2).is(sql`${order.amount} * 2`)";
const asText = "amount: t.text().is(sql`cast(${order.amount} as varchar)`)";
const plain = [id, day, amount].join(", ");

let built: string;

beforeAll(async () => {
  built = await target.shop("old", base(plain));
  const { code, said } = await rmodel(built, buildOf("old"));
  expect(code, said).toBe(0);
  await target.asking(built, async (client) => {
    const [{ relation } = { relation: undefined }] = await rowsOf(client, "select format('%I.%I', relation_schema, relation_name) as relation from rmodel__state.versions where node = 'sales.base'");
    await client.query(`
      create role ${role} login password '${role}'; create role ${projectRole};
      grant usage on schema sales to ${role};
      grant select on sales.base to ${role} with grant option;
      grant select (orders) on sales.rpt_totals to public;
      comment on column sales.base.amount is 'BI: in euros';
      create index "BI fast" on ${relation} (amount desc) where amount > 0;
      create schema bi;
      create view bi.report as select id, amount from sales.base;
      create table sales.bi_targets as select 7 as target;
      create table sales__store.bi_notes as select 'mine' as note;
      create foreign data wrapper bi_files; create server bi_server foreign data wrapper bi_files; create foreign table sales.bi_remote (n integer) server bi_server;
    `);
  });
});

/** All that others made, as it is now. */
const foreign = (root: string) =>
  target.asking(root, async (client) => ({
    report: (await rowsOf(client, "select to_regclass('bi.report') is not null as is_there"))[0],
    grants: await rowsOf(client, `select s.nspname, c.relname, null as attname, g.privilege_type, g.is_grantable from pg_class as c join pg_namespace as s on s.oid = c.relnamespace, aclexplode(c.relacl) as g where s.nspname = 'sales' and g.grantee <> c.relowner
      union all select s.nspname, c.relname, a.attname, g.privilege_type, g.is_grantable from pg_attribute as a join pg_class as c on c.oid = a.attrelid join pg_namespace as s on s.oid = c.relnamespace, aclexplode(a.attacl) as g where s.nspname = 'sales' order by 1, 2, 3`),
    comment: (await rowsOf(client, "select col_description(to_regclass('sales.base'), attnum) as text from pg_attribute where attrelid = to_regclass('sales.base') and attname = 'amount'"))[0],
    tables: await rowsOf(client, "select (select target from sales.bi_targets), (select note from sales__store.bi_notes), to_regclass('sales.bi_remote') is not null as remote"),
    // On what readers see of the model, not on an old version of it.
    index: await rowsOf(client, `select x.relname as name, regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING ', '') as definition from pg_depend as d join pg_rewrite as r on r.oid = d.objid and d.classid = 'pg_rewrite'::regclass join pg_index as i on i.indrelid = d.refobjid join pg_class as x on x.oid = i.indexrelid where r.ev_class = to_regclass('sales.base') and x.relname !~ '__index_' group by 1, 2 order by 1`),
  }));

/** What readers see besides: the rows of everything but the report. */
const rowsNow = (root: string) => target.asking(root, published);

async function rebuilt(change: (root: string) => void, args: readonly string[] = []) {
  const root = await target.copyOf(built);
  const before = { foreign: await foreign(root), rows: await rowsNow(root) };
  write(root, dataOf("new"));
  change(root);
  counts.rebuilds++;
  const ended = await rmodel(root, [...buildOf("new"), ...args]);
  expect(stackLines(ended.said)).toEqual([]);
  return { root, before, ...ended };
}

describe("what others made survives", () => {
  test.each<readonly [string, Files, readonly string[]]>([
    ["a build of new data", {}, []],
    ["a forced build", {}, ["--force"]],
    ["a column at the end", base([plain, more].join(", ")), []],
    ["another description and no declared index", base(plain, 'materialized: "table",'), []],
    ["a table that others read becoming partitioned", base(plain, 'materialized: "table", partitionBy: { column: "day", by: "month" },'), []],
  ])("%s", async (_, files, args) => {
    const { root, before, code, said } = await rebuilt((folder) => write(folder, files), args);
    expect(code, said).toBe(0);
    const after = await foreign(root);
    counts.lost += Number(JSON.stringify(after) !== JSON.stringify(before.foreign));
    expect(after).toEqual(before.foreign);
    const rows = await rowsNow(root);
    expect(rows["bi.report"], "the report shows the new rows").not.toBe(before.rows["bi.report"]);
    counts.survived++;
    expect(await target.leftovers(root).then((left) => left.filter((name) => !/bi_notes/.test(name)))).toEqual([]);
  });

  test("three rebuilds, after which the version that it was made on is gone", async () => {
    const { root, before } = await rebuilt(() => {});
    for (let round = 1; round <= 3; round++) {
      write(root, base([id, day, amount, `round: t.integer().is(sql\`${round}\`)`].join(", ")));
      const { code, said } = await rmodel(root, buildOf("new"));
      expect(code, said).toBe(0);
    }
    expect(await foreign(root)).toEqual(before.foreign);
    counts.survived++;
  });
});

test("comments and grants that the project takes back go with the rebuild, those of others stay", async () => {
  const root = await target.copyOf(built);
  const before = await foreign(root);
  write(root, base(["id: t.integer().is(order.order_id).describe('Key.')", day, amount].join(", "), `materialized: "table", grants: { select: ["${projectRole}", "public"] },`));
  const given = () => target.asking(root, async (client) => (await rowsOf(client, `select col_description('sales.base'::regclass, 1) as key, has_table_privilege('${projectRole}', 'sales.base', 'select') as granted, (select count(*)::integer from pg_class as c, aclexplode(c.relacl) as g where c.oid = 'sales.base'::regclass and g.grantee = 0) as public`))[0]);
  expect((await rmodel(root, buildOf("old"))).code).toBe(0);
  expect(await given()).toEqual({ key: "Key.", granted: true, public: 1 });
  write(root, { ...dataOf("new"), ...base(plain, 'materialized: "table",') });
  const { code, said } = await rmodel(root, buildOf("new"));
  expect(code, said).toBe(0);
  expect(await given()).toEqual({ key: null, granted: false, public: 0 });
  expect(await foreign(root)).toEqual(before);
  counts.survived++;
});

describe("a change that it would not survive is refused by name, and nothing is lost", () => {
  /** What has to go before the change is made; the rest survives it. */
  test.each<readonly [string, (root: string) => void, readonly RegExp[], string]>([
    ["a column of another type", (root) => write(root, base([id, day, asText].join(", "))), [/RM4040 .*"sales\.base" has to be made anew.*view bi\.report/], 'drop view bi.report; drop index sales__store."BI fast"'],
    ["a column less", (root) => write(root, base([id, day].join(", "))), [/RM4040 .*"sales\.base" has to be made anew.*view bi\.report/], 'drop view bi.report; drop index sales__store."BI fast"'],
    ["a column in the middle", (root) => write(root, base([id, day, more, amount].join(", "))), [/RM4040 .*view bi\.report/], "drop view bi.report"],
    ["a table becoming a view", (root) => write(root, base(plain, "")), [/RM4040 .*"sales\.base" has the index "BI fast"/], 'drop index sales__store."BI fast"'],
    ["a model renamed", (root) => renameSync(`${root}/${path}`, `${root}/models/sales/renamed.ts`), [/RM4040 .*"sales\.base" is no part of the project any more, and view bi\.report depends on it/], "drop view bi.report"],
    ["a name that somebody's table has", (root) => renameSync(`${root}/${path}`, `${root}/models/sales/bi_targets.ts`), [/RM4041 .*"sales\.bi_targets" is a table that rmodel did not make/], "drop view bi.report; drop table sales.bi_targets"],
  ])("%s", async (_, change, messages, remedy) => {
    const { root, before, code, said } = await rebuilt(change);
    expect(code, said).toBe(1);
    for (const message of messages) expect(said).toMatch(message);
    expect(await foreign(root)).toEqual(before.foreign);
    const rows = await rowsNow(root);
    counts.lost += Number(JSON.stringify(rows) !== JSON.stringify(before.rows));
    expect(rows).toEqual(before.rows);
    counts.refused++;
    await target.asking(root, (client) => client.query(remedy));
    const next = await rmodel(root, buildOf("new"));
    expect(next.code, next.said).toBe(0);
    const after = await rowsNow(root);
    for (const name of ["sales.fct_orders", "sales.rpt_sales", "sales.rpt_totals"]) expect(after[name], name).not.toBe(before.rows[name]);
  });

  test("a type changes and grants, comments and indexes stay, once nothing depends on the view", async () => {
    const { root, before } = await rebuilt((folder) => write(folder, base([id, day, "amount: t.decimal(20, 4).is(order.amount)"].join(", "))));
    await target.asking(root, (client) => client.query("drop view bi.report"));
    const { code, said } = await rmodel(root, buildOf("new"));
    expect(code, said).toBe(0);
    expect(await foreign(root)).toEqual({ ...before.foreign, report: { is_there: false } });
    counts.survived++;
  });

  test("a view becoming a table takes nothing from others", async () => {
    const root = await target.copyOf(built);
    write(root, { "models/sales/stg_two.ts": base(plain, "")[path]! });
    expect((await rmodel(root, buildOf("old"))).code).toBe(0);
    await target.asking(root, (client) => client.query(`create view bi.two as select amount from sales.stg_two; grant select on sales.stg_two to ${role}`));
    write(root, { ...dataOf("new"), "models/sales/stg_two.ts": base(plain)[path]! });
    const { code, said } = await rmodel(root, buildOf("new"));
    expect(code, said).toBe(0);
    expect(await target.asking(root, (client) => rowsOf(client, `select count(*)::integer as n, has_table_privilege('${role}', 'sales.stg_two', 'select') as granted from bi.two`))).toEqual([{ n: 400, granted: true }]);
    counts.survived++;
  });
});
