import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { CertifiedSet } from "../forecast/nist-for-tests.ts";
import type { Files } from "../testing/project.ts";
import { Warehouse, outcomes } from "../testing/warehouse.ts";
import { agreeingDigits } from "../forecast/duckdb-for-tests.ts";
import { filip, longley, noInt2, pontius, wampler1, wampler5 } from "../forecast/nist-for-tests.ts";
import { leastSquares } from "../forecast/least-squares-for-tests.ts";
import { range } from "../forecast/sql.ts";

/** A model of rows that stand in the test: y and the features. */
function observations(rows: readonly (readonly number[])[]): string {
  const names = ["y", ...range(1, rows[0]!.length - 1).map((j) => `x${j}`)];
  const values = rows.map((row) => `(${row.map((value) => `cast('${value}' as double)`).join(", ")})`).join(",\n");
  return `import { model, sql, t } from "rmodel";
export default model({ columns: { ${names.map((name) => `${name}: t.double()`).join(", ")} }, query: sql\`select * from (values ${values}) as given (${names.join(", ")})\` });`;
}

function regressionOf({ rows, intercept }: Pick<CertifiedSet, "rows" | "intercept">): Files {
  const features = range(1, rows[0]!.length - 1).map((j) => `"x${j}"`);
  return {
    "models/shop/observed.ts": observations(rows),
    "models/shop/line.ts": `import { regression } from "rmodel"; import observed from "./observed.ts";
export default regression({ of: observed, target: "y", features: [${features.join(", ")}], intercept: ${intercept} });`,
  };
}

/** Messages of the warnings of a build; everything else has to be fine. */
async function warnings(warehouse: Warehouse, files: Files): Promise<Record<string, string>> {
  const results = await warehouse.build(files);
  expect(outcomes(results).filter((outcome) => !/^(pass|success|warn) /.test(outcome))).toEqual([]);
  return Object.fromEntries(results.results.flatMap((result) => (result.status === "warn" && "message" in result ? [[result.id, result.message]] : [])));
}

const nearCombinations = (digits: number): string =>
  `about ${digits} digits of the estimates are right: some terms are nearly combinations of others. Powers of a column are to be taken of (x - mean) / range`;

describe("NIST StRD, built by the framework", () => {
  // F as NIST certifies it.
  test.each([
    { name: "Longley", set: longley, digits: 12, f: 330.285339234588 },
    { name: "Pontius", set: pontius, digits: 12.5, f: 185330865.995752 },
    { name: "NoInt2", set: noInt2, digits: 14.5, f: 298.666666666667 },
  ])("$name: estimates, standard errors, R², sigma and F are the certified ones", async ({ set, digits, f }) => {
    const warehouse = await Warehouse.open();
    expect(await warnings(warehouse, regressionOf(set))).toEqual({});
    const terms = await warehouse.query("select term, estimate, standard_error, is_dropped from shop.line order by case when term = '(intercept)' then '' else term end");
    expect(terms.map(({ term }) => term)).toEqual([...(set.intercept ? ["(intercept)"] : []), ...range(1, set.rows[0]!.length - 1).map((j) => `x${j}`)]);
    terms.forEach(({ estimate, standard_error: error }, index) => {
      expect(agreeingDigits(Number(estimate), set.estimates[index]!)).toBeGreaterThanOrEqual(digits);
      expect(agreeingDigits(Number(error), set.errors[index]!)).toBeGreaterThanOrEqual(12);
    });
    const [summary] = await warehouse.query("select * from shop.line__summary");
    expect(summary).toMatchObject({ n: BigInt(set.rows.length), excluded: 0n, dropped_terms: 0n, df: set.rows.length - terms.length });
    expect(agreeingDigits(Number(summary!["sigma"]), set.sigma)).toBeGreaterThanOrEqual(12);
    expect(agreeingDigits(Number(summary!["r_squared"]), set.r2)).toBeGreaterThanOrEqual(12);
    expect(agreeingDigits(Number(summary!["f_value"]), f)).toBeGreaterThanOrEqual(11);
  });

  test.each([
    ["Wampler1 has 9 digits", wampler1, {}],
    ["Wampler5 has few of its own, but these tell less than its standard errors", wampler5, {}],
    ["Filip drops terms, and the warnings name them and the digits of the others", filip, {
      "shop.drops_no_term_line": "x8 is dropped: it is constant, or a combination of the terms before it; x10 is dropped: it is constant, or a combination of the terms before it",
      "shop.keeps_its_digits_line__summary": nearCombinations(3),
    }],
  ])("%s", async (_, set, wanted) => {
    const warehouse = await Warehouse.open();
    expect(await warnings(warehouse, regressionOf(set))).toEqual(wanted);
  });

  test("features that are nearly combinations of each other warn of the digits that are left", async () => {
    const rows = range(0, 39).map((i) => [Math.sin(i), 1e6 + Math.sin(1.1 * i), 1e6 + Math.sin(1.1 * i) + 1e-4 * Math.cos(3 * i)]);
    const warehouse = await Warehouse.open();
    expect(await warnings(warehouse, regressionOf({ rows, intercept: true }))).toEqual({
      "shop.keeps_its_digits_line__summary": nearCombinations(6),
    });
  });
});

/** Three stores: two with 20 days, the last with two; store 2 has no promotions. */
const stores: Files = {
  "models/shop/days.ts": `import { model, sql, t } from "rmodel";
export default model({
  materialized: "table",
  columns: { store_id: t.integer().notNull(), day: t.integer().notNull(), visitors: t.integer(), is_promo: t.boolean(), price: t.decimal(8, 2), revenue: t.double() },
  query: sql\`
    select
      store_id,
      day,
      case when store_id = 1 and day = 3 then null else 100 + (day * 37 + store_id) % 23 end as visitors,
      store_id = 1 and day % 3 = 0 as is_promo,
      cast(5 + (day * 7) % 11 * 0.25 as decimal(8, 2)) as price,
      case when store_id = 1 and day = 4 then cast('nan' as double) else 10 * store_id + 3 * (100 + (day * 37 + store_id) % 23) - 20 * (5 + (day * 7) % 11 * 0.25) + sin(day * day) end as revenue
    from range(1, 4) as stores(store_id) cross join range(1, 21) as days(day)
    where store_id < 3 or day <= 2
  \`,
});`,
  "models/shop/drivers.ts": `import { regression, sql, test } from "rmodel"; import days from "./days.ts";
export default regression({
  description: "What revenue follows from.",
  of: days,
  by: ["store_id"],
  target: "revenue",
  features: ["visitors", "is_promo", "price"],
  tags: ["ml"],
  tests: (row) => [test.isTrue(sql\`\${row.term} <> 'visitors' or \${row.estimate} > 0\`)],
});`,
  "models/shop/shrunk.ts": `import { regression, sql } from "rmodel"; import days from "./days.ts";
export default regression({ of: days, target: "revenue", features: ["visitors", "price"], ridge: 0.5, where: (row) => sql\`\${row.store_id} = 2\` });`,
  "models/shop/expected.ts": `import { fn, model, sql, t } from "rmodel"; import days from "./days.ts"; import drivers from "./drivers.ts"; import shrunk from "./shrunk.ts";
const day = days.as("day");
export default model({
  materialized: "table",
  from: day,
  columns: {
    store_id: t.integer().is(day.store_id),
    day: t.integer().is(day.day),
    by_store: t.double().is(fn.predict(drivers, day)),
    overall: t.double().is(fn.predict(shrunk, day)),
    at_a_lower_price: t.double().is(fn.predict(drivers, { store_id: day.store_id, visitors: day.visitors, is_promo: sql\`0\`, price: sql\`\${day.price} - 1\` })),
  },
});`,
};

describe("a regression by store", async () => {
  const warehouse = await Warehouse.open();
  const told = await warnings(warehouse, stores);

  test("has a row per store and term, in which a boolean counts as 0 and 1", async () => {
    const rows = await warehouse.query("select * from shop.drivers order by store_id, term");
    expect(rows.map(({ store_id: store, term, is_dropped: isDropped }) => `${store} ${term}${isDropped === true ? " dropped" : ""}`)).toEqual([
      "1 (intercept)", "1 is_promo", "1 price", "1 visitors", "2 (intercept)", "2 is_promo dropped", "2 price", "2 visitors",
    ]);
    expect(rows.find(({ is_dropped: isDropped }) => isDropped === true)).toMatchObject({ estimate: 0, standard_error: null, t_value: null, p_value: null });
    expect(rows[2]).toMatchObject({ estimate: expect.closeTo(-20, 0), t_value: Number(rows[2]!["estimate"]) / Number(rows[2]!["standard_error"]) });
  });

  test("counts rows that cannot be used, and stores with too few of them", async () => {
    expect(await warehouse.query("select store_id, n, excluded, df, dropped_terms from shop.drivers__summary order by store_id")).toEqual([
      { store_id: 1n, n: 18n, excluded: 2n, df: 14, dropped_terms: 0n },
      { store_id: 2n, n: 20n, excluded: 0n, df: 17, dropped_terms: 1n },
      { store_id: 3n, n: 2n, excluded: 0n, df: null, dropped_terms: null },
    ]);
  });

  test("warns of both, and names the store and the term", () => {
    expect(told).toEqual({
      "shop.drops_no_term_drivers": "store_id 2: is_promo is dropped: it is constant, or a combination of the terms before it",
      "shop.fits_every_key_drivers__summary": "store_id 3: 2 usable rows are too few for 4 terms: there is no equation",
    });
  });

  test("predicts as a join of its equation does; a null feature and a store without an equation give null", async () => {
    const rows = await warehouse.query(`
      select expected.by_store, b0 + b1 * visitors + b2 * case when is_promo then 1 else 0 end + b3 * cast(price as double) as joined, visitors is null or expected.store_id = 3 as has_none
      from shop.expected
      join shop.days using (store_id, day)
      left join shop.drivers__equation using (store_id)`);
    expect(rows).toHaveLength(42);
    expect(rows.filter(({ by_store: found }) => found === null)).toEqual(rows.filter(({ has_none: none }) => none === true));
    for (const { by_store: found, joined } of rows) if (found !== null) expect(Number(found)).toBeCloseTo(Number(joined), 9);
  });

  test("predicts for a row that is put together", async () => {
    const [row] = await warehouse.query("select at_a_lower_price + b3 + case when is_promo then b2 else 0 end - by_store as difference from shop.expected join shop.days using (store_id, day) join shop.drivers__equation using (store_id) where store_id = 1 and day = 6");
    expect(Number(row!["difference"])).toBeCloseTo(0, 9);
  });

  test("with a penalty and a condition is ridge on the rows that hold, without t and p", async () => {
    const rows = await warehouse.query("select revenue, visitors, cast(price as double) as price from shop.days where store_id = 2");
    const wanted = leastSquares(rows.map(({ visitors, price }) => [Number(visitors), Number(price)]), rows.map(({ revenue }) => Number(revenue)), 0.5);
    const [equation] = await warehouse.query("select * from shop.shrunk__equation");
    wanted.forEach((value, j) => expect(agreeingDigits(Number(equation![`b${j}`]), value)).toBeGreaterThan(12));
    const terms = await warehouse.query("select * from shop.shrunk");
    expect(terms.every(({ standard_error: error, t_value: t, p_value: p }) => error !== null && t === null && p === null)).toBe(true);
    expect(await warehouse.query("select n, f_value from shop.shrunk__summary")).toEqual([{ n: 20n, f_value: null }]);
  });

  test("predicts every row with the equation that has no keys", async () => {
    const rows = await warehouse.query("select overall, b0 + b1 * visitors + b2 * cast(price as double) as joined from shop.expected join shop.days using (store_id, day) cross join shop.shrunk__equation");
    expect(rows).toHaveLength(42);
    for (const { overall, joined } of rows) expect(overall === null ? joined : Number(overall)).toEqual(joined === null ? null : expect.closeTo(Number(joined), 9));
  });
});

const data = process.env["DATA_RAW_DIR"] ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));
const file = `${data}/online_retail/online_retail.parquet`;

test.skipIf(!existsSync(file))("daily revenue of Online Retail has the coefficients of numpy and statsmodels", async () => {
  const warehouse = await Warehouse.open();
  const files: Files = {
    "sources/shop/lines.ts": `import { source, t } from "rmodel";
export default source({ file: ${JSON.stringify(file)}, columns: {
  InvoiceNo: t.text(), StockCode: t.text(), Description: t.text(), Quantity: t.integer(), InvoiceDate: t.timestamp(), UnitPrice: t.double(), CustomerID: t.integer(), Country: t.text(),
} });`,
    "models/shop/lagged.ts": `import { model, sql, t } from "rmodel"; import lines from "../../sources/shop/lines.ts";
const line = lines.as("line");
export default model({
  materialized: "table",
  columns: { day: t.date().notNull(), revenue: t.double(), rev_lag1: t.double(), rev_lag7: t.double(), qty_lag1: t.double(), num_txn_lag1: t.integer() },
  query: sql\`
    with sold as (
      select cast(\${line.InvoiceDate} as date) as day, sum(\${line.Quantity} * \${line.UnitPrice}) as revenue, sum(\${line.Quantity}) as qty, count(distinct \${line.InvoiceNo}) as num_txn
      from \${line}
      where \${line.Quantity} > 0 and \${line.UnitPrice} > 0 and \${line.InvoiceNo} not like 'C%'
      group by 1
    ),
    days as (select cast(unnest(generate_series(min(day), max(day) - 1, interval 1 day)) as date) as day from sold),
    daily as (select days.day, coalesce(revenue, 0) as revenue, coalesce(qty, 0) as qty, coalesce(num_txn, 0) as num_txn from days left join sold on sold.day = days.day)
    select day, revenue, lag(revenue, 1) over (order by day) as rev_lag1, lag(revenue, 7) over (order by day) as rev_lag7, lag(qty, 1) over (order by day) as qty_lag1, lag(num_txn, 1) over (order by day) as num_txn_lag1
    from daily
  \`,
});`,
    "models/shop/daily.ts": `import { regression, sql } from "rmodel"; import lagged from "./lagged.ts";
export default regression({ of: lagged, target: "revenue", features: ["rev_lag1", "rev_lag7", "qty_lag1", "num_txn_lag1"], where: (row) => sql\`\${row.day} <= date '2011-11-10'\` });`,
  };
  expect(await warnings(warehouse, files)).toEqual({});
  const [equation] = await warehouse.query("select * from shop.daily__equation");
  expect(equation).toMatchObject({ n: 338n, excluded: 7n });
  // numpy 2.4.6 and statsmodels 0.15.0 (QR)
  [4140.3331366069, -0.0762523134432, 0.5569237864354, 0.248491147615, 120.0291265117].forEach((value, j) => expect(agreeingDigits(Number(equation![`b${j}`]), value)).toBeGreaterThan(10));
  expect(agreeingDigits(1 - Number(equation!["unexplained"]), 0.45334303)).toBeGreaterThan(8);
});
