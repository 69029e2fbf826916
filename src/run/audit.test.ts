import { describe, expect, test } from "vitest";
import type { Files } from "../testing/project.ts";
import { Warehouse, outcomes } from "../testing/warehouse.ts";

/** A seed with one tested column over the values null, null, 1 and 2. */
const seedOf = (column: string): Files => ({
  "seeds/shop/n.ts": `import { seed, sql, t } from "rmodel";\nexport default seed({ columns: { i: t.integer(), n: ${column} } });\n`,
  "seeds/shop/n.csv": "i,n\n1,\n2,\n3,1\n4,2\n",
});

describe("a test", () => {
  test.each([
    ["fails from its first failure on", "t.integer().notNull()", "fail 2 failures in 4 rows"],
    ["warns when it is only a warning", 't.integer().notNull({ severity: "warn" })', "warn 2 failures in 4 rows"],
    ["fails from `errorAt` on", "t.integer().notNull({ errorAt: 2 })", "fail 2 failures in 4 rows"],
    ["warns below `errorAt`", "t.integer().notNull({ errorAt: 3 })", "warn 2 failures in 4 rows"],
    ["passes below both thresholds", "t.integer().notNull({ errorAt: 3, warnAt: 3 })", "pass"],
    ["passes when the share of `minPass` passes", "t.integer().notNull({ minPass: 0.5 })", "pass"],
    ["fails when a smaller share does", "t.integer().notNull({ minPass: 0.51 })", "fail 2 failures in 4 rows"],
    ["has its share of the rows that `where` keeps", "t.integer().notNull({ minPass: 0.5, where: sql`n is null or n = 1` })", "fail 2 failures in 3 rows"],
    ["counts again what its scan cannot tell", "t.integer().unique()", "pass"],
  ])("%s", async (_, column, expected) => {
    const warehouse = await Warehouse.open();
    const { results } = await warehouse.build(seedOf(column));
    const { status, message } = results.find(({ kind }) => kind === "test")!;
    expect(`${status} ${message}`.trim()).toBe(expected);
  });

  test("passes at exactly its share, whatever the share is in binary", async () => {
    const warehouse = await Warehouse.open();
    const tenth = { ...seedOf("t.integer().notNull({ minPass: 0.9 })"), "seeds/shop/n.csv": `i,n\n1,\n${[2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) => `${i},1\n`).join("")}` };
    expect((await warehouse.build(tenth)).results.map(({ status }) => status)).toEqual(["success", "pass"]);
  });

  test("keeps its failing rows where it is asked to, until it passes", async () => {
    const warehouse = await Warehouse.open();
    await warehouse.build(seedOf("t.integer().notNull({ storeFailures: true })"));
    expect(await warehouse.query("select i from rmodel__failures.shop__not_null_n_n order by i")).toEqual([{ i: 1n }, { i: 2n }]);
    await warehouse.build({ ...seedOf("t.integer().notNull({ storeFailures: true })"), "seeds/shop/n.csv": "i,n\n1,1\n" });
    expect(await warehouse.relations("rmodel\\__failures")).toEqual([]);
  });

  test("shows at most the rows that are asked for, personal columns masked", async () => {
    const warehouse = await Warehouse.open();
    const { results } = await warehouse.build(seedOf("t.integer().pii().range({ min: 2 })"), {}, { samples: 5 });
    expect(results.find(({ kind }) => kind === "test")!.sample).toEqual([{ i: "3", n: "*****" }]);
  });
});

describe("a test of an ephemeral model", () => {
  const models: Files = {
    ...seedOf("t.integer()"),
    "models/shop/stg_n.ts": 'import { model, t } from "rmodel";\nimport n from "../../seeds/shop/n.ts";\nconst row = n.as("row");\nexport default model({ materialized: "ephemeral", from: row, columns: { i: t.integer().is(row.i).notNull().references(n, "i"), n: t.integer().is(row.n).notNull() } });\n',
    "models/shop/fct_n.ts": 'import { model, t } from "rmodel";\nimport stgN from "./stg_n.ts";\nconst row = stgN.as("row");\nexport default model({ materialized: "table", from: row, columns: { n: t.integer().is(row.n) } });\n',
  };

  test.each([true, false])("runs over its query, and a failure keeps everything from readers (share: %s)", async (share) => {
    const warehouse = await Warehouse.open();
    const results = await warehouse.build(models, { share });
    expect(outcomes(results)).toEqual(["fail shop.not_null_stg_n_n", "pass shop.not_null_stg_n_i", "pass shop.relationships_stg_n_i", "success shop.fct_n", "success shop.n"]);
    expect(results.published).toBe(false);
    expect(await warehouse.relations("shop")).toEqual([]);
  });

  test("is asked again when what it reads has changed, and only then", async () => {
    const warehouse = await Warehouse.open();
    const good: Files = { ...models, "seeds/shop/n.csv": "i,n\n1,1\n" };
    expect((await warehouse.build(good)).published).toBe(true);
    expect(outcomes(await warehouse.build(good))).toEqual([]);
    expect(outcomes(await warehouse.build({ ...good, "seeds/shop/n.csv": "i,n\n1,\n" }))).toContain("fail shop.not_null_stg_n_n");
  });
});
