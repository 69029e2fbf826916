import { setTimeout } from "node:timers/promises";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Client } from "pg";
import { adapter } from "./adapter.ts";
import { testDatabase } from "../../testing/postgres.ts";

const database = await testDatabase();
const driver = await adapter.connect(database.config, { root: "/", lockWaitMs: 0 });
const other = await database.connect();
afterAll(async () => {
  await driver.close();
  await other.query("drop owned by rmodel_reader; drop role rmodel_reader");
});
await other.query("create role rmodel_reader login password 'rmodel_reader'; create schema bi; grant usage on schema bi to rmodel_reader");

beforeEach(async () => {
  await other.query('drop schema if exists "shop" cascade; drop schema if exists "shop__store" cascade; create schema "shop"; create schema "shop__store"; grant usage on schema "shop" to rmodel_reader');
});

const view = { schema: "shop", name: "sales" };
let versions = 0;

/** Publishes a version of `shop.sales` with these rows. */
async function publish(query: string, name = "sales"): Promise<void> {
  const relation = { schema: "shop__store", name: `${name}__${++versions}` };
  await driver.execute(`create table "shop__store"."${relation.name}" as ${query}`);
  await driver.transaction((session) => driver.show(session, [{ view: { schema: "shop", name }, relation }], []));
}

const rowsOf = async (query: string, client: Client = other) => (await client.query({ text: query, rowMode: "array" })).rows;
const problemOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => error);

describe("what others built on a view", () => {
  test("goes on with the new rows, where columns stay or are added at the end", async () => {
    await publish("select 1 as a, 'x' as b");
    await other.query("create view bi.report as select a, b from shop.sales; create materialized view bi.copy as select a from shop.sales");
    await publish("select 2 as a, 'y' as b, 3 as c");
    expect(await rowsOf("select * from bi.report")).toEqual([[2, "y"]]);
    expect(await rowsOf("select * from shop.sales")).toEqual([[2, "y", 3]]);
    await other.query("drop view bi.report; drop materialized view bi.copy");
  });

  test.each([
    ["a column of another type", "select 1.5 as a, 'x' as b"],
    ["a column of another name", "select 1 as z, 'x' as b"],
    ["columns in another order", "select 'x' as b, 1 as a"],
    ["a column less", "select 1 as a"],
  ])("is refused by name before anything is lost: %s", async (_, query) => {
    await publish("select 1 as a, 'x' as b");
    await other.query(`create view bi.report as select a from shop.sales;
      create materialized view bi.copy as select count(*) from shop.sales;
      create function bi.total() returns bigint language sql begin atomic select sum(a) from shop.sales; end;
      create table bi.kept (row_of_sales shop.sales);
      create table bi.secured (a bigint); create policy only_sold on bi.secured using (a in (select s.a from shop.sales as s))`);
    const thrown = await problemOf(publish(query));
    expect(thrown).toMatchObject({ code: "RM4040" });
    expect((thrown as Error).message).toBe('"shop.sales" has to be made anew, because its columns changed, and column row_of_sales of table bi.kept, function bi.total(), materialized view bi.copy, policy only_sold on table bi.secured, view bi.report depend on it');
    expect(await rowsOf("select * from bi.report")).toEqual([[1]]);
    await other.query("drop view bi.report; drop materialized view bi.copy; drop function bi.total(); drop table bi.kept, bi.secured");
    await publish(query);
    expect(await rowsOf("select count(*) from shop.sales")).toEqual([["1"]]);
  });

  test("keeps a view of a removed model, and a version that it reads", async () => {
    await publish("select 1 as a");
    await other.query("create view bi.report as select a from shop.sales");
    expect(await problemOf(driver.transaction((session) => driver.show(session, [], [view])))).toMatchObject({ code: "RM4040", message: '"shop.sales" is no part of the project any more, and view bi.report depends on it' });
    const drop = (kind: "table" | "view", name: string) => driver.transaction((session) => driver.drop(session, { schema: "shop__store", name }, kind));
    expect(await drop("table", `sales__${versions}`)).toBe(false);
    await other.query("drop view bi.report");
    await driver.transaction((session) => driver.show(session, [], [view, { schema: "shop", name: "never_there" }]));
    expect(await drop("table", `sales__${versions}`)).toBe(true);
    expect(await drop("table", "never_there")).toBe(true);
    expect(await drop("view", "never_there")).toBe(true);
    expect(await driver.transaction((session) => driver.drop(session, { schema: "no_such_schema", name: "t" }, "table"))).toBe(true);
  });

  test("a table that has the view's name is told and left alone", async () => {
    await other.query("create table shop.sales as select 7 as a");
    expect(await problemOf(publish("select 1 as a"))).toMatchObject({ code: "RM4041", message: '"shop.sales" is a table that rmodel did not make, so no view can have its name' });
    expect(await rowsOf("select * from shop.sales")).toEqual([[7]]);
  });
});

describe("keys that others gave to what a view shows", () => {
  const version = () => `"shop__store"."sales__${versions}"`;
  const keys = () => rowsOf(`select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = '${version()}'::regclass and contype in ('p', 'u', 'x') order by 1`);

  test("are made on what it shows next, under their names", async () => {
    await publish("select 1 as a, 'x' as b");
    await other.query(`alter table ${version()} add constraint "BI key" primary key (a), add constraint bi_unique unique nulls not distinct (b, a) deferrable, add constraint bi_excluded exclude using btree (b with =)`);
    const before = await keys();
    expect(before).toHaveLength(3);
    for (const query of ["select 2 as a, 'y' as b", "select 3 as a, 'z' as b, 4 as c"]) {
      await publish(query);
      expect(await keys()).toEqual(before);
    }
    await expect(other.query(`insert into ${version()} values (3, 'new')`)).rejects.toThrow('violates unique constraint "BI key"');
  });

  test.each([
    ["of rows that break it", "select n as a, 'x' as b from generate_series(1, 2) as n", /"shop\.sales" has the key "bi_unique" of somebody else, which its new version cannot have: could not create unique index/],
    ["of other columns", "select 1 as z", /"shop\.sales" has the key "bi_unique" of somebody else, which its new version cannot have: .*column "b"/],
  ])("are refused by name for a version %s", async (_, query, message) => {
    await publish("select 1 as a, 'x' as b");
    const old = version();
    await other.query(`alter table ${old} add constraint bi_unique unique (b)`);
    expect(await problemOf(publish(query))).toMatchObject({ code: "RM4040", message: expect.stringMatching(message), fix: `alter table ${old} drop constraint "bi_unique", build, and make it again` });
    expect(await rowsOf("select a, b from shop.sales")).toEqual([[1, "x"]]);
  });

  test("are refused where a foreign key refers to them: it would go on asking the old version", async () => {
    await publish("select 1 as a");
    await other.query(`alter table ${version()} add primary key (a); create table bi.orders (sale integer references ${version()})`);
    expect(await problemOf(publish("select 2 as a"))).toMatchObject({ code: "RM4040", message: expect.stringMatching(/has the key "sales__\d+_pkey" of somebody else, and constraint orders_sale_fkey on table bi\.orders, which cannot follow/) });
    expect(await rowsOf("select a from shop.sales")).toEqual([[1]]);
    await other.query("drop table bi.orders");
    await publish("select 2 as a");
  });
});

describe("what users gave to a view stays", () => {
  const belongings = async () =>
    rowsOf(`select pg_get_userbyid(relowner), (select array_agg(acl::text order by acl::text) from unnest(relacl) as acl), reloptions::text, obj_description(oid), (select json_agg(json_build_array(attname, attacl::text, col_description(attrelid, attnum)) order by attname)::text from pg_attribute where attrelid = c.oid and attname in ('a', 'b') and attnum > 0) from pg_class as c where oid = 'shop.sales'::regclass`);

  test.each([
    ["replaced in place", "select 2 as a, 'y' as b"],
    ["made anew", "select 'y' as b, 0 as first, 2 as a"],
  ])("when it is %s", async (_, query) => {
    await publish("select 1 as a, 'x' as b");
    await other.query(`grant select on shop.sales to rmodel_reader with grant option; grant select on shop.sales to public; grant update (b) on shop.sales to rmodel_reader;
      comment on view shop.sales is 'it''s ours'; comment on column shop.sales.b is 'a word'; alter view shop.sales set (security_barrier = true)`);
    const before = await belongings();
    await publish(query);
    expect(await belongings()).toEqual(before);
    const reader = await database.connect("rmodel_reader");
    expect(await rowsOf("select a, b from shop.sales", reader)).toEqual([[2, "y"]]);
    await reader.end();
  });

  test("and default privileges give nothing that was taken away; a column that is gone takes its grant along", async () => {
    await publish("select 1 as a, 'x' as b");
    await other.query("grant select (b) on shop.sales to rmodel_reader; alter default privileges in schema shop grant select on tables to rmodel_reader");
    await publish("select 2 as a");
    await expect(rowsOf("select has_table_privilege('rmodel_reader', 'shop.sales', 'select')")).resolves.toEqual([[false]]);
    await publish("select 1 as z", "fresh");
    await expect(rowsOf("select has_table_privilege('rmodel_reader', 'shop.fresh', 'select')")).resolves.toEqual([[true]]);
    await other.query("alter default privileges in schema shop revoke select on tables from rmodel_reader");
  });

  test("its owner, too", async () => {
    await publish("select 1 as a");
    await other.query("grant create on schema shop to rmodel_reader; grant select on all tables in schema shop__store to rmodel_reader; grant usage on schema shop__store to rmodel_reader; alter view shop.sales owner to rmodel_reader");
    await publish("select 'x' as b");
    expect(await rowsOf("select pg_get_userbyid(relowner) from pg_class where oid = 'shop.sales'::regclass")).toEqual([["rmodel_reader"]]);
  });
});

describe("readers", () => {
  test("that join three views during 50 publications get no error and one publication each", async () => {
    const names = ["one", "two", "three"];
    const move = async (round: number) => {
      for (const name of names) await driver.execute(`create table "shop__store"."${name}__r${round}" as select ${round} as round from generate_series(1, 1000)`);
      await driver.transaction(async (session) => {
        await driver.show(session, names.map((name) => ({ view: { schema: "shop", name }, relation: { schema: "shop__store", name: `${name}__r${round}` } })), []);
        if (round > 2) for (const name of names) await driver.drop(session, { schema: "shop__store", name: `${name}__r${round - 2}` }, "table");
      });
    };
    await move(0);
    let stopped = false;
    const reads = { count: 0, mixed: 0, errors: [] as string[] };
    const read = async (order: readonly string[], inTransaction: boolean): Promise<void> => {
      const reader = await database.connect();
      while (!stopped) {
        try {
          if (inTransaction) {
            await reader.query("begin");
            for (const name of order) await reader.query(`select count(*) from shop.${name}`);
            await reader.query("commit");
          } else {
            const { rows: [row] } = await reader.query(`select (select min(round) from shop.${order[0]}) as a, (select max(round) from shop.${order[1]}) as b, (select max(round) from shop.${order[2]}) as c`);
            if (row.a !== row.b || row.b !== row.c) reads.mixed++;
          }
          reads.count++;
          await setTimeout(2);
        } catch (thrown) {
          reads.errors.push(String(thrown));
          await reader.query("rollback").catch(() => {});
        }
      }
      await reader.end();
    };
    const readers = [read(["one", "two", "three"], false), read(["three", "one", "two"], false), read(["two", "three", "one"], true), read(["three", "two", "one"], true)];
    const start = performance.now();
    for (let round = 1; round <= 50; round++) await move(round);
    stopped = true;
    await Promise.all(readers);
    expect({ errors: reads.errors, mixed: reads.mixed }).toEqual({ errors: [], mixed: 0 });
    expect(reads.count).toBeGreaterThan(100);
    console.info(`${reads.count} reads during 50 publications in ${Math.round(performance.now() - start)} ms`);
  });

  test("that hold a view for a while are waited for, without any harm to them", async () => {
    await publish("select 1 as a");
    await publish("select 1 as a", "costs");
    const reader = await database.connect();
    await reader.query("begin; select * from shop.costs");
    const relation = { schema: "shop__store", name: `sales__${versions - 1}` };
    const moving = driver.transaction((session) => driver.show(session, [{ view, relation }, { view: { schema: "shop", name: "costs" }, relation }], []));
    await setTimeout(1500);
    // The view that we wait for first is free in between.
    await reader.query("select * from shop.sales");
    await reader.query("commit");
    await moving;
  });

  test("that never let go are named", async () => {
    await publish("select 1 as a");
    const reader = await database.connect();
    await reader.query("set application_name = 'dashboard'; begin");
    await reader.query("select * from shop.sales");
    const impatient = await adapter.connect(await database.with({ lock_timeout: "300ms" }), { root: "/" });
    const relation = { schema: "shop__store", name: `sales__${versions}` };
    const thrown = await problemOf(impatient.transaction((session) => impatient.show(session, [{ view, relation }], [])));
    expect(thrown).toMatchObject({ code: "RM4042", message: expect.stringMatching(/process \d+ of rmodel_admin \(dashboard\), in a transaction since .*, idle in transaction: select \* from shop\.sales/) });
    await reader.query("commit");
    await impatient.close();
  });

  test("that hold an old version keep it from being dropped, and nobody waits", async () => {
    await publish("select 1 as a");
    const reader = await database.connect();
    await reader.query("begin; select * from shop.sales");
    const start = performance.now();
    expect(await driver.transaction((session) => driver.drop(session, { schema: "shop__store", name: `sales__${versions}` }, "table"))).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
    await reader.query("commit");
  });
});
