import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { buildOf, dataOf, write } from "../shop.ts";
import { postgres, published, rowsOf } from "./target.ts";
import { rmSync } from "node:fs";
import { rmodel, stackLines } from "../process.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const target = await postgres();
const role = `rmodel_builder_${process.pid}`;
const password = "correct horse";
let root: string;

beforeAll(async () => {
  root = await target.shop("old");
  await target.asking(root, (client) => client.query(`create role ${role} login password '${password}' nosuperuser nocreatedb nocreaterole; revoke create on database ${target.databaseOf(root)} from public; revoke create on schema public from public`));
  target.profile(root, { user: role, password });
});

afterAll(() => target.asking(root, (client) => client.query(`drop owned by ${role} cascade; drop role ${role}`)));

test("a role that may make no schema is told which one is missing, and how to make it", async () => {
  for (const schema of ["rmodel__state", "sales__store", "sales"]) {
    const { code, said } = await rmodel(root, buildOf("old"));
    expect(code, said).toBe(1);
    expect(said).toContain(`the schema "${schema}" does not exist, and the role "${role}" may not make it`);
    expect(said).toContain(`create schema "${schema}" authorization "${role}"`);
    expect(stackLines(said)).toEqual([]);
    await target.asking(root, (client) => client.query(`create schema "${schema}" authorization "${role}"`));
  }
});

test("a role that owns only its schemas builds, rebuilds and reads", async () => {
  const { code, said } = await rmodel(root, buildOf("old"));
  expect(code, said).toBe(0);
  const before = await target.asking(root, published);
  write(root, dataOf("new"));
  const next = await rmodel(root, buildOf("new"));
  expect(next.code, next.said).toBe(0);
  const after = await target.asking(root, published);
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect((await rmodel(root, ["show", "--inline", "select * from sales.rates"])).code).toBe(0);
});

test("a role that may not use the ledger is told which right it needs", async () => {
  const other = `${role}_poor`;
  await target.asking(root, (client) => client.query(`create role ${other} login password '${password}'`));
  target.profile(root, { user: other, password });
  write(root, dataOf("old"));
  const { code, said } = await rmodel(root, buildOf("old"));
  target.profile(root, { user: role, password });
  write(root, dataOf("new"));
  await target.asking(root, (client) => client.query(`drop role ${other}`));
  expect(code, said).toBe(1);
  expect(said).toMatch(/RM4005 {2}permission denied for schema rmodel__state\n.*fix: grant "\S+_poor" that right/);
  expect(stackLines(said)).toEqual([]);
});

test("what others built on its views is never dropped with them", async () => {
  await target.asking(root, (client) => client.query("create schema bi; create view bi.totals as select orders from sales.rpt_totals"));
  rmSync(`${root}/models/sales/rpt_totals.ts`);
  const { code, said } = await rmodel(root, buildOf("new"));
  expect(code, said).toBe(1);
  expect(said).toMatch(/RM4040 .*"sales\.rpt_totals".*view bi\.totals/);
  expect(await target.asking(root, (client) => rowsOf(client, "select count(*)::integer as n from bi.totals"))).toEqual([{ n: 1 }]);
});

test("another's view that it may not replace is told, and stays", async () => {
  await target.asking(root, (client) => client.query("drop view bi.totals; alter view sales.fct_orders owner to rmodel_admin"));
  write(root, dataOf("old"));
  const { code, said } = await rmodel(root, buildOf("old"));
  expect(code, said).toBe(1);
  expect(said).toMatch(/RM4005 .*fct_orders/);
  expect(said).toContain(`grant "${role}" that right`);
  expect(stackLines(said)).toEqual([]);
});
