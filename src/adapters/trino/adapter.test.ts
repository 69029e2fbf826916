import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { tmpdir } from "node:os";
import { afterAll, describe, expect, test } from "vitest";
import type { AddressInfo } from "node:net";
import type { ConnectContext, Driver } from "../adapter.ts";
import type { TrinoConfig } from "./config.ts";
import { adapter } from "./adapter.ts";
import { connectTrino, newSchema, serverUrl } from "../../testing/trino.ts";
import { plainStorage } from "../../define/storage.ts";
import { selfSigned } from "../../testing/certificate.ts";

const ends: (() => void)[] = [];
afterAll(() => ends.forEach((end) => end()));

const schema = await adapter.configSchema();
const config = (settings: object): TrinoConfig => schema.parse({ type: "trino", server: "http://127.0.0.1:1", catalog: "iceberg", user: "ana", state: "ledger", retries: 0, ...settings });

/** A ledger that only tells how often it was opened, and how often it was closed. */
function ledger(transactions = true): { readonly context: ConnectContext; readonly opened: () => number; readonly closed: () => number } {
  let [opened, closed] = [0, 0];
  const driver = { capabilities: { transactions }, close: async () => void closed++ } as unknown as Driver;
  return { context: { root: tmpdir(), connectOther: async () => (opened++, driver) }, opened: () => opened, closed: () => closed };
}

/** A server that starts for some requests, and then has the given catalogs. */
async function server(starting: number, catalogs: readonly (readonly [string, string])[]) {
  const logins: (string | undefined)[] = [];
  let asked = 0;
  const listening = createServer((request, response) => {
    logins.push(request.headers.authorization);
    request.resume();
    const error = { message: "Trino server is still initializing", errorName: "SERVER_STARTING_UP", errorType: "INTERNAL_ERROR" };
    const columns = ["version", "name", "connector"].map((name) => ({ name, typeSignature: { rawType: "varchar", arguments: [] } }));
    request.on("end", () => response.end(JSON.stringify(asked++ < starting ? { id: "q", error } : { id: "q", columns, data: catalogs.map((catalog) => ["476", ...catalog]) })));
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  ends.push(() => (listening.closeAllConnections(), listening.close()));
  return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, logins };
}

const catalogs = [["iceberg", "iceberg"], ["lake", "hive"]] as const;

describe("a connection", () => {
  test("waits for a server that starts", async () => {
    const { url } = await server(2, catalogs);
    const { context, closed } = ledger();
    const driver = await adapter.connect(config({ server: url }), context);
    expect(driver.version).toBe("Trino 476");
    expect(closed()).toBe(0);
    await driver.close();
    expect(closed()).toBe(1);
  });

  test("does not wait for ever", async () => {
    const { url } = await server(99, catalogs);
    const { context, opened } = ledger();
    await expect(adapter.connect(config({ server: url, start_timeout: 0 }), context)).rejects.toMatchObject({ code: "RM4001", message: expect.stringContaining("is still starting") });
    expect(opened()).toBe(0);
  });

  test.each<[string, object, string, RegExp]>([
    ["a server that is not there", { server: "http://127.0.0.1:1" }, "RM4001", /cannot be reached/],
    ["a catalog that is not there", { catalog: "icberg" }, "RM4001", /no catalog "icberg"/],
    ["a catalog that leaves half-made tables", { catalog: "lake" }, "RM4007", /kind hive/],
    ["certificates that are not there", { ssl: { ca: "no-such.pem" } }, "RM1051", /ssl.ca cannot be read/],
    ["certificates that are none", { ssl: { ca: import.meta.filename } }, "RM1051", /ssl.ca cannot be read: .* has none/],
  ])("to %s is refused before the ledger is asked for", async (_, settings, code, message) => {
    const { url } = await server(0, catalogs);
    const { context, opened } = ledger();
    await expect(adapter.connect(config({ server: url, ...settings }), context)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(opened()).toBe(0);
  });

  // Answers of Trino 476 with PASSWORD and JWT authentication.
  const certificate = selfSigned();
  const unauthorized = { status: 401, body: "Unauthorized" };
  const noImpersonation = { status: 200, body: JSON.stringify({ id: "q", error: { message: "Access Denied: User ana cannot impersonate user bob", errorName: "PERMISSION_DENIED", errorType: "USER_ERROR" } }) };
  test.skipIf(certificate === undefined).each<[string, object, { status: number; body: string }, RegExp, RegExp]>([
    ["a wrong password", { password: "x" }, { status: 401, body: "Access Denied: Invalid credentials" }, /does not let ana in \(HTTP 401: Access Denied: Invalid credentials\)/, /user and password/],
    ["a token that expired", { token: "a.b.c" }, { status: 401, body: "JWT expired 3632806 milliseconds ago" }, /JWT expired/, /new token/],
    ["no login", {}, unauthorized, /HTTP 401: Unauthorized/, /a password or a token/],
    ["another user's password", { password: "x" }, noImpersonation, /cannot impersonate user bob/, /write the user/],
    ["a certificate of an unknown authority", { ssl: {} }, unauthorized, /self-signed certificate/, /ssl.ca/],
    ["another name than the certificate's", { server: "https://localhost" }, unauthorized, /does not match certificate's altnames/, /as its certificate does/],
    ["http to a port of https", { server: "http://127.0.0.1" }, unauthorized, /cannot be reached/, /http or https/],
  ])("with %s says what to do", async (_, settings, { status, body }, message, fix) => {
    const listening = createSecureServer({ ...certificate }, (request, response) => void request.resume().on("end", () => response.writeHead(status).end(body)));
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    ends.push(() => (listening.closeAllConnections(), listening.close()));
    const given = config({ server: "https://127.0.0.1", ssl: { ca: certificate!.path }, ...settings });
    const target = { ...given, server: `${given.server}:${(listening.address() as AddressInfo).port}` };
    await expect(adapter.connect(target, ledger().context)).rejects.toMatchObject({ code: "RM4001", message: expect.stringMatching(message), fix: expect.stringMatching(fix) });
  });

  test("over https to a port of http says what to do", async () => {
    const { url } = await server(0, catalogs);
    await expect(adapter.connect(config({ server: url.replace("http:", "https:") }), ledger().context)).rejects.toMatchObject({ code: "RM4001", fix: expect.stringMatching(/http or https/) });
  });

  test("keeps no ledger where there are no transactions, and none of another ledger", async () => {
    const { url } = await server(0, catalogs);
    const { context, closed } = ledger(false);
    await expect(adapter.connect(config({ server: url }), context)).rejects.toMatchObject({ code: "RM1051", message: expect.stringContaining('"ledger" cannot keep the ledger') });
    expect(closed()).toBe(1);
    await expect(adapter.connect(config({ server: url }), { root: tmpdir() })).rejects.toMatchObject({ code: "RM1051" });
  });

  test.each([
    ["a password", { password: "pa:ss" }, `Basic ${Buffer.from("ana:pa:ss").toString("base64")}`],
    ["a password with an umlaut, in Latin-1", { password: "pä" }, `Basic ${Buffer.from("ana:pä", "latin1").toString("base64")}`],
    ["a token", { token: "a.b.c" }, "Bearer a.b.c"],
    ["neither", {}, undefined],
  ])("logs in with %s", async (_, settings, expected) => {
    const { url, logins } = await server(0, catalogs);
    const { context } = ledger();
    const driver = await adapter.connect(config({ server: url, allow_insecure_login: true, ...settings }), context);
    await driver.close();
    expect(logins).toEqual([expected]);
  });
});

describe.skipIf(serverUrl === undefined)("on a server", () => {
  test("other catalogs are taken where the profile says so, and what a failure leaves there is dropped", async () => {
    await expect(connectTrino({ catalog: "memory" })).rejects.toMatchObject({ code: "RM4007" });
    const driver = await connectTrino({ catalog: "memory", allow_non_atomic: true });
    const name = await newSchema(driver);
    const make = (query: string) => driver.transaction((session) => driver.createTable(session, { target: { schema: name, name: "t" }, query, columns: [], storage: plainStorage }));
    await expect(make("select 1 / (orderkey - 1) as x from tpch.tiny.orders")).rejects.toThrow(/Division by zero/);
    expect(await make("select 1 as x")).toMatchObject({ rows: 1 });
    await driver.execute(`drop schema "${name}" cascade`);
  });

  test("two builds at once: the second is told who holds the ledger", async () => {
    const { adapter: duckdb } = await import("../duckdb/adapter.ts");
    const state = (await duckdb.configSchema()).parse({ type: "duckdb", path: `rmodel-two-${process.pid}.duckdb` });
    const context: ConnectContext = { root: tmpdir(), lockWaitMs: 0, holder: "rmodel build" };
    const connect = () => adapter.connect(config({ server: serverUrl! }), { ...context, connectOther: () => duckdb.connect(state, context) });
    const first = await connect();
    await expect(connect()).rejects.toMatchObject({ code: "RM4002", message: expect.stringContaining("rmodel build") });
    await first.close();
    await (await connect()).close();
    const { rmSync } = await import("node:fs");
    rmSync(`${tmpdir()}/rmodel-two-${process.pid}.duckdb`, { force: true });
  });
});
