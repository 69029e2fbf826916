import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, connect as connectTo } from "node:net";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { adapter } from "./adapter.ts";
import { freePort, testDatabase } from "../../testing/postgres.ts";
import { nameOfHolder } from "./lock.ts";

const database = await testDatabase();
const root = "/";
const schema = await adapter.configSchema();
const problemOf = (work: Promise<{ close(): Promise<void> }>) => work.then(async (driver) => (await driver.close(), undefined), (error: unknown) => error);

/** Passes bytes on to the server, from the moment it listens. */
async function proxy(port: number) {
  const server = createServer((socket) => {
    const through = connectTo(database.config.port, database.config.host);
    socket.on("error", () => through.destroy()).pipe(through).on("error", () => socket.destroy()).pipe(socket);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

describe("a profile", () => {
  test("takes numbers and durations as texts, and database for dbname", () => {
    const parsed = schema.parse({ type: "postgres", user: "a", database: "d", port: "5433", threads: "8", password: 1234, connect_timeout: "30", statement_timeout: "5min", lock_timeout: 500, retries: "0" } as never);
    expect(parsed).toMatchObject({ port: 5433, threads: 8, password: "1234", connect_timeout: 30_000, statement_timeout: 300_000, lock_timeout: 500, retries: 0, host: "localhost", sslmode: "prefer" });
  });

  test.each([
    ["a setting that is none", { dbnam: "x" }],
    ["no database", { dbname: undefined }],
    ["a port that is no number", { port: "many" }],
    ["a duration that is none", { statement_timeout: "soon" }],
    ["an sslmode that is none", { sslmode: "maybe" }],
    ["a certificate without its key", { sslcert: "me.crt" }],
    ["authorities of the system that nobody checks the host by", { sslmode: "verify-ca", sslrootcert: "system" }],
  ])("with %s is refused", (_, settings) => {
    expect(() => schema.parse({ type: "postgres", user: "a", dbname: "d", ...settings } as never)).toThrow();
  });
});

describe("a target that cannot be used is told in one line, without its password", () => {
  test.each([
    ["a wrong password", { password: "wr0ng-canary" }, /does not let this user in: password authentication failed/],
    ["no such user", { user: "nobody_knows" }, /does not let this user in/],
    ["no such database", { dbname: "nowhere" }, /there is no database "nowhere"/],
    ["no such host", { host: "no-such-host.invalid" }, /cannot be reached/],
    ["no such role", { role: "nobody_knows" }, /role "nobody_knows" does not exist/],
    ["TLS that the server has not", { sslmode: "require" }, /sslmode require: The server does not support SSL/],
  ])("%s", async (_, settings, message) => {
    const thrown = await problemOf(adapter.connect(await database.with({ connect_timeout: "500ms", ...settings }), { root }));
    expect(thrown).toMatchObject({ code: "RM4001", message: expect.stringMatching(message) });
    expect(JSON.stringify([thrown, String(thrown), (thrown as Error).stack])).not.toMatch(/wr0ng-canary|s3cret/);
  });

  test("nobody listens: it is waited for as long as the profile says", async () => {
    const start = performance.now();
    const thrown = await problemOf(adapter.connect(await database.with({ port: await freePort(), connect_timeout: "700ms" }), { root }));
    expect(thrown).toMatchObject({ code: "RM4001", message: expect.stringMatching(/cannot be reached: .*ECONNREFUSED/) });
    expect(performance.now() - start).toBeGreaterThan(400);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

test("a server that comes up 5 seconds late is good enough", async () => {
  const port = await freePort();
  const connecting = adapter.connect(await database.with({ port, connect_timeout: 20 }), { root });
  await setTimeout(5000);
  const server = await proxy(port);
  const driver = await connecting;
  expect(driver.version).toMatch(/^PostgreSQL 1[5-9]/);
  await driver.close();
  server.close();
});

test("a session is the same whatever the server's and the user's settings are", async () => {
  const admin = await database.connect();
  await admin.query(`alter database ${database.name} set timezone = 'America/Sao_Paulo'; alter database ${database.name} set datestyle = 'German'; alter database ${database.name} set jit = on; alter database ${database.name} set standard_conforming_strings = off`);
  const driver = await adapter.connect(await database.with({ statement_timeout: "70s" }), { root });
  const [row] = await driver.query("select current_setting('TimeZone') as zone, current_setting('jit') as jit, current_setting('statement_timeout') as timeout, '\\n' as text, current_date = (now() at time zone 'UTC')::date as utc, cast('2024-02-03' as date) as day");
  expect(row).toEqual({ zone: "UTC", jit: "off", timeout: "70s", text: "\\n", utc: true, day: "2024-02-03" });
  await driver.close();
  await admin.query(`alter database ${database.name} reset all`);
});

describe("the lock", () => {
  test("is taken by whoever builds, and the message names the holder; readers need none", async () => {
    const driver = await adapter.connect(database.config, { root, lockWaitMs: 0, holder: "rmodel build" });
    const thrown = await problemOf(adapter.connect(database.config, { root, lockWaitMs: 0 }));
    expect(thrown).toMatchObject({ code: "RM4002", message: expect.stringMatching(new RegExp(`another build uses rmodel_admin@.*: rmodel build, process ${process.pid} on ${hostname().slice(0, 10)}.* since 20`)) });
    await (await adapter.connect(database.config, { root })).close();
    await driver.close();
    await (await adapter.connect(database.config, { root, lockWaitMs: 0 })).close();
  });

  test("is waited for", async () => {
    const driver = await adapter.connect(database.config, { root, lockWaitMs: 0 });
    const second = adapter.connect(database.config, { root, lockWaitMs: 10_000 });
    await setTimeout(400);
    await driver.close();
    const start = performance.now();
    await (await second).close();
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("of a process that was killed is free within a second, even while its statement runs", async () => {
    const { config } = database;
    const script = `import pg from "pg";
      const client = new pg.Client(${JSON.stringify({ host: config.host, port: config.port, user: config.user, password: config.password, database: config.dbname, application_name: nameOfHolder("rmodel build", new Date()) })});
      await client.connect();
      await client.query("select pg_advisory_lock(1919774564, 1)");
      console.log("locked");
      await client.query("set client_connection_check_interval = '500ms'");
      await client.query("select pg_sleep(60)");`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    expect(await problemOf(adapter.connect(config, { root, lockWaitMs: 0 }))).toMatchObject({ code: "RM4002" });
    const waiting = adapter.connect(config, { root, lockWaitMs: 5000 });
    await setTimeout(200);
    const start = performance.now();
    child.kill("SIGKILL");
    await (await waiting).close();
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("that was lost ends the build: nothing is written without it", async () => {
    const admin = await database.connect();
    const driver = await adapter.connect(database.config, { root, lockWaitMs: 0 });
    await admin.query("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())");
    await setTimeout(200);
    await expect(driver.execute("create table public.without_lock as select 1 as a")).rejects.toThrow(/held the target's lock is gone/);
    await driver.close();
  });
});

describe("scratch", () => {
  const leftovers = async () => (await (await database.connect()).query("select relname from pg_class where relnamespace = (select oid from pg_namespace where nspname = 'rmodel__scratch') and relkind = 'r'")).rows;

  test("is emptied when a writer connects and gone when it closes", async () => {
    const admin = await database.connect();
    await admin.query("create schema if not exists rmodel__scratch; create table rmodel__scratch.old as select 1 as a");
    const driver = await adapter.connect(database.config, { root, lockWaitMs: 0 });
    expect(await leftovers()).toEqual([]);
    await driver.execute(`create table ${driver.scratch}."copy" as select 1 as a`);
    expect(await driver.query(`select a from ${driver.scratch}."copy"`)).toEqual([{ a: 1n }]);
    await driver.close();
    expect((await admin.query("select 1 from pg_namespace where nspname = 'rmodel__scratch'")).rows).toEqual([]);
  });
});

describe("a role that owns nothing but its schemas", () => {
  test("builds in them, without scratch, and is told which right is missing elsewhere", async () => {
    const admin = await database.connect();
    await admin.query("create role rmodel_poor login password 'rmodel_poor'");
    try {
      await admin.query(`revoke create on database ${database.name} from public; create schema "shop__store" authorization rmodel_poor; create schema "shop" authorization rmodel_poor`);
      const driver = await adapter.connect(await database.with({ user: "rmodel_poor", password: "rmodel_poor" }), { root, lockWaitMs: 0 });
      expect(driver.scratch).toBeUndefined();
      await driver.transaction(async (session) => {
        await session.execute('create schema if not exists "shop__store"');
        await driver.createTable(session, { target: { schema: "shop__store", name: "t" }, query: "select 1 as a", columns: [], storage: { indexes: [["a"]], unlogged: false } });
        await driver.show(session, [{ view: { schema: "shop", name: "t" }, relation: { schema: "shop__store", name: "t" } }], []);
      });
      await driver.transaction((session) => driver.show(session, [{ view: { schema: "shop", name: "t" }, relation: { schema: "shop__store", name: "t" } }], []));
      expect(await driver.query("select * from shop.t")).toEqual([{ a: 1n }]);
      await expect(driver.transaction((session) => session.execute('create schema if not exists "other"'))).rejects.toMatchObject({ code: "RM4005", message: 'the schema "other" does not exist, and the role "rmodel_poor" may not make it', fix: expect.stringContaining(`grant create on database "${database.name}" to "rmodel_poor"`) });
      await driver.close();
    } finally {
      await admin.query("drop owned by rmodel_poor; drop role rmodel_poor");
    }
  });
});
