import { expect, test } from "vitest";
import type { ModelNode } from "./node.ts";
import { Warehouse, outcomes } from "../testing/warehouse.ts";
import { forecast } from "../define/forecast.ts";
import { loadFiles, problemsIn } from "../testing/project.ts";
import { salesDays, salesFiles } from "../testing/sales-files.ts";
import { source } from "../define/source.ts";
import { t } from "../define/column.ts";
import { typeText } from "../define/types.ts";

const promoAhead = `knownAhead: ["promo"], features: (f) => [f.lag(7), f.weekday(), f.known("promo")], models: [{ target: "level" }], baselines: ["naive", "seasonal_naive"], validation: { blocks: 2 }`;

const modelsIn = async (options: string): Promise<ReadonlyMap<string, ModelNode>> => {
  const { nodes } = await loadFiles(salesFiles(options));
  return new Map(nodes.filter((node): node is ModelNode => node.kind === "model").map((node) => [node.name, node]));
};

test("a forecast is tables that read each other, the last one under its own name", async () => {
  const models = await modelsIn(`${promoAhead}, description: "A week ahead.", tags: ["weekly"], grants: { select: ["bi"] }`);
  const names = [...models.keys()].filter((name) => name !== "fct_sales");
  expect(names).toEqual([
    "sales_ahead", "sales_ahead__backtest", "sales_ahead__baselines", "sales_ahead__blocks", "sales_ahead__calendar", "sales_ahead__candidates", "sales_ahead__coefficients",
    "sales_ahead__equations_ridge", "sales_ahead__errors", "sales_ahead__expected_errors", "sales_ahead__features", "sales_ahead__fit_ridge", "sales_ahead__forecasts_ridge",
    "sales_ahead__origins", "sales_ahead__picks", "sales_ahead__ranking", "sales_ahead__rows_ridge", "sales_ahead__scores", "sales_ahead__series",
  ]);
  const { description, tags, grants, materialized, grain, made } = models.get("sales_ahead")!;
  expect({ description, tags, grants, materialized, grain, by: made?.by, part: made?.part, approval: made?.approval }).toEqual({
    description: "A week ahead.", tags: ["weekly"], grants: { select: ["bi"] }, materialized: "table", grain: ["store_id", "day"], by: "forecast", part: "", approval: "automatic",
  });
  expect([models.get("sales_ahead__scores")!.grants, models.get("sales_ahead__features")!.grants]).toEqual([{ select: ["bi"] }, {}]);
});

test("what types say of the companions is what their generator makes", async () => {
  const sales = source({ file: "x.csv", columns: { store_id: t.integer(), day: t.date(), revenue: t.decimal(12, 2), customers: t.integer(), promo: t.boolean() } });
  const declared = forecast({ of: sales, by: ["store_id"], time: "day", grain: "day", target: "revenue", horizon: 7, segments: ["store_id", "promo"], as: "ahead", type: t.decimal(12, 2) });
  const models = await modelsIn(`segments: ["store_id", "promo"], as: "ahead", type: t.decimal(12, 2)`);
  for (const [name, relation] of [["", declared], ...Object.entries(declared.companions)] as const) {
    const { columns, made } = models.get(name === "" ? "sales_ahead" : `sales_ahead__${name}`)!;
    const typed = Object.entries(relation.columns).map(([column, { spec }]: [string, any]) => ({ column, type: typeText(spec.type), nullable: spec.nullable }));
    expect(columns.slice(0, typed.length).map((column) => ({ column: column.name, type: typeText(column.type), nullable: column.nullable })), made?.part).toEqual(typed);
  }
});

test("defaults go by the grain", async () => {
  const spec = (await modelsIn("")).get("sales_ahead")!.made?.spec;
  expect(spec).toMatchObject({
    fill: "none", season: 7, window: 7, ensemble: false, external: [], segments: [], bounds: {}, booleans: [],
    validation: { blocks: 3, refit: "each_block", test: 0 },
    choice: { metric: "mae", by: "key" },
    interval: { level: 0.8, kind: "conformal" },
    models: [{ name: "ridge", mode: "recursive", target: "seasonal_diff", pooled: false, lambdas: [0.01, 0.1, 1], minDf: 15 }],
    baselines: ["naive", "seasonal_naive", "moving_average", "seasonal_average", "drift", "hybrid", "level_scaled_seasonal_naive"],
  });
  expect((await modelsIn("validation: { window: 28 }")).get("sales_ahead")!.made?.spec).toMatchObject({ validation: { blocks: 4 } });
});

test("a forecast is built: a row per series and day ahead, behind a gate that it passes", async () => {
  const warehouse = await Warehouse.open();
  const options = `${promoAhead}, as: "revenue_ahead", type: t.decimal(12, 2), bounds: { lower: 0 }, mustBeat: { on: ["mae", "rmse"] },
  tests: (row) => [test.rowCount({ min: 14, max: 14 }), test.isTrue(sql\`\${row.lower} <= \${row.revenue_ahead} and \${row.revenue_ahead} <= \${row.upper}\`)]`;
  const results = await warehouse.build(salesFiles(options));
  expect(outcomes(results).filter((line) => !/^(success|pass) /.test(line))).toEqual([]);
  expect(results.published).toBe(true);
  expect(await warehouse.query(`select store_id, min(day) as first, max(step) as last, bool_and(model like 'ridge%') as by_ridge, max(abs(revenue_ahead - 100 * store_id) < 200) as plausible from shop.sales_ahead group by store_id order by store_id`)).toEqual(
    [1n, 2n].map((store_id) => ({ store_id, first: "2023-05-01", last: 7n, by_ridge: true, plausible: true })),
  );
  // What is known of the days ahead counts: a promotion is worth 80.
  const [promoted] = await warehouse.query(`select avg(case when promo then revenue_ahead end) - avg(case when not promo then revenue_ahead end) as worth from shop.sales_ahead join shop.fct_sales using (store_id, day) where store_id = 1`);
  expect(Number(promoted!.worth)).toBeGreaterThan(60);
});

test("a forecast that does not beat its baseline is not published, and the test says by how much", async () => {
  const warehouse = await Warehouse.open();
  const results = await warehouse.build(salesFiles(`models: [], baselines: ["naive", "seasonal_naive"], mustBeat: { baseline: "seasonal_naive", on: ["rmse", "mae"] }`));
  const failed = results.results.filter(({ status }) => status === "fail");
  expect(failed.map(({ id, message }) => [id, message.replace(/[\d.,]+/g, "#")])).toEqual([
    ["shop.beats_seasonal_naive_sales_ahead__scores", "chosen rmse # does not beat seasonal_naive #; chosen mae # does not beat seasonal_naive #"],
  ]);
  expect(outcomes(results)).toContain("skipped shop.sales_ahead");
  expect(results.published).toBe(false);
  expect(await warehouse.relations("shop")).toEqual([]);
});

test("a series without a hold-out proves nothing, so the gate stays shut", async () => {
  const warehouse = await Warehouse.open();
  const short = salesDays.filter(({ day }) => day >= "2023-04-28");
  const results = await warehouse.build(salesFiles("mustBeat: {}", short));
  expect(results.results.filter(({ status }) => status === "fail").map(({ message }) => message)).toEqual(["chosen mae null does not beat any baseline null"]);
});

test("two rows of one period are refused with their key, and only what reads the series waits", async () => {
  const warehouse = await Warehouse.open();
  const twice = [...salesDays, salesDays.find(({ store, day }) => store === 2 && day === "2023-02-03")!];
  const results = await warehouse.build(salesFiles(promoAhead, twice));
  const failed = results.results.filter(({ status }) => status === "fail");
  expect(failed.map(({ id, message }) => `${id}: ${message}`)).toEqual(["shop.one_row_a_period_sales_ahead__series: No period of a series has two rows, but: store_id 2, day 2023-02-03, n 2"]);
  expect(outcomes(results)).toEqual(expect.arrayContaining(["success shop.fct_sales", "success shop.sales_ahead__calendar", "skipped shop.sales_ahead__features", "skipped shop.sales_ahead"]));
});

test("a gap is refused unless it is said what it counts as", async () => {
  const warehouse = await Warehouse.open();
  const gap = salesDays.filter(({ store, day }) => !(store === 1 && day === "2023-02-03"));
  const results = await warehouse.build(salesFiles(promoAhead, gap));
  expect(results.results.filter(({ status }) => status === "fail").map(({ message }) => message)).toEqual([
    "Between the first and the last known target of a series no period is missing; otherwise say how gaps are filled, but: store_id 1, last_before_gap 2023-02-02, first_after_gap 2023-02-04",
  ]);
  const filled = await warehouse.build(salesFiles(`${promoAhead}, fill: "zero"`, gap));
  expect(filled.published).toBe(true);
  expect(await warehouse.query("select value, is_filled from shop.sales_ahead__series where store_id = 1 and day = date '2023-02-03'")).toEqual([{ value: 0, is_filled: true }]);
});

test("a day ahead of which nothing is known is forecast by a candidate that needs nothing", async () => {
  const warehouse = await Warehouse.open();
  const results = await warehouse.build(salesFiles(promoAhead, salesDays.filter(({ revenue }) => revenue !== "")));
  expect(results.published).toBe(true);
  expect(await warehouse.query("select distinct model from shop.sales_ahead")).toEqual([{ model: "seasonal_naive" }]);
});

test("a change of a column that is not read makes nothing anew; a column that is read makes all", async () => {
  const warehouse = await Warehouse.open();
  const files = salesFiles(promoAhead);
  await warehouse.build(files);
  const model = files["models/shop/fct_sales.ts"]!;
  const unread = await warehouse.build({ ...files, "models/shop/fct_sales.ts": model.replace("is(sale.customers)", "is(sale.store_id)") });
  expect(outcomes(unread).filter((line) => line.startsWith("success"))).toEqual(["success shop.fct_sales"]);
  const read = await warehouse.build({ ...files, "models/shop/fct_sales.ts": model.replace("{ model, t }", "{ model, sql, t }").replace("is(sale.promo)", "is(sql`not ${sale.promo}`)") });
  expect(outcomes(read)).toEqual(expect.arrayContaining(["success shop.fct_sales", "success shop.sales_ahead__series", "success shop.sales_ahead"]));
});

test("a disabled forecast takes its companions along", async () => {
  const { nodes, disabled } = await loadFiles(salesFiles("enabled: false"));
  expect(nodes.map(({ id }) => id)).toEqual(["shop.fct_sales", "shop.sales"]);
  expect(disabled.map(({ id }) => id)).toContain("shop.sales_ahead__scores");
});

test("a name that a step of a forecast takes cannot be another's", async () => {
  const files = salesFiles("");
  const problems = await problemsIn({ ...files, "models/shop/sales_ahead__fit_ridge.ts": files["models/shop/fct_sales.ts"]! });
  expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(/^the name "shop\.sales_ahead__fit_ridge" is taken by models\/shop\/sales_ahead/)]);
});

test("a name that leaves no room for those of the steps is refused", async () => {
  const { "models/shop/sales_ahead.ts": text, ...others } = salesFiles("");
  const name = "a".repeat(47);
  const problems = await problemsIn({ ...others, [`models/shop/${name}.ts`]: text! });
  expect(problems.map(({ at, fix }) => [at, fix])).toEqual([[`RM1013 models/shop/${name}.ts:3:16`, "give the file a name of at most 46 bytes"]]);
});
