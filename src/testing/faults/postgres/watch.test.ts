import { setTimeout } from "node:timers/promises";
import { afterAll, expect, test, vi } from "vitest";
import type pg from "pg";
import { buildOf, dataOf, write } from "../shop.ts";
import { cases, tell } from "../scale.ts";
import { postgres, rowsOf } from "./target.ts";
import { rmodel, stackLines, start } from "../process.ts";

vi.setConfig({ testTimeout: 900_000 });

const target = await postgres();
const counts = { rounds: 0, reads: 0, errors: 0, wrong: 0 };

afterAll(() => tell("F6 and F7 watch, builds and readers of PostgreSQL", counts));

/** The snapshot would grow with every build. */
const exclude = ["--exclude", "rate_history", "dim_rates", "rpt_totals"];

/** Values that each edition has of its own, and a sum that is right in one build alone. */
const look = "select (select max(rate) from sales.rates)::text as rate, (select sum(amount) from sales.fct_orders)::text as orders, (select sum(amount) from sales.rpt_sales)::text as report, (select count(*) from sales.fct_orders)::text as rows";

test("a watch and builds of overlapping selections at once all go well, and no reader fails or sees what no build made", async () => {
  const root = await target.shop("old");
  expect((await rmodel(root, buildOf("old"))).code).toBe(0);
  const valuesOf = (client: pg.Client) => rowsOf(client, look).then(([row]) => row as Readonly<Record<string, string>>);
  const old = await target.asking(root, valuesOf);
  const watch = start(root, ["watch", ...exclude]);
  let said = "";
  for (const stream of [watch.child.stdout!, watch.child.stderr!]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const whenSaid = async (pattern: RegExp, from: number): Promise<void> => {
    for (let waitedMs = 0; !pattern.test(said.slice(from)); waitedMs += 50) {
      if (waitedMs > 60_000 || watch.child.exitCode !== null) throw new Error(`watch did not say ${pattern}: ${said.slice(from)}`);
      await setTimeout(50);
    }
  };
  let working = true;
  const reads: Readonly<Record<string, string>>[] = [];
  const read = (isolation: string | undefined) => target.asking(root, async (client) => {
    while (working) {
      await client.query(isolation === undefined ? "select 1" : `begin isolation level ${isolation}`);
      const values = await valuesOf(client).catch((thrown: pg.DatabaseError) => ({ error: `${thrown.code} ${thrown.message}` }));
      await client.query(isolation === undefined ? "select 1" : "commit");
      reads.push(values);
      await setTimeout(5);
    }
  });
  const readers = [undefined, undefined, "read committed", "repeatable read"].map(read);
  try {
    await whenSaid(/Watching for saves/, 0);
    for (let round = 1; round <= cases(3, 41); round++) {
      const from = said.length;
      write(root, dataOf(round % 2 === 1 ? "new" : "old"));
      const builds = await Promise.all([["--select", "+fct_orders"], ["--select", "stg_orders+"]].map((selected) => rmodel(root, ["build", "--wait", ...selected, ...exclude])));
      expect(builds.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0]);
      await whenSaid(/saved → done/, from);
      counts.rounds++;
    }
    expect((await rmodel(root, ["build", "--wait", ...exclude])).code).toBe(0);
  } finally {
    working = false;
    watch.child.kill("SIGINT");
    await Promise.all(readers);
  }
  expect((await watch.ended).code).toBe(130);
  expect(said).not.toMatch(/RM\d{4}/);
  expect(stackLines(said)).toEqual([]);
  const fresh = await target.asking(root, valuesOf);
  const errors = reads.filter(({ error }) => error !== undefined);
  // A build of one selection moves its own relations only, so each is of one edition, and not all of the same.
  const wrong = reads.filter((values) => values.error === undefined && Object.entries(values).some(([name, value]) => value !== old[name] && value !== fresh[name]));
  counts.reads = reads.length;
  counts.errors = errors.length;
  counts.wrong = wrong.length;
  expect(errors).toEqual([]);
  expect(new Set(reads.map(({ rate }) => rate)).size, "readers saw both editions").toBe(2);
  expect(wrong).toEqual([]);
  expect(await target.leftovers(root)).toEqual([]);
});
