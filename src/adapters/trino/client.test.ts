import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { inspect } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import type { AddressInfo } from "node:net";
import type { IncomingHttpHeaders, RequestListener, ServerResponse } from "node:http";
import type { Client, ClientOptions } from "./client.ts";
import { openClient } from "./client.ts";
import { openTestClient, serverUrl } from "../../testing/trino.ts";
import { selfSigned } from "../../testing/certificate.ts";

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

/** What a server answers to a request; undefined: never. */
type Reply = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: string | object } | "drop" | undefined;

const ends: (() => void)[] = [];
afterAll(() => ends.forEach((end) => end()));

/** A server that gives one answer after another, and a client for it; DELETE is always taken. */
async function speaking(replies: (base: string) => readonly Reply[], options: Partial<ClientOptions> = {}): Promise<{ readonly client: Client; readonly seen: Seen[]; readonly base: string }> {
  const seen: Seen[] = [];
  let next = 0;
  let base = "";
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      seen.push({ method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString(), at: performance.now() });
      answer(request.method === "DELETE" ? { status: 204, body: "" } : replies(base)[next++], response);
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = await openClient({ url: new URL(base), verify: true, timeoutMs: 5000, user: "ana", secrets: [], source: "rmodel", catalog: "iceberg", session: {}, tags: [], retries: 3, pauseMs: 1, ...options });
  ends.push(() => (client.close(), server.closeAllConnections(), server.close()));
  return { client, seen, base };
}

function answer(reply: Reply, response: ServerResponse): void {
  if (reply === undefined) return;
  if (reply === "drop") return void response.destroy();
  response.writeHead(reply.status ?? 200, reply.headers);
  response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
}

const bigint = { name: "n", type: "bigint", typeSignature: { rawType: "bigint", arguments: [] } };
const page = (more: object = {}): Reply => ({ body: { id: "q1", ...more } });
const last = page({ columns: [bigint], data: [[1]] });

describe("a statement", () => {
  test("is sent with all that the server needs to know, whoever runs the process", async () => {
    const { client, seen } = await speaking((base) => [page({ nextUri: `${base}/next` }), last], { session: { query_max_run_time: "1h", "iceberg.compression_codec": "ZSTD" }, tags: ["rmodel:run_1"] });
    await client.run("select 1", { trace: "sales.fct" });
    expect(seen[0]).toMatchObject({
      method: "POST", url: "/v1/statement", body: "select 1",
      headers: { "x-trino-user": "ana", "x-trino-source": "rmodel", "x-trino-catalog": "iceberg", "x-trino-time-zone": "UTC", "x-trino-client-capabilities": "PARAMETRIC_DATETIME", "x-trino-session": "query_max_run_time=1h,iceberg.compression_codec=ZSTD", "x-trino-client-tags": "rmodel:run_1", "x-trino-trace-token": "sales.fct" },
    });
    expect(seen[1]).toMatchObject({ method: "GET", url: "/next" });
  });

  test("loses the semicolon that it may end with", async () => {
    const { client, seen } = await speaking(() => [last]);
    await client.run("select ';' ; \n");
    expect(seen[0]!.body).toBe("select ';'");
  });

  test("gives the rows of all its pages, and the number of those it wrote", async () => {
    const { client } = await speaking((base) => [page({ nextUri: `${base}/1` }), page({ nextUri: `${base}/2`, columns: [bigint], data: [[1], [2]] }), page({ nextUri: `${base}/3`, columns: [bigint], data: [] }), page({ columns: [bigint], data: [[3]], updateCount: 7 })]);
    expect(await client.run("select 1")).toEqual({ id: "q1", columns: [{ name: "n", type: bigint.typeSignature }], rows: [[1], [2], [3]], updateCount: 7 });
  });

  test("hands its rows over page by page, and ends on the server when they are not wanted", async () => {
    const { client, seen } = await speaking((base) => [page({ nextUri: `${base}/1`, columns: [bigint], data: [[1]] }), page({ nextUri: `${base}/2`, columns: [bigint], data: [[2]] })]);
    const taken: unknown[] = [];
    const run = client.run("select 1", { take: async (rows) => { taken.push(...rows); if (taken.length === 2) throw new Error("disk full"); } });
    await expect(run).rejects.toThrow("disk full");
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(["POST /v1/statement", "GET /1", "DELETE /2"]);
  });

  test("of a million characters and more is refused before it is sent", async () => {
    const { client, seen } = await speaking(() => []);
    await expect(client.run(`select '${"x".repeat(1_000_000)}'`)).rejects.toThrow("the statement has 1,000,009 characters, and Trino takes 1,000,000");
    expect(seen).toEqual([]);
  });

  test.each([["at once", (): Reply[] => []], ["after rows", (base: string): Reply[] => [page({ nextUri: `${base}/1`, columns: [bigint], data: [[1]] })]]])("that fails %s throws", async (_, before) => {
    const error = { message: "line 1:8: no", errorName: "COLUMN_NOT_FOUND", errorType: "USER_ERROR", errorLocation: { lineNumber: 1, columnNumber: 8 } };
    const { client } = await speaking((base) => [...before(base), page({ error })]);
    await expect(client.run("select x")).rejects.toMatchObject({ message: "line 1:8: no", details: { kind: "query", name: "COLUMN_NOT_FOUND", type: "USER_ERROR", place: { line: 1, column: 8 }, queryId: "q1" } });
  });
});

describe("a request that goes wrong", () => {
  test.each<[string, Reply]>([["429", { status: 429, body: "" }], ["502", { status: 502, body: "" }], ["503", { status: 503, body: "" }], ["504", { status: 504, body: "" }], ["a lost connection", "drop"]])("with %s is sent again", async (_, bad) => {
    const { client, seen } = await speaking((base) => [bad, bad, page({ nextUri: `${base}/1` }), bad, bad, last]);
    expect((await client.run("insert into t values 1")).rows).toEqual([[1]]);
    expect(seen.map(({ method }) => method)).toEqual(["POST", "POST", "POST", "GET", "GET", "GET"]);
  });

  test("once the statement has an id is never a new statement", async () => {
    const { client, seen } = await speaking((base) => [page({ nextUri: `${base}/1` }), ...Array.from({ length: 9 }, (): Reply => ({ status: 503, body: "busy" }))]);
    await expect(client.run("insert into t values 1")).rejects.toMatchObject({ message: expect.stringMatching(/answers HTTP 503: busy/), details: { kind: "connection", queryId: "q1" } });
    expect(seen.map(({ method }) => method)).toEqual(["POST", "GET", "GET", "GET", "GET", "DELETE"]);
  });

  test.each<[string, Reply, RegExp]>([
    ["an error of the server", { status: 500, body: "<html><b>Oops</b></html>" }, /answers HTTP 500: Oops/],
    ["another protocol", { body: "<html>Welcome</html>" }, /does not speak Trino's protocol: Welcome/],
    ["JSON of something else", { body: { ok: true } }, /does not speak Trino's protocol/],
    ["another place", { status: 302, headers: { location: "http://127.0.0.1:1/" }, body: "" }, /answers HTTP 302/],
  ])("with %s is not sent again", async (_, reply, message) => {
    const { client, seen } = await speaking(() => [reply]);
    await expect(client.run("select 1")).rejects.toThrow(message);
    expect(seen).toHaveLength(1);
  });

  test("without an answer ends after a time", async () => {
    const { client } = await speaking(() => [], { timeoutMs: 100, retries: 0 });
    await expect(client.run("select 1")).rejects.toThrow(/cannot be reached: no answer within 0.1 s/);
  });

  test("to a server that is not there tells its address", async () => {
    const client = await openClient({ url: new URL("http://127.0.0.1:1"), verify: true, timeoutMs: 1000, user: "ana", secrets: [], source: "s", catalog: "c", session: {}, tags: [], retries: 1, pauseMs: 1 });
    await expect(client.run("select 1")).rejects.toThrow(/127.0.0.1:1 cannot be reached: .*ECONNREFUSED/);
  });
});

describe("a cancel", () => {
  test.each<[string, (base: string) => readonly Reply[], readonly string[]]>([
    ["before the first rows", (base) => [page({ nextUri: `${base}/1` }), undefined], ["POST", "GET", "DELETE"]],
    ["between rows", (base) => [page({ nextUri: `${base}/1`, columns: [bigint], data: [[1]] }), undefined], ["POST", "GET", "DELETE"]],
    ["while nobody answers", () => [undefined], ["POST"]],
    ["while the server is busy", () => Array.from({ length: 50 }, (): Reply => ({ status: 503, headers: { "retry-after": "5" }, body: "" })), ["POST"]],
  ])("%s comes through within a second", async (_, replies, methods) => {
    const { client, seen } = await speaking(replies);
    const stop = new AbortController();
    const run = client.run("select 1", { signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    await expect(run).rejects.toMatchObject({ message: "the statement was cancelled", details: { kind: "cancelled" } });
    expect(seen.map(({ method }) => method)).toEqual(methods);
  });

  test("while the id is on its way waits for it, and ends the statement on the server", async () => {
    const { seen, base } = await speaking(() => []);
    const slow = createServer((request, response) => {
      seen.push({ method: request.method!, url: request.url!, headers: {}, body: "", at: performance.now() });
      setTimeout(() => answer(request.method === "DELETE" ? { status: 204, body: "" } : page({ nextUri: `http://${request.headers.host}/1` }), response), 200);
    });
    await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
    ends.push(() => (slow.closeAllConnections(), slow.close()));
    void base;
    const client = await openClient({ url: new URL(`http://127.0.0.1:${(slow.address() as AddressInfo).port}`), verify: true, timeoutMs: 5000, user: "ana", secrets: [], source: "s", catalog: "c", session: {}, tags: [], retries: 0 });
    const stop = new AbortController();
    const run = client.run("select 1", { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    const start = performance.now();
    await expect(run).rejects.toMatchObject({ details: { kind: "cancelled" } });
    expect(performance.now() - start).toBeLessThan(1000);
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(["POST /v1/statement", "DELETE /1"]);
    client.close();
  });

  test("beforehand sends nothing", async () => {
    const { client, seen } = await speaking(() => []);
    await expect(client.run("select 1", { signal: AbortSignal.abort() })).rejects.toMatchObject({ details: { kind: "cancelled" } });
    expect(seen).toEqual([]);
  });
});

describe("a secret", () => {
  const secret = "s3cr3t-canary";
  const authorization = `Basic ${Buffer.from(`ana:${secret}`).toString("base64")}`;
  const options = { authorization, secrets: [secret, authorization.slice("Basic ".length)] };

  test("is sent with each request and stands in no error", async () => {
    const { client, seen } = await speaking((base) => [page({ nextUri: `${base}/1` }), { status: 401, body: `bad password ${secret} in ${authorization}` }], options);
    const error: unknown = await client.run("select 1").catch((thrown: unknown) => thrown);
    expect((error as Error).message).toMatch(/does not let ana in \(HTTP 401: bad password \*{5} in Basic \*{5}\)/);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([authorization, authorization, authorization]);
    expect(inspect(error, { depth: 9 })).not.toMatch(/s3cr3t|YW5hOn/);
  });

  test("does not go to another server that an answer names", async () => {
    const other = await speaking(() => [last]);
    const { client } = await speaking(() => [page({ nextUri: `${other.base}/1` })], options);
    await expect(client.run("select 1")).rejects.toThrow(/sends us on to .*, which gets no password/);
    expect(other.seen).toEqual([]);
  });
});

describe("a server with a certificate", () => {
  const certificate = selfSigned();

  test.skipIf(certificate === undefined).each<[string, Partial<ClientOptions>, RegExp | undefined]>([
    ["that nobody vouches for is refused", {}, /self-signed certificate/],
    ["of another name is refused", { url: new URL("https://localhost"), ca: certificate?.cert }, /does not match certificate's altnames/],
    ["of our own authority is taken", { ca: certificate?.cert }, undefined],
    ["is taken unseen where the profile says so", { verify: false }, undefined],
  ])("%s", async (_, options, refusal) => {
    const server = createSecureServer({ ...certificate }, (request, response) => {
      request.resume();
      request.on("end", () => answer(last, response));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    let connections = 0;
    server.on("connection", () => connections++);
    const url = new URL(options.url ?? "https://127.0.0.1");
    url.port = String((server.address() as AddressInfo).port);
    const client = await openClient({ verify: true, timeoutMs: 5000, user: "ana", secrets: [], source: "s", catalog: "c", session: {}, tags: [], retries: 3, pauseMs: 1, ...options, url });
    const run = client.run("select 1");
    if (refusal === undefined) expect((await run).rows).toEqual([[1]]);
    else await expect(run).rejects.toMatchObject({ message: expect.stringMatching(refusal), details: { kind: "handshake" } });
    expect(connections).toBe(1);
    client.close();
    server.closeAllConnections();
    server.close();
  });
});

describe.skipIf(serverUrl === undefined)("on a server", () => {
  test("a statement that nobody asks about never runs, so a lost POST may be sent again", async () => {
    const client = await openTestClient();
    await client.run("create schema if not exists rmodel_protocol");
    await client.run("create table rmodel_protocol.unasked (n bigint)");
    try {
      const reply = await fetch(`${serverUrl}/v1/statement`, { method: "POST", body: "insert into rmodel_protocol.unasked values 1", headers: { "X-Trino-User": "rmodel", "X-Trino-Catalog": "iceberg" } });
      expect(((await reply.json()) as { stats: { state: string } }).stats.state).toBe("QUEUED");
      await new Promise((resolve) => setTimeout(resolve, 3000));
      expect((await client.run("select count(*) from rmodel_protocol.unasked")).rows).toEqual([[0]]);
    } finally {
      await client.run("drop schema rmodel_protocol cascade");
      client.close();
    }
  });

  test("digits survive, inside of texts too", async () => {
    const client = await openTestClient();
    const { rows } = await client.run(`select 9007199254740993, -9223372036854775808, 'a,1234567890123456789012,b "9007199254740993"', cast('{"n":9007199254740993}' as varchar), array[9007199254740993], 1234567890123456789e0, timestamp '2011-12-09 12:50:00.123456'`);
    expect(rows).toEqual([["9007199254740993", "-9223372036854775808", 'a,1234567890123456789012,b "9007199254740993"', '{"n":9007199254740993}', ["9007199254740993"], 1234567890123456800, "2011-12-09 12:50:00.123456"]]);
    client.close();
  });
});
