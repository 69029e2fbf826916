import { afterAll, expect, test, vi } from "vitest";
import type pg from "pg";
import { buildOf, dataOf, write } from "../shop.ts";
import { cases, tell } from "../scale.ts";
import { postgres, rowsOf } from "./target.ts";
import { rmodel } from "../process.ts";

vi.setConfig({ testTimeout: 900_000 });

const target = await postgres();
const counts = { builds: 0, reads: 0, errors: 0, deadlocks: 0, mixed: 0 };

afterAll(() => tell("F7 readers of PostgreSQL", counts));

/** Three views in one statement; both editions have sums of their own in each. */
const join = "select (select sum(amount) from sales.fct_orders)::text as orders, (select sum(total) from sales.dim_rates where currency = 'USD')::text as rates, (select sum(amount) from sales.rpt_sales)::text as report, (select max(rate) from sales.rates)::text as rate";

test("readers that join views during builds never fail, never wait for a deadlock and never see two builds", async () => {
  const root = await target.shop("old");
  const build = async (edition: "old" | "new", round: number): Promise<string> => {
    write(root, dataOf(edition));
    const { code, said } = await rmodel(root, ["build", "--force", "--exclude", "rate_history", "dim_rates", "rpt_totals", "--execution-time", `2024-03-${String(round).padStart(2, "0")}`]);
    expect(code, said).toBe(0);
    counts.builds++;
    return target.asking(root, keyOf);
  };
  expect((await rmodel(root, buildOf("old"))).code).toBe(0);
  const keyOf = async (client: pg.Client): Promise<string> => JSON.stringify(await rowsOf(client, join));
  const seen = [await target.asking(root, keyOf)];
  let building = true;
  /** Reads until the builds are done; in a transaction twice, which then has to see the same. */
  const read = (isolation: string | undefined) => target.asking(root, async (client) => {
    const keys: string[] = [];
    while (building || keys.length === 0) {
      try {
        if (isolation !== undefined) await client.query(`begin isolation level ${isolation}`);
        keys.push(await keyOf(client));
        if (isolation === "repeatable read" && (await keyOf(client)) !== keys.at(-1)) keys.push("another build in the same transaction");
        if (isolation !== undefined) await client.query("commit");
      } catch (thrown) {
        const { code, message } = thrown as pg.DatabaseError;
        counts.deadlocks += Number(code === "40P01");
        keys.push(`error ${code} ${message}`);
        await client.query("rollback");
      }
      counts.reads++;
      // A person looks at what was read.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return keys;
  });
  const readers = [undefined, "read committed", "repeatable read", "repeatable read"].map(read);
  for (let round = 1; round <= cases(4, 60); round++) seen.push(await build(round % 2 === 1 ? "new" : "old", round));
  building = false;
  const keys = (await Promise.all(readers)).flat();
  counts.errors = keys.filter((key) => key.startsWith("error")).length;
  counts.mixed = keys.filter((key) => !key.startsWith("error") && !seen.includes(key)).length;
  expect(keys.filter((key) => key.startsWith("error"))).toEqual([]);
  expect(keys.filter((key) => !seen.includes(key))).toEqual([]);
  expect(new Set(seen).size).toBe(2);
  expect(new Set(keys).size, "readers saw both").toBe(2);
  expect(counts.reads).toBeGreaterThan(cases(200, 5000));
});

test("REPEATABLE READ: a view that moves after the transaction began, and before it was first read there, has no rows; one that was read before stays", async () => {
  const root = await target.shop("old");
  expect((await rmodel(root, buildOf("old"))).code).toBe(0);
  const fact = "select count(*)::integer as n from sales.fct_orders";
  await target.asking(root, async (early) => {
    await early.query("begin isolation level repeatable read; select 1 from sales.rate_history");
    await target.asking(root, async (late) => {
      await late.query("begin isolation level repeatable read; select 1");
      await early.query("commit; begin isolation level repeatable read; lock table sales.fct_orders in access share mode; select 1");
      write(root, dataOf("new"));
      const building = rmodel(root, buildOf("new"));
      // The reader that names its views first keeps the publication waiting, and sees one state.
      await new Promise((resolve) => setTimeout(resolve, 3000));
      expect(await rowsOf(early, fact)).toEqual([{ n: 400 }]);
      await early.query("commit");
      expect((await building).code).toBe(0);
      expect(await rowsOf(late, fact)).toEqual([{ n: 0 }]);
      await late.query("commit");
      expect(await rowsOf(late, fact)).toEqual([{ n: 400 }]);
    });
  });
});
