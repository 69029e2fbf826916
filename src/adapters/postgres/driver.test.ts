import { createServer, connect as connectTo } from "node:net";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import type { ColumnType } from "../../define/types.ts";
import type { Storage } from "../../define/storage.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { adapter } from "./adapter.ts";
import { dialect } from "./dialect.ts";
import { openSandbox } from "../duckdb/sandbox.ts";
import { plainStorage } from "../../define/storage.ts";
import { testDatabase } from "../../testing/postgres.ts";

const database = await testDatabase();
const root = "/";
const driver = await adapter.connect(database.config, { root, lockWaitMs: 0 });
const admin = await database.connect();
await driver.execute('create schema "s"');
afterAll(() => driver.close());

async function errorOf(work: Promise<unknown>): Promise<EngineError> {
  const thrown = await work.then(() => undefined, (error: unknown) => error);
  if (!(thrown instanceof EngineError)) throw new Error(`expected an EngineError, got ${String(thrown)}`);
  return thrown;
}

describe("a statement", () => {
  test("tells how many rows it wrote", async () => {
    expect(await driver.execute("create table s.counted as select n from generate_series(1, 1234) as t(n)")).toBe(1234);
    expect(await driver.execute("insert into s.counted values (1), (2)")).toBe(2);
    expect(await driver.execute("create table s.none (a bigint)")).toBeUndefined();
  });

  test.each([
    ["select 1 as a, wrong as b", "wrong"],
    ["select 'äöü😀😀' as a, wrong as b", "wrong"],
    ["select 1 as a,\n  2 as b from nowhere", "nowhere"],
  ])("that is refused tells where: %s", async (query, word) => {
    const { offset: found, statement } = await errorOf(driver.query(query));
    expect({ found, statement }).toEqual({ found: query.indexOf(word), statement: query });
    const inTable = await errorOf(driver.transaction((session) => driver.createTable(session, { target: { schema: "s", name: "no" }, query, columns: [], storage: plainStorage })));
    expect(inTable.statement.endsWith(query)).toBe(true);
    expect(inTable.offset! - (inTable.statement.length - query.length)).toBe(found);
  });

  test("is bound without running, and it alone", async () => {
    await driver.prepare("select n, cast(n as text) from s.counted where n > 1 / 0");
    expect(await errorOf(driver.prepare("select wrong from s.counted"))).toMatchObject({ message: 'column "wrong" does not exist', offset: 7, statement: "select wrong from s.counted" });
    expect((await errorOf(driver.prepare("select 1; drop table s.counted"))).message).toMatch(/multiple commands/);
    expect(await driver.query("select count(*) as n from s.counted")).toEqual([{ n: 1236n }]);
    expect(await driver.columns({ schema: "s", name: "counted" })).toEqual(["n"]);
  });

  test("whose columns have one name keeps both", async () => {
    expect(await driver.query("select 1 as a, 2 as a")).toEqual([{ a: 1n, "a:1": 2n }]);
  });
});

describe("a transaction", () => {
  test("is undone as a whole, and the first error is told", async () => {
    const error = await errorOf(driver.transaction(async (session) => {
      await session.execute("create table s.undone (a bigint)");
      await session.execute("insert into s.undone values ('x')");
    }));
    expect(error.message).toMatch(/invalid input syntax for type bigint/);
    expect(await driver.query("select 1 from pg_class where relname = 'undone'")).toEqual([]);
  });

  test("several at once each have a connection, and what they ask the driver for another one", async () => {
    const results = await Promise.all(Array.from({ length: 12 }, (_, index) => driver.transaction(async (session) => {
      await session.query("select pg_sleep(0.05)");
      return (await driver.columns({ schema: "s", name: "counted" })).length + index;
    })));
    expect(results).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  test("whose connection breaks at its first statement begins again on another; later it fails", async () => {
    const broken: number[] = [];
    const kill = async (pid: unknown) => void (await admin.query(`select pg_terminate_backend(${String(pid)})`));
    const pidOf = async (): Promise<number> => {
      for (;;) {
        const { rows: [row] } = await admin.query("select pid from pg_stat_activity where query like '%sleep_mark%' and state = 'active' and pid <> pg_backend_pid()");
        if (row !== undefined) return row.pid as number;
        await setTimeout(20);
      }
    };
    const first = driver.transaction(async (session) => {
      broken.push((await session.query("select pg_sleep(1), 'sleep_mark' as mark")).length);
      return session.execute("create table s.after_break as select 1 as a");
    });
    await kill(await pidOf());
    expect(await first).toBe(1);
    expect(broken).toEqual([1]);
    const later = errorOf(driver.transaction(async (session) => {
      await session.execute("create table s.later_break as select 1 as a");
      await session.query("select pg_sleep(1), 'sleep_mark' as mark");
    }));
    await kill(await pidOf());
    expect(await later).toMatchObject({ message: expect.stringMatching(/terminating connection/), transient: true });
    expect(await driver.query("select relname from pg_class where relname = 'later_break'")).toEqual([]);
  });
});

describe("limits", () => {
  test("a statement that takes too long is told with the limit", async () => {
    const limited = await adapter.connect(await database.with({ statement_timeout: "200ms" }), { root });
    expect(await errorOf(limited.query("select pg_sleep(5)"))).toMatchObject({ message: "canceling statement due to statement timeout", limit: "statement_timeout of the profile: 200 ms", cancelled: false });
    await limited.close();
  });

  test("an idle timeout before the first statement of a transaction costs nothing: it is begun again", async () => {
    const limited = await adapter.connect(await database.with({ idle_in_transaction_timeout: "200ms" }), { root });
    const rows = await limited.transaction(async (session) => {
      await setTimeout(800);
      return session.query("select 1 as a");
    });
    expect(rows).toEqual([{ a: 1n }]);
    await limited.close();
  });

  test.each([["a reader", {}], ["a builder", { threads: 3 }]])("cancel ends what runs for %s within a second, and all that comes later", async (who, context) => {
    const other = await testDatabase();
    const own = await adapter.connect(other.config, { root, ...context, ...(who === "a builder" ? { lockWaitMs: 0 } : {}) });
    const running = [own.query("select pg_sleep(30)"), own.transaction(async (session) => {
      await session.execute("create table public.half as select 1 as a");
      await session.query("select pg_sleep(30)");
    })].map(errorOf);
    await setTimeout(300);
    const start = performance.now();
    own.cancel();
    expect((await Promise.all(running)).map(({ cancelled }) => cancelled)).toEqual([true, true]);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(await errorOf(own.query("select 1"))).toMatchObject({ cancelled: true });
    await own.close();
    expect((await (await other.connect()).query("select 1 from pg_class where relname = 'half'")).rows).toEqual([]);
  });

  test("what runs is ended when the connection that holds the lock is lost, and nothing begins any more", async () => {
    const other = await testDatabase();
    const own = await adapter.connect(other.config, { root, lockWaitMs: 0 });
    const running = own.transaction((session) => session.query("select pg_sleep(30)")).then(() => undefined, (error: unknown) => error);
    await setTimeout(300);
    const start = performance.now();
    await (await other.connect()).query("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())");
    const lost = { code: "RM4001", message: expect.stringContaining("another build may be running") };
    expect(await running).toMatchObject(lost);
    expect(performance.now() - start).toBeLessThan(2000);
    await expect(own.execute("create table public.late (a bigint)")).rejects.toMatchObject(lost);
    await own.close();
  });

  test("a network that drops in the middle of a statement is an error, not a hang", async () => {
    const sockets = new Set<import("node:net").Socket>();
    const server = createServer((socket) => {
      const through = connectTo(database.config.port, database.config.host);
      sockets.add(socket).add(through);
      socket.on("error", () => {}).pipe(through).on("error", () => {}).pipe(socket);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const own = await adapter.connect(await database.with({ port: (server.address() as { port: number }).port, retries: 0 }), { root });
    const running = errorOf(own.query("select pg_sleep(30)"));
    await setTimeout(200);
    for (const socket of sockets) socket.destroy();
    expect(await running).toMatchObject({ transient: true });
    server.close();
    await own.close();
  });
});

describe("a table", () => {
  const make = (name: string, query: string, storage: Partial<Storage>) => driver.transaction((session) => driver.createTable(session, { target: { schema: "s", name }, query, columns: [], storage: { ...plainStorage, ...storage } })).then(({ rows }) => rows);
  const long = "x".repeat(63);

  test("has its indexes, unlogged where that is asked for, and statistics", async () => {
    expect(await make(long, "select n, n % 7 as week from generate_series(1, 1000) as t(n)", { indexes: [["n"], ["week", "n"]], unlogged: true })).toBe(1000);
    expect(await make(`${long.slice(1)}y`, "select 1 as n", { indexes: [["n"]] })).toBe(1);
    const rows = await driver.query(`select indexdef from pg_indexes where tablename = '${long}' order by indexname`);
    expect(rows.map(({ indexdef }) => String(indexdef).replace(/^.* USING /, ""))).toEqual(["btree (n)", "btree (week, n)"]);
    expect(await driver.query(`select relpersistence, reltuples from pg_class where relname = '${long}'`)).toEqual([{ relpersistence: "u", reltuples: 1000 }]);
  });

  test.each([
    ["month", "select date '2024-01-15' + n * 20 as day from generate_series(0, 5) as t(n) union all select null union all select 'infinity'", ["p__202401", "p__202402", "p__202403", "p__202404", "p__others"], 8],
    ["year", "select timestamp '2023-12-31 23:59:59.999999' as day union all select '2024-01-01'", ["p__2023", "p__2024", "p__others"], 2],
    ["day", "select date '2024-02-28' + n as day from generate_series(0, 2) as t(n)", ["p__20240228", "p__20240229", "p__20240301", "p__others"], 3],
    ["value", "select day from (values ('it''s'), ('b'), ('b'), (null)) as v(day)", ["p__1", "p__2", "p__others"], 4],
  ] as const)("is kept apart by %s, made in one pass", async (by, query, partitions, count) => {
    expect(await make("p", query, { partitionBy: { column: "day", by }, indexes: [["day"]] })).toBe(count);
    const rows = await driver.query("select c.relname, c.reltuples from pg_inherits as i join pg_class as c on c.oid = i.inhrelid where i.inhparent = 's.p'::regclass order by 1");
    expect(rows.map(({ relname }) => relname)).toEqual(partitions);
    expect(rows.reduce((sum, { reltuples }) => sum + Number(reltuples), 0)).toBe(count);
    expect(await driver.query("select relname from pg_class where relname like 'p\\_\\_rows%'")).toEqual([]);
    expect(await driver.transaction((session) => driver.drop(session, { schema: "s", name: "p" }, "table"))).toBe(true);
    expect(await driver.query("select relname from pg_class where relname like 'p\\_\\_%'")).toEqual([]);
  });

  test("with too many partitions is refused", async () => {
    expect((await errorOf(make("p", "select n as v from generate_series(1, 1001) as t(n)", { partitionBy: { column: "v", by: "value" } }))).message).toMatch(/1,001 partitions by value of "v"; 1,000 are the most/);
  });
});

describe("a conversion that may fail gives what DuckDB gives", () => {
  const values = ["12a", "2.5", "3.5", "-2.5", " 12 ", "+5", "1e3", "-0", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "", "007", ".5", "5.", ".", "inf", "-Infinity", "nan", "1e400", "-1e400", "1e-400", "123456", "1.005", "-999.995", "true", "T", "f", "1", "0", "yes", "no", "on", "tru", "2024-02-30", "2023-02-29", "2024-02-29", "2000-02-29", "1900-02-29", "2024-2-3", "2024-13-01", "2024-04-31", "2024/02/03", "2024-02-03 10:00:00", "2024-02-29T10:00", "2024-02-29 10:00:00.123", "2024-02-29 10:00:00Z", "2024-02-29 10:00:00+02", "2024-02-29 25:00:00", "2024-02-29 24:00:00", "it's", "\\"];
  const types: readonly ColumnType[] = [{ family: "integer" }, { family: "double" }, { family: "decimal", precision: 5, scale: 2 }, { family: "boolean" }, { family: "date" }, { family: "timestamp" }, { family: "text" }];

  test.each(types.map((type) => ({ family: type.family, type })))("$family", async ({ type }) => {
    const sandbox = await openSandbox();
    const inDuckDB = async (value: string) => (await sandbox.query(`select ${sandbox.dialect.cast(sandbox.dialect.literal(value, "text"), type, true)} as value`))[0]!.value;
    const rows = await driver.query(`select v, ${dialect.cast("v", type, true)} as value from (values ${values.map((value) => `(${dialect.literal(value, "text")})`).join(", ")}) as t(v)`);
    for (const { v, value } of rows) {
      // The end of time is no date of ours.
      if (/^(date|timestamp)$/.test(type.family) && /inf/i.test(String(v))) continue;
      expect({ v, value }).toEqual({ v, value: await inDuckDB(String(v)) });
      expect({ v, value: (await driver.query(`select ${dialect.cast(dialect.literal(String(v), "text"), type, true)} as value`))[0]!.value }).toEqual({ v, value });
    }
    await sandbox.close();
  });
});

describe("formats and patterns give what DuckDB gives", () => {
  test.each([
    ["1/2/2010", "%d/%m/%Y"], ["5.1.20", "%d.%m.%y"], ["5.1.69", "%d.%m.%y"], ["5.1.68", "%d.%m.%y"], ["12/9/2011 12:50", "%m/%d/%Y %H:%M"], ["2011-12-09T01:02:03.5", "%Y-%m-%dT%H:%M:%S.%f"],
    ["9 Dec 2011 5:07 PM", "%d %b %Y %I:%M %p"], ["December 9, 2011", "%B %d, %Y"], ["12:00 AM 1.1.2011", "%I:%M %p %d.%m.%Y"], ["20110102", "%Y%m%d"], ["x%2011-01-02", "x%%%Y-%m-%d"],
  ])("%s by %s", async (text, format) => {
    const sandbox = await openSandbox();
    for (const name of ["parse_timestamp", "parse_date"] as const) {
      const query = (on: typeof dialect) => `select ${on.call(name, [on.literal(text, "text"), on.literal(format, "text")], [text, format])} as value`;
      expect(await driver.query(query(dialect))).toEqual(await sandbox.query(query(sandbox.dialect)));
    }
    await sandbox.close();
  });

  test.each(["2010-12-01", "01-12-2010", "1/13/2010", "30/2/2010", "01/12/2010 10:00", "", "x"])("a text that does not fit is an error: %s", async (text) => {
    expect(await errorOf(driver.query(`select ${dialect.call("parse_date", [dialect.literal(text, "text"), "''"], [text, "%d/%m/%Y"])}`))).toMatchObject({ message: expect.stringMatching(/not of the form %d|out of range/) });
  });

  test.each(["%Y-%m-%d %H:%M:%S", "%d.%m.%y", "%-d/%-m", "%A, %B %d", "%a %b", "%I:%M %p", "%H:%M:%S.%f", "%j", "Q \"%Y\"", "100%% %Y"])("a moment by %s", async (format) => {
    const sandbox = await openSandbox();
    const query = (on: typeof dialect) => `select ${on.call("format_date", ["timestamp '2011-03-09 15:04:05.06'", on.literal(format, "text")], [undefined, format])} as value`;
    expect(await driver.query(query(dialect))).toEqual(await sandbox.query(query(sandbox.dialect)));
    await sandbox.close();
  });

  test.each([
    ["foo bar", "\\bbar\\b"], ["foobar", "\\bbar\\b"], ["a\nb", "a.b"], ["a\nb", "(?s)a.b"], ["ABC", "(?i)abc"], ["a.c]", "[.\\]]+"], ["x-12", "(?P<n>\\d+)"], ["x-12", "(?:x)-(\\d+)"], ["ab", "a(x)?b"], ["a+b", "a\\+b"], ["[x]", "[]x[]+"], ["äöü", "^\\w*$"], ["100%", "\\d+%$"],
  ])("in %s the pattern %s", async (text, pattern) => {
    const sandbox = await openSandbox();
    for (const [name, more] of [["regex_matches", []], ["regex_extract", []], ["regex_replace", ["<\\0>"]]] as const) {
      const query = (on: typeof dialect) => `select ${on.call(name, [on.literal(text, "text"), ...[pattern, ...more].map((value) => on.literal(value, "text"))], [text, pattern, ...more])} as value`;
      expect({ name, rows: await driver.query(query(dialect)) }).toEqual({ name, rows: await sandbox.query(query(sandbox.dialect)) });
    }
    await sandbox.close();
  });

  test.each([['{"a": [1, {"b": 2.5}]}', "$.a[1].b"], ['{"a": null}', "$.a"], ['{"a": {"x y": "t"}}', '$.a."x y"'], ['[{"a": 1}]', "$.a"], ['{"a":{"b":[1]}}', "$.a"], ["{}", "$.a.b"], ['"x"', "$"]])("in %s the value at %s", async (json, path) => {
    const sandbox = await openSandbox();
    const query = (on: typeof dialect) => `select ${on.call("json_text", [on.literal(json, "text"), on.literal(path, "text")], [json, path])} as value`;
    expect(await driver.query(query(dialect))).toEqual(await sandbox.query(query(sandbox.dialect)));
    await sandbox.close();
  });
});
