import { afterAll, describe, expect, test, vi } from "vitest";
import { buildOf, profile, shop, write } from "./shop.ts";
import { cases, tell } from "./scale.ts";
import { databaseOf, rmodel, stackLines } from "./process.ts";
import { published } from "./relations.ts";

vi.setConfig({ testTimeout: 900_000 });

const counts = { tried: 0, spilled: 0, refused: 0, "killed by the system": 0 };

afterAll(() => tell("F9 memory limit", counts));

/** Queries over some ten times the memory: one that the engine can spill to disk, one that it keeps in memory whole. */
const greedy = {
  "a sort": "select hash(n.range)::varchar || repeat('x', 100) as noise from range(3000000) as n order by noise",
  "an aggregate": "select max(len) as noise from (select length(string_agg(md5(n.range::varchar))) as len from range(8000000) as n)",
};

describe.each(["64MB", "128MB"].slice(0, cases(2, 2)))("with memory_limit %s", (limit) => {
  test.each(Object.entries(greedy))("%s that needs more spills, or exits 1 naming the model", async (_, query) => {
    counts.tried++;
    const root = shop("old", { "profiles.yaml": profile(`, threads: 1, memory_limit: ${limit}`) });
    expect((await rmodel(root, buildOf("old"))).code).toBe(0);
    const before = await published(databaseOf(root));
    write(root, {
      "models/sales/greedy.ts": `
import { model, sql, t } from "rmodel";
export default model({ description: "More than fits.", materialized: "table", query: sql\`select cast(noise as varchar) as noise from (${query}) limit 10\`, columns: { noise: t.text() } });
`,
    });
    const { code, killed, said } = await rmodel(root, buildOf("old"));
    counts[code === 0 ? "spilled" : "refused"]++;
    counts["killed by the system"] += Number(killed);
    expect([0, 1], said).toContain(code);
    expect(stackLines(said)).toEqual([]);
    if (code === 0) return;
    expect(said).toMatch(/sales\.greedy/);
    expect(said).toMatch(/memory/i);
    expect(await published(databaseOf(root))).toEqual(before);
  });
});
