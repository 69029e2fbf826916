import { expect, test } from "vitest";
import type { Driver, Session } from "../../adapters/adapter.ts";
import { SentStatements } from "./sent-statements.ts";

test("statements that made a relation are remembered by its name, bookkeeping is not", async () => {
  const executed: string[] = [];
  const session: Session = { execute: async (sql) => void executed.push(sql) as undefined, query: async () => [], get state() { return session; } };
  const driver = { ...session, transaction: <T>(work: (inner: Session) => Promise<T>) => work(session) } as Driver;
  const sent = new SentStatements();
  const watched = sent.watch(driver);
  await watched.transaction(async (inner) => {
    await inner.execute("set x = 1");
    await inner.execute('create table "shop__store"."a ""b""__1" as\nselect 1');
    await inner.state.execute('insert into "rmodel__state"."versions" values (1)');
  });
  await watched.transaction((inner) => inner.execute('create or replace view "shop__store"."v__2" as select 2'));
  await watched.transaction((inner) => inner.execute("drop table x"));
  expect(executed).toHaveLength(5);
  expect([...sent.byRelation()]).toEqual([
    ['"shop__store"."a ""b""__1"', ["set x = 1", 'create table "shop__store"."a ""b""__1" as\nselect 1']],
    ['"shop__store"."v__2"', ['create or replace view "shop__store"."v__2" as select 2']],
  ]);
});
