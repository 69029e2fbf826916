import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Compiled } from "./compiled.ts";
import { compileFiles } from "../testing/project.ts";
import { failingRows, fill, scanned } from "../testing/test-counts.ts";
import { openSandbox } from "../adapters/duckdb/sandbox.ts";

const sales = `import { source, sql, t, test } from "rmodel";
import shops from "./shops.ts";
export default source({
  table: { schema: "raw", name: "sales" },
  grain: ["id", "line"],
  columns: {
    id: t.integer().notNull().range({ min: 1 }),
    line: t.integer().notNull({ where: sql\`id > 1\` }).unique({ where: sql\`id = 1\` }),
    shop: t.text().references(shops, "name").acceptedValues(["Rio", "it's"]).notEmpty().matches("^[A-Z]", { where: sql\`shop <> ''\` }),
    sold: t.timestamp().recent({ days: 1 }).notNullProportion(0.9),
  },
  tests: (row) => [
    test.isTrue(sql\`\${row.line} < 9\`),
    test.isTrue(sql\`\${row.line} < 9 -- not many\n\`, { where: sql\`\${row.id} > 1 -- without the first\n\` }),
    test.rowCount({ max: 3 }),
    test.equalRowCount(shops),
  ],
});
`;
const shops = 'import { source, t } from "rmodel";\nexport default source({ table: { schema: "raw", name: "shops" }, columns: { name: t.text() } });\n';

let compiled: Compiled;
const sandbox = await openSandbox();
const relation = "shop.sales";
const tests = () => compiled.relations.get(relation)!.tests;

beforeAll(async () => {
  compiled = await compileFiles({ "sources/shop/sales.ts": sales, "sources/shop/shops.ts": shops });
  await fill(sandbox, compiled, "shop.shops", [{ name: "Rio" }]);
});
afterAll(() => sandbox.close());

const bad = [
  { id: 1, line: 1, shop: "Rio", sold: "2024-01-31 11:00:00" },
  { id: 1, line: 1, shop: "rio", sold: null },
  { id: 2, line: null, shop: "", sold: null },
  { id: 0, line: 9, shop: null, sold: null },
];

/** What a person counts in `bad`, test by test. */
const counted = {
  not_null_sales_id: 0,
  accepted_range_sales_id: 1,
  not_null_sales_line: 1,
  unique_sales_line: 1,
  relationships_sales_shop: 2,
  accepted_values_sales_shop: 2,
  not_empty_string_sales_shop: 1,
  regex_sales_shop: 1,
  recency_sales_sold: 0,
  not_null_proportion_sales_sold: 3,
  unique_combination_sales: 1,
  expression_is_true_sales: 2,
  expression_is_true_sales_2: 1,
  row_count_sales: 1,
  equal_rowcount_sales: 3,
};

test("one scan finds the failures of every test of a relation", async () => {
  await fill(sandbox, compiled, relation, bad);
  const found = await scanned(sandbox, compiled, tests());
  expect(Object.fromEntries(tests().map(({ test: { name } }, index) => [name, found[index]!.failures]))).toEqual(counted);
});

test("a test scanned alone finds what it finds among others", async () => {
  await fill(sandbox, compiled, relation, bad);
  const together = await scanned(sandbox, compiled, tests());
  const alone = [];
  for (const one of tests()) alone.push(...(await scanned(sandbox, compiled, [one])));
  expect(alone).toEqual(together);
});

test("a test's own query yields its failing rows, none when it passes", async () => {
  await fill(sandbox, compiled, relation, bad);
  const shown: Record<string, number> = {};
  for (const one of tests()) shown[one.test.name] = await failingRows(sandbox, one);
  // It is one row that says how many there are and should be.
  expect(shown).toEqual({ ...counted, equal_rowcount_sales: 1 });
});

test("a scan counts as tested the rows that `where` keeps", async () => {
  await fill(sandbox, compiled, relation, bad);
  const found = await scanned(sandbox, compiled, tests());
  expect(Object.fromEntries(tests().flatMap(({ test: { name, where } }, index) => (where === undefined ? [] : [[name, found[index]!.rows]])))).toEqual({
    not_null_sales_line: 1,
    unique_sales_line: 2,
    regex_sales_shop: 2,
    expression_is_true_sales_2: 1,
  });
});

describe("a test that looks at neighbouring rows", () => {
  test("runs alone when it has a `where`, which comes first", async () => {
    const source = 'import { source, sql, t } from "rmodel";\nexport default source({ table: { schema: "raw", name: "n" }, columns: { n: t.integer().sequential({ where: sql`n <> 2` }) } });\n';
    const one = await compileFiles({ "sources/shop/n.ts": source });
    const [sequential] = one.relations.get("shop.n")!.tests;
    await fill(sandbox, one, "shop.n", [{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect({ scan: sequential!.scan, failures: await failingRows(sandbox, sequential!) }).toEqual({ scan: undefined, failures: 1 });
  });
});
