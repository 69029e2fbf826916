import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Client } from "./client.ts";
import type { FileTarget, RelationName, TableScope } from "../adapter.ts";
import { Failure } from "./failure.ts";
import { connectTrino, newSchema, openTestClient, serverUrl } from "../../testing/trino.ts";
import { adapter as duckdb } from "../duckdb/adapter.ts";
import { plainStorage } from "../../define/storage.ts";
import { createDriver } from "./driver.ts";

describe.skipIf(serverUrl === undefined)("on a server", async () => {
  const driver = await (serverUrl === undefined ? undefined! : connectTrino());
  const schema = serverUrl === undefined ? "" : await newSchema(driver);
  const named = (name: string): RelationName => ({ schema, name });
  const table = (name: string, query: string, storage: TableScope["storage"] = plainStorage): TableScope => ({ target: named(name), query, columns: [], storage });
  const make = (name: string, query: string) => driver.transaction((session) => driver.createTable(session, table(name, query)));
  const relations = async () => (await driver.query(`select table_name as name from information_schema.tables where table_schema = '${schema}' order by 1`)).map(({ name }) => name);
  const read = (name: string, order = "1") => driver.query(`select * from ${schema}.${name} order by ${order}`);

  test("a table is made from a query, and the number of its rows is told", async () => {
    expect(await make("numbers", "select n, n * 2 as doubled from unnest(sequence(1, 5)) as t(n)")).toMatchObject({ rows: 5 });
    expect(await read("numbers")).toEqual([1n, 2n, 3n, 4n, 5n].map((n) => ({ n, doubled: n * 2n })));
    expect(await driver.columns(named("numbers"))).toEqual(["n", "doubled"]);
  });

  test("a value comes as readers get it from any other engine", async () => {
    const [row] = await driver.query("select 9007199254740993 as i, cast(1.5 as decimal(10, 2)) as d, 1e-1 as f, nan() as no_number, date '2024-01-31' as day, timestamp '2024-01-31 12:34:56.123456' as at, timestamp '2024-01-31 12:34:56.120000' as less, timestamp '2024-01-31 12:34:56.000000' as whole, array[1, null] as list, json_format(json '{\"a\":9007199254740993}') as j, null as n, true as b, 'a,9007199254740993,b' as t, X'00ff41' as bytes, cast(row(1, 'x') as row(a bigint, b varchar)) as r, map(array['k'], array[9007199254740993]) as m, 1 as \"MiXed\"");
    expect(row).toEqual({ i: 9007199254740993n, d: "1.50", f: 0.1, no_number: NaN, day: "2024-01-31", at: "2024-01-31 12:34:56.123456", less: "2024-01-31 12:34:56.12", whole: "2024-01-31 12:34:56", list: [1n, null], j: '{"a":9007199254740993}', n: null, b: true, t: "a,9007199254740993,b", bytes: "\\x00\\xFFA", r: "{'a': 1, 'b': 'x'}", m: "{'k': 9007199254740993}", MiXed: 1n });
  });

  test("big integers, decimals and microseconds lie in a table as they were", async () => {
    await make("exact", "select 9223372036854775807 as i, decimal '12345678901234567890.123456789' as d, timestamp '2011-12-09 12:50:00.123456' as at, '𝄞 ü ''' as t");
    expect(await read("exact")).toEqual([{ i: 9223372036854775807n, d: "12345678901234567890.123456789", at: "2011-12-09 12:50:00.123456", t: "𝄞 ü '" }]);
  });

  test("a query that is refused tells the place in the statement", async () => {
    const query = "select 1 as a,\n  '𝄞' || amuont as b";
    await expect(make("refused", query)).rejects.toMatchObject({ name: "EngineError", message: "Column 'amuont' cannot be resolved", transient: false });
    const error = (await make("refused", query).catch((thrown: unknown) => thrown)) as { statement: string; offset: number };
    expect(error.statement.slice(error.offset, error.offset + 6)).toBe("amuont");
    await expect(driver.prepare(query)).rejects.toMatchObject({ statement: query, offset: query.indexOf("amuont") });
    await driver.prepare("select 1 as a");
  });

  test("a table whose query fails is not there, and one that was there stays", async () => {
    await expect(make("failing", "select 1 / n as x from unnest(array[1, 0]) as t(n)")).rejects.toThrow(/Division by zero/);
    await make("kept", "select 1 as a");
    await expect(make("kept", "select 1 / n as x from unnest(array[1, 0]) as t(n)")).rejects.toThrow(/already exists/);
    expect(await relations()).not.toContain("failing");
    expect(await read("kept")).toEqual([{ a: 1n }]);
  });

  test("a transaction that fails rolls the ledger back and drops what it made", async () => {
    await driver.state.execute("create table marks (a integer)");
    const failing = driver.transaction(async (session) => {
      await driver.createTable(session, table("half", "select 1 as a"));
      await session.state.execute("insert into marks values (1)");
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await relations()).not.toContain("half");
    expect(await driver.state.query("select * from marks")).toEqual([]);
    await driver.transaction(async (session) => {
      await driver.createTable(session, table("whole", "select 1 as a"));
      await session.state.execute("insert into marks values (2)");
    });
    expect(await driver.state.query("select * from marks")).toEqual([{ a: 2 }]);
    expect(await relations()).toContain("whole");
  });

  test("tables are partitioned by value and by stretches of time", async () => {
    const query = "select date '2024-01-31' as day, 'a' as kind union all select date '2024-02-01', 'b'";
    await driver.session((session) => driver.createTable(session, table("by_month", query, { ...plainStorage, partitionBy: { column: "day", by: "month" } })));
    await driver.session((session) => driver.createTable(session, table("by_kind", query, { ...plainStorage, partitionBy: { column: "kind", by: "value" } })));
    const partitions = (name: string) => driver.query(`select partition from ${schema}."${name}$partitions"`);
    expect(await partitions("by_month")).toHaveLength(2);
    expect(await partitions("by_kind")).toHaveLength(2);
  });

  test("a view shows one table after another", async () => {
    await make("shown_1", "select 1 as a");
    await make("shown_2", "select 2 as a, 'new' as b");
    const view = named("shown");
    await driver.session((session) => driver.show(session, [{ view, relation: named("shown_1") }], []));
    expect(await read("shown")).toEqual([{ a: 1n }]);
    await driver.session((session) => driver.show(session, [{ view, relation: named("shown_2") }], []));
    expect(await read("shown")).toEqual([{ a: 2n, b: "new" }]);
    await driver.session((session) => driver.show(session, [], [view, view]));
    expect(await relations()).not.toContain("shown");
  });

  test("what has another kind stays, and is told", async () => {
    await make("foreign", "select 1 as a");
    await make("own", "select 2 as a");
    const view = named("foreign");
    await expect(driver.session((session) => driver.show(session, [{ view, relation: named("own") }], []))).rejects.toMatchObject({ code: "RM4041" });
    await expect(driver.session((session) => driver.show(session, [], [view]))).rejects.toMatchObject({ code: "RM4041" });
    await driver.execute(`create view ${schema}.foreign_view as select 1 as a`);
    await expect(driver.session((session) => driver.drop(session, named("foreign_view"), "table"))).rejects.toMatchObject({ code: "RM4041" });
    expect(await read("foreign")).toEqual([{ a: 1n }]);
    await driver.session((session) => driver.drop(session, named("foreign_view"), "view"));
    await driver.session((session) => driver.drop(session, named("gone"), "table"));
  });

  test("rows are merged by their key, null being one", async () => {
    await make("merged", "select * from (values (1, 'a', 'x'), (null, 'b', 'y')) as t(id, name, note)");
    const written = await driver.session((session) => driver.merge(session, named("merged"), "select * from (values ('B', null, 'z'), ('c', 3, 'w')) as t(name, id, note)", ["id"]));
    expect(written).toBe(2);
    expect(await read("merged", "name")).toEqual([{ id: null, name: "B", note: "z" }, { id: 1n, name: "a", note: "x" }, { id: 3n, name: "c", note: "w" }]);
    await expect(driver.session((session) => driver.merge(session, named("merged"), "select * from (values ('1', 1, 'z'), ('2', 1, 'w')) as t(name, id, note)", ["id"]))).rejects.toThrow(/matched more than one/);
    expect(await read("merged")).toHaveLength(3);
  });

  test("a table is replaced at once; a failure leaves the old one", async () => {
    await driver.session((session) => driver.replaceTable(session, table("replaced", "select 1 as a")));
    await driver.session((session) => driver.replaceTable(session, table("replaced", "select 2 as b")));
    await expect(driver.session((session) => driver.replaceTable(session, table("replaced", "select 1 / n as x from unnest(array[1, 0]) as t(n)")))).rejects.toThrow();
    expect(await read("replaced")).toEqual([{ b: 2n }]);
  });

  test("a cancel ends what runs within a second, and the old table is still there", { timeout: 30_000 }, async () => {
    await make("long", "select 1 as a");
    const other = await connectTrino();
    const slow = "select count(*) as n from tpch.sf100.lineitem as a cross join tpch.sf100.orders as b where a.comment <> b.comment";
    const running = Promise.allSettled([other.session((session) => other.replaceTable(session, table("long", slow))), other.session((session) => other.createTable(session, table("never", slow))), other.query(slow)]);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const start = performance.now();
    other.cancel();
    const ends = await running;
    expect(performance.now() - start).toBeLessThan(1000);
    expect(ends.map((end) => (end.status === "rejected" ? (end.reason as { cancelled: boolean }).cancelled : false))).toEqual([true, true, true]);
    expect(await read("long")).toEqual([{ a: 1n }]);
    expect(await relations()).not.toContain("never");
    await expect(other.query("select 1")).rejects.toMatchObject({ cancelled: true });
    const left = await driver.query(`select count(*) as n from system.runtime.queries where state = 'RUNNING' and query like '%tpch.sf100.orders%' and query not like '%runtime%'`);
    expect(left).toEqual([{ n: 0n }]);
  });

  test("readers see whole versions only while views move", { timeout: 120_000 }, async () => {
    const rowsOf = (version: number) => `select ${version} as version, n from unnest(sequence(1, 5000)) as t(n)`;
    const view = named("read");
    const publishVersion = async (version: number) => {
      await make(`read_${version}`, rowsOf(version));
      await driver.session((session) => driver.show(session, [{ view, relation: named(`read_${version}`) }], []));
      if (version > 2) await driver.session((session) => driver.drop(session, named(`read_${version - 2}`), "table"));
    };
    await publishVersion(0);
    let done = false;
    const seen = { reads: 0, errors: [] as string[], wrong: 0, versions: new Set<number>() };
    const reader = async () => {
      const client = await openTestClient();
      let newest = 0;
      while (!done) {
        seen.reads++;
        try {
          const { rows } = await client.run(`select min(version), max(version), count(*), sum(n) from iceberg.${schema}.read`);
          const [least, most, count, sum] = rows[0]!.map(Number);
          // Part of a version, two of them, or one that this reader had left behind.
          if (least !== most || count !== 5000 || sum !== 12502500 || least! < newest) seen.wrong++;
          newest = most!;
          seen.versions.add(most!);
        } catch (thrown) {
          seen.errors.push(String(thrown));
        }
      }
      client.close();
    };
    const readers = [reader(), reader()];
    for (let version = 1; version <= 12; version++) await publishVersion(version);
    done = true;
    await Promise.all(readers);
    console.log(`12 publications, ${seen.reads} reads, ${seen.errors.length} errors, ${seen.wrong} wrong, ${seen.versions.size} versions seen`);
    expect({ errors: seen.errors, wrong: seen.wrong }).toEqual({ errors: [], wrong: 0 });
    // Else nobody was looking while views moved.
    expect(seen.versions.size).toBeGreaterThan(2);
  });

  test.each(["parquet", "csv", "json"] as const)("rows are written to a %s file with their declared types", async (format) => {
    const folder = mkdtempSync(join(tmpdir(), "rmodel-write-"));
    const path = join(folder, `rows.${format}`);
    const columns: FileTarget["columns"] = [
      { name: "Id", type: { family: "integer" } },
      { name: "amount", type: { family: "decimal", precision: 20, scale: 2 } },
      { name: "note", type: { family: "text" } },
      { name: "at", type: { family: "timestamp" } },
      { name: "ids", type: { family: "list", of: { family: "integer" } } },
    ];
    const query = "select * from (values (9007199254740993, decimal '12345678901234567.10', 'it''s \"x\",\n𝄞', timestamp '2011-12-09 12:50:00.123456', array[9007199254740993, null]), (2, null, '', null, null)) as t(id, amount, note, at, ids) order by id desc";
    await driver.writeFile({ query, columns, path, format });
    const sandbox = await duckdb.connect((await duckdb.configSchema()).parse({ type: "duckdb", path: ":memory:" }), { root: folder });
    const [first, second] = await sandbox.query(`select * from '${path}'`);
    await sandbox.close();
    rmSync(folder, { recursive: true });
    expect([first!.Id, String(first!.amount), first!.note, String(first!.at).slice(0, 26), String(first!.ids).includes("9007199254740993")]).toEqual([9007199254740993n, format === "json" ? "12345678901234568" : format === "csv" ? "12345678901234568" : "12345678901234567.10", 'it\'s "x",\n𝄞', "2011-12-09 12:50:00.123456", true]);
    expect([second!.Id, second!.amount, second!.at]).toEqual([2n, null, null]);
  });

  test("a table is made by all workers, where there are any, and by nobody else", async ({ skip }) => {
    const workers = await driver.query("select node_id from system.runtime.nodes where not coordinator");
    if (workers.length === 0) skip("the server has no workers");
    const client = await openTestClient();
    const { id } = await client.run(`create table iceberg.${schema}.placed as select orderkey, partkey from tpch.tiny.lineitem`);
    client.close();
    const tasks = await driver.query(`select node_id, sum(processed_input_rows) as n from system.runtime.tasks where query_id = '${id}' group by 1`);
    const rowsOn = new Map(tasks.map(({ node_id, n }) => [String(node_id), Number(n)]));
    for (const { node_id } of workers) expect(rowsOn.get(String(node_id)), String(node_id)).toBeGreaterThan(1000);
    // The coordinator commits: a row of each writer.
    for (const [node, rows] of rowsOn) if (!workers.some(({ node_id }) => node_id === node)) expect(rows).toBeLessThan(100);
  });
});

test("a commit of the ledger that fails leaves the tables, because it may have come through", async () => {
  const sent: string[] = [];
  const client = { run: async (sql: string) => (sent.push(sql), { id: "q", columns: [], rows: [], updateCount: 1 }), close: () => {} };
  const state = { transaction: async (work: (session: unknown) => Promise<unknown>) => { await work({ execute: async () => 0 }); throw new Error("connection lost"); } };
  const driver = createDriver({ client, state: state as never, version: "", catalog: "c", concurrency: 1, staging: undefined, retries: 0 });
  const work = driver.transaction(async (session) => {
    await driver.createTable(session, { target: { schema: "s", name: "t" }, query: "select 1 as a", columns: [], storage: plainStorage });
    await session.state.execute("insert");
  });
  await expect(work).rejects.toThrow("connection lost");
  expect(sent).toEqual(['create table "s"."t" as\nselect 1 as a']);
});

describe("without a server", () => {
  /** A driver over a client that fails so often, and what it was sent. */
  function failing(times: number, { name = "PAGE_TRANSPORT_TIMEOUT", pauseMs = 1 } = {}) {
    const sent: string[] = [];
    const run: Client["run"] = async (sql, { signal } = {}) => {
      if (signal?.aborted === true) throw new Failure("the statement was cancelled", { kind: "cancelled" });
      sent.push(sql.split("\n")[0]!);
      if (!sql.startsWith("drop") && times-- > 0) throw new Failure("lost", { kind: "query", name, type: "INTERNAL_ERROR", queryId: "q1" });
      return { id: "q2", columns: [], rows: [], updateCount: 7 };
    };
    const state = { transaction: (work: (session: unknown) => Promise<unknown>) => work({}), cancel: () => {} };
    return { sent, driver: createDriver({ client: { run, close: () => {} }, state: state as never, version: "", catalog: "c", concurrency: 1, staging: undefined, retries: 2, pauseMs }) };
  }
  const table: TableScope = { target: { schema: "s", name: "t" }, query: "select 1 as a", columns: [], storage: plainStorage };

  test("a statement that failed because a worker was lost is begun again where it reads, or makes a table, of which nothing is left", async () => {
    const reading = failing(2);
    await reading.driver.query("select 1");
    expect(reading.sent).toEqual(["select 1", "select 1", "select 1"]);
    const making = failing(1);
    expect(await making.driver.transaction((session) => making.driver.createTable(session, table))).toEqual({ rows: 7, queryId: "q2" });
    expect(making.sent).toEqual(['create table "s"."t" as', 'drop table if exists "s"."t"', 'create table "s"."t" as']);
  });

  test("a transaction that fails drops what it made, also when somebody listens to its session", async () => {
    const { driver, sent } = failing(0);
    const work = driver.transaction(async (session) => {
      await driver.createTable(new Proxy(session, {}), table);
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    expect(sent).toEqual(['create table "s"."t" as', 'drop table if exists "s"."t"']);
  });

  test("it is not begun again where it changes rows, when it was itself to blame, or for ever", async () => {
    const inserting = failing(1);
    await expect(inserting.driver.execute("insert into t values 1")).rejects.toThrow("lost (query q1)");
    const blamed = failing(1, { name: "GENERIC_INTERNAL_ERROR" });
    await expect(blamed.driver.query("select 1")).rejects.toThrow("lost");
    const lasting = failing(9);
    await expect(lasting.driver.query("select 1")).rejects.toThrow("lost");
    expect([inserting, blamed, lasting].map(({ sent }) => sent.length)).toEqual([1, 1, 3]);
  });

  test("it is not begun again after a cancel, which need not wait for the pause", async () => {
    const { driver, sent } = failing(9, { pauseMs: 60_000 });
    const run = driver.query("select 1");
    setTimeout(() => driver.cancel(), 20);
    await expect(run).rejects.toMatchObject({ cancelled: true });
    expect(sent).toEqual(["select 1"]);
  });
});
