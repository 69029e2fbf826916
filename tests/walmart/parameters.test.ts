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

test("a changed parameter rebuilds the models that read it and no other", async () => {
  const changes: readonly (readonly [change: object, rebuilt: readonly string[]])[] = [
    [{ WALMART_LAGS: [1, 26] }, ["table walmart.feat_weekly_sales"]],
    [{ WALMART_HORIZON_WEEKS: 26 }, ["table walmart.feat_weekly_direct"]],
    [{ WALMART_TEST_END: "2012-09-28" }, ["external walmart.fct_sales_test"]],
    [{ negative_sales_strategy: "zero" }, ["table walmart.feat_weekly_direct", "table walmart.feat_weekly_sales"]],
  ];
  let chosen = {};
  for (const [change, rebuilt] of changes) {
    chosen = { ...chosen, ...change };
    expect(await build(["-s", "+domain:walmart", "--vars", JSON.stringify(chosen)])).toEqual(rebuilt);
  }
  const columns = await rows("select column_name from (describe walmart.feat_weekly_sales) where starts_with(column_name, 'sales_lag')");
  expect(columns.map(({ column_name }) => column_name)).toEqual(["sales_lag1", "sales_lag26"]);
}, 120_000);
