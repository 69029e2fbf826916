import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generate } from "../../generator/generate.ts";
import { retailOn } from "../../generator/retail-for-tests.ts";
import { walmart } from "../../generator/walmart.ts";

const folder = mkdtempSync(join(tmpdir(), "rmodel-walmart-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { build, rows, readExport } = retailOn(folder);

beforeAll(async () => {
  await generate({ rows: 3_000, outDir: folder, domains: [walmart], format: "parquet" });
  await build(["-s", "+domain:walmart"]);
}, 120_000);

test("the parts are files, in the order of time", () => {
  const dates = (part: string) => readExport(`walmart/splits/${part}.csv`).trim().split("\n").slice(1).map((line) => line.split(",")[2]!).sort();
  const spans = ["train", "val", "test"].map((part) => [dates(part).at(0), dates(part).at(-1)]);
  expect(spans).toEqual([["2010-02-05", "2012-01-27"], ["2012-02-03", "2012-07-27"], ["2012-08-03", "2012-10-26"]]);
});

/** What a new back test changes: the forecasts, and the reports on them. The one that reads the forecast itself waits for approval. */
const forecasts = [
  "external walmart.forecast_weekly_sales", "table walmart.baseline_results", "table walmart.baseline_segments", "table walmart.final_test_results", "table walmart.forecast_weekly_origins",
  "table walmart.model_comparison", "table walmart.model_evaluation_report", "table walmart.rpt_rolling_origins", "table walmart.rpt_weekly_backtest", "view walmart.feat_weekly_forecast",
];
const direct = ["table walmart.feat_weekly_direct", "table walmart.rpt_forecast_coverage", ...forecasts];

test("a changed parameter rebuilds the models that read it and no other", async () => {
  const changes: readonly (readonly [change: object, rebuilt: readonly string[]])[] = [
    [{ WALMART_LAGS: [1, 26] }, ["table walmart.feat_weekly_sales"]],
    [{ holiday_weight: 3 }, ["table walmart.feat_weekly_sales", ...forecasts]],
    [{ WALMART_HORIZON_WEEKS: 26 }, direct],
    [{ WALMART_TEST_END: "2012-09-28" }, ["external walmart.fct_sales_test", ...direct]],
    [{ negative_sales_strategy: "zero" }, ["table walmart.feat_weekly_sales", ...direct]],
  ];
  let chosen = {};
  for (const [change, rebuilt] of changes) {
    chosen = { ...chosen, ...change };
    const built = await build(["-s", "+domain:walmart", "--vars", JSON.stringify(chosen)]);
    // Steps of a forecast are no models that anybody wrote.
    expect(built.filter((name) => !name.includes("__"))).toEqual([...rebuilt].sort());
  }
  const columns = await rows("select column_name from (describe walmart.feat_weekly_sales) where starts_with(column_name, 'sales_lag')");
  expect(columns.map(({ column_name }) => column_name)).toEqual(["sales_lag1", "sales_lag26"]);
}, 300_000);

test("a horizon at which no candidate beats the baselines is refused, and readers keep what they had", async () => {
  const before = await rows("select * from walmart.model_comparison order by model");
  // The one block of 39 weeks begins in November 2011, so the regressions have no Christmas to learn from.
  await expect(build(["-s", "+domain:walmart", "--vars", JSON.stringify({ WALMART_HORIZON_WEEKS: 39 })])).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/fail +test +walmart\.forecast_weekly_sales__scores .*beats_every_baseline/) });
  expect(await rows("select * from walmart.model_comparison order by model")).toEqual(before);
}, 120_000);
