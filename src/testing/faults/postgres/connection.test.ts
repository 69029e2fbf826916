import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, test, vi } from "vitest";
import { buildOf } from "../shop.ts";
import { cases, tell } from "../scale.ts";
import { failingBuilds } from "../failing-builds.ts";
import { openProxy } from "../../proxy.ts";
import { ownServer } from "../../postgres.ts";
import { postgres, rowsOf } from "./target.ts";
import { rmodel, start } from "../process.ts";
import { slowModel } from "../slow.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 120_000 });

// Its servers are stopped under the feet of builds, so nobody else may need them.
const server = await ownServer();
const target = await postgres(server.url);
const { copy, expectFailed, expectMended } = failingBuilds(target);
const counts = { faults: 0, "retried and went well": 0, "slowest to end ms": 0 };
const newBuild = buildOf("new");

afterAll(() => tell("F4 connections of PostgreSQL", counts));

/** Resolves when the model that takes so long is being made. */
const whenSlow = (root: string): Promise<void> =>
  target.asking(root, async (client) => {
    for (let waitedMs = 0; (await rowsOf(client, slowBackends)).length === 0; waitedMs += 20) {
      if (waitedMs > 20_000) throw new Error("the slow model was never begun");
      await setTimeout(20);
    }
  });

const slowBackends = "select pid from pg_stat_activity where datname = current_database() and state = 'active' and query like '%\"slow__%' and pid <> pg_backend_pid()";

/** Ways in which a build loses the server in the middle of a model. */
const losses: readonly { readonly title: string; readonly lose: (root: string) => Promise<unknown>; readonly message: RegExp }[] = [
  {
    title: "the backend of a model is ended as often as it begins",
    message: /RM4010 .*"sales\.slow".*terminat/,
    lose: (root) => target.asking(root, async (client) => {
      for (let quietMs = 0; quietMs < 1500; quietMs += 20) {
        if ((await rowsOf(client, `select pg_terminate_backend(pid) from (${slowBackends}) as slow`)).length > 0) quietMs = 0;
        await setTimeout(20);
      }
    }),
  },
  {
    title: "the backend that holds the lock is ended",
    message: /RM4001 .*another build may be running/,
    lose: (root) => target.asking(root, (client) => rowsOf(client, "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())")),
  },
  { title: "the server is stopped fast", message: /RM4001|RM4010/, lose: () => server.stop("fast") },
  { title: "the server is stopped at once", message: /RM4001|RM4010/, lose: () => server.stop("immediate") },
  { title: "the server is started again", message: /RM4001|RM4010/, lose: async () => (await server.stop("fast"), server.start()) },
];

describe.each(losses)("when $title", ({ lose, message }) => {
  test("the build exits 1, readers see what they saw, and the next build finishes", async () => {
    for (let round = 0; round < cases(1, 8); round++) {
      const root = await copy(slowModel);
      target.profile(root, { connect_timeout: "2s" });
      const { ended } = start(root, newBuild);
      await whenSlow(root);
      const since = performance.now();
      await Promise.all([lose(root), ended]);
      counts.faults++;
      counts["slowest to end ms"] = Math.max(counts["slowest to end ms"], Math.round(performance.now() - since));
      await server.start();
      await expectFailed(root, await ended, message);
      await expectMended(root, slowModel);
    }
  });
});

describe("a network that drops connections", () => {
  test("in the middle of a model ends the build with exit 1", async () => {
    const proxy = await openProxy(Number(target.url.port));
    const root = await copy(slowModel);
    target.profile(root, { port: proxy.port, retries: 0 });
    const { ended } = start(root, newBuild);
    await whenSlow(root);
    proxy.drop();
    await expectFailed(root, await ended, /RM4001|RM4010/);
    counts.faults++;
    await target.whenGone(root, 5000);
    target.profile(root, {});
    await expectMended(root, slowModel);
    await proxy.close();
  });

  /** A build whose network drops each of the first `drops` connections that begin to make the fact table. */
  async function dropped(drops: number, marks: RegExp) {
    const proxy = await openProxy(Number(target.url.port));
    const root = await copy();
    target.profile(root, { port: proxy.port });
    let seen = 0;
    proxy.judge = (text) => (marks.test(text) && ++seen <= drops ? "drop" : "pass");
    const ended = await rmodel(root, newBuild);
    await proxy.close();
    target.profile(root, {});
    counts.faults++;
    return { root, ended, seen: () => seen };
  }

  const firstWrite = /create table "sales__store"\."fct_orders__/;

  test("before the first write of a model is tried again up to three times", async () => {
    const { root, ended, seen } = await dropped(3, firstWrite);
    expect(ended.code, ended.said).toBe(0);
    expect(seen()).toBe(4);
    counts["retried and went well"]++;
    await expectMended(root);
  });

  test("and a fourth time not", async () => {
    const { root, ended, seen } = await dropped(Infinity, firstWrite);
    await expectFailed(root, ended, /RM4010 .*"sales\.fct_orders"/);
    expect(seen()).toBe(4);
    await expectMended(root);
  });

  test("and never after one", async () => {
    const { root, ended, seen } = await dropped(Infinity, /analyze "sales__store"\."fct_orders__/);
    await expectFailed(root, ended, /RM4010 .*"sales\.fct_orders"/);
    expect(seen()).toBe(1);
    await expectMended(root);
  });

  test.each([["takes its lock", /pg_try_advisory_lock/], ["asks for the version", /server_version'\) as version\0/], ["makes its scratch schema", /has_schema_privilege\(s\.oid/], ["greets a session", /pg_backend_pid\(\) as pid/], ["reads the ledger", /"rmodel__state"\."versions" order by/]])("whenever the build %s ends it with a word on the target", async (_, mark) => {
    const { root, ended, seen } = await dropped(Infinity, mark);
    expect(seen()).toBeGreaterThan(0);
    await expectFailed(root, ended, /RM40(01|10) /);
    await expectMended(root);
  });

  test("in the publishing transaction leaves readers what they saw", async () => {
    const { root, ended } = await dropped(Infinity, /create or replace view "sales"\."fct_orders"/);
    await expectFailed(root, ended, /RM40/);
    await expectMended(root);
  });

  test("in the answer to a commit leaves one whole build, and the next build finishes", async () => {
    const { root, ended } = await dropped(1, /^Q....commit\0$/s);
    expect([0, 1], ended.said).toContain(ended.code);
    await expectMended(root);
  });
});

describe("a server that is not there", () => {
  test("and comes up five seconds later is waited for", async () => {
    const root = await copy();
    await server.stop("fast");
    const { ended } = start(root, newBuild);
    await setTimeout(5000);
    await server.start();
    expect((await ended).code, (await ended).said).toBe(0);
    counts.faults++;
    counts["retried and went well"]++;
    await expectMended(root);
  });

  test("is waited for once, for as long as the profile says", async () => {
    const root = await copy();
    expect((await rmodel(root, newBuild)).code).toBe(0);
    target.profile(root, { connect_timeout: "3s" });
    await server.stop("fast");
    const { code, said, elapsedMs } = await rmodel(root, newBuild);
    await server.start();
    expect(code, said).toBe(1);
    expect(said).toMatch(/RM4001 .*ECONNREFUSED/);
    expect(elapsedMs).toBeGreaterThan(2900);
    expect(elapsedMs).toBeLessThan(5900);
    counts.faults++;
  });
});
