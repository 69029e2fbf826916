import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { realDataDir, retailOn } from "../../generator/retail-for-tests.ts";

/**
 * What the project makes of the real weekly sales of stores 1 to 30. The data tests hold on any data, these figures on these files
 * alone: they were counted without the project by pandas 3.1.1 on Python 3.11, amounts with exact decimals, features on a grid of
 * all weeks by all series.
 */
const files = ["train.csv.gz", "features.csv.gz", "stores.csv"].map((file) => join(realDataDir, "walmart", file));
const absent = files.find((file) => !existsSync(file));
const reason = absent === undefined ? "" : `skipped: ${absent} is absent; DATA_RAW_DIR names the folder of the real data`;
if (reason !== "") console.log(reason);

describe.skipIf(reason !== "")(`walmart, the real data${reason && ` (${reason})`}`, () => {
  const { build, rows, readExport } = retailOn(realDataDir);

  beforeAll(async () => {
    await build(["-s", "+domain:walmart"]);
  }, 300_000);

  test("the fact has each line of the source, and the dimensions each store and department", async () => {
    expect(await rows("select count(*) as lines, sum(weekly_sales) as sales, count(*) filter (weekly_sales < 0) as negative, count(*) filter (is_holiday) as in_holiday_weeks from walmart.fact_sales_weekly")).toEqual([
      { lines: "293704", sales: "5028603192.45", negative: "826", in_holiday_weeks: "20691" },
    ]);
    expect(await rows("select (select count(*) from walmart.dim_store) as stores, (select count(*) from walmart.dim_dept) as departments, (select count(*) from walmart.vw_sales_analytics) as lines")).toEqual([
      { stores: "30", departments: "80", lines: "293704" },
    ]);
  });

  test("NA is null", async () => {
    expect(await rows("select count(*) as store_weeks, sum(markdown_total) as markdowns, count(*) - count(cpi) as without_cpi, count(*) filter (markdown_total = 0) as without_markdown from walmart.stg_store_weeks")).toEqual([
      { store_weeks: "5460", markdowns: "55119212.83", without_cpi: "390", without_markdown: "2760" },
    ]);
  });

  test("the parts have their lines, in the database and as files", async () => {
    const part = (name: string) => `select '${name}' as part, count(*) as lines, sum(weekly_sales) as sales, min(date) as first_week, max(date) as last_week from walmart.fct_sales_${name}`;
    expect(await rows(["train", "val", "test"].map(part).join(" union all "))).toEqual([
      { part: "train", lines: "213396", sales: "3668779188.30", first_week: "2010-02-05", last_week: "2012-01-27" },
      { part: "val", lines: "53570", sales: "915386089.67", first_week: "2012-02-03", last_week: "2012-07-27" },
      { part: "test", lines: "26738", sales: "444437914.48", first_week: "2012-08-03", last_week: "2012-10-26" },
    ]);
    expect(["train", "val", "test"].map((name) => readExport(`walmart/splits/${name}.csv`).trim().split("\n").length - 1)).toEqual([213_396, 53_570, 26_738]);
  });

  test("segments have their sales", async () => {
    expect(await rows("select type, lines, total_sales from walmart.rpt_sales_by_type order by type")).toEqual([
      { type: "A", lines: "142218", total_sales: "3209101584.01" },
      { type: "B", lines: "144330", total_sales: "1756784723.32" },
      { type: "C", lines: "7156", total_sales: "62716885.12" },
    ]);
    expect(await rows("select segment, lines, total_sales from walmart.rpt_sales_by_holiday order by segment")).toEqual([
      { segment: "Christmas", lines: "4144", total_sales: "65143876.64" },
      { segment: "Labor Day", lines: "6165", total_sales: "104759487.55" },
      { segment: "No holiday", lines: "273013", total_sales: "4648998499.86" },
      { segment: "Super Bowl", lines: "6221", total_sales: "109633801.11" },
      { segment: "Thanksgiving", lines: "4161", total_sales: "100067527.29" },
    ]);
    expect(await rows("select dept, total_sales from walmart.rpt_sales_by_dept order by total_sales desc limit 1")).toEqual([{ dept: "92", total_sales: "328140141.83" }]);
  });

  test("features look back by the calendar", async () => {
    expect(
      await rows(`
        select
          sum(sales_lag1) as lag1, sum(sales_lag2) as lag2, sum(sales_lag4) as lag4, sum(sales_lag52) as lag52, count(sales_lag52)::integer as with_lag52,
          sum(sales_mean4) as mean4, sum(sales_mean13) as mean13, sum(sales_deviation4) as deviation4, sum(sales_deviation13) as deviation13,
          sum(is_before_holiday)::integer as before_holiday, sum(is_after_holiday)::integer as after_holiday, sum(weight) as weight
        from walmart.feat_weekly_sales
      `),
    ).toEqual([
      {
        lag1: near(4994459018.52), lag2: near(4961146902.29), lag4: near(4891442393.58), lag52: near(3168173868.35), with_lag52: 182_876,
        mean4: near(5000032332.2375), mean13: near(5008641573.787491), deviation4: near(545479124.7051), deviation13: near(830904044.2879),
        before_holiday: 39_124, after_holiday: 41_235, weight: 293_704 + 4 * 20_691,
      },
    ]);
  });

  test("the terms of the direct ridge are those of a grid in pandas", async () => {
    expect(
      await rows(`
        select
          count(*) filter (has_year)::integer as with_year, sum(base) as base, sum(l51) as l51, sum(l53) as l53, sum(m8) as m8, sum(m8_ly) as m8_ly,
          sum(holiday_base) as holiday_base, sum(holiday_ly_base) as holiday_ly_base, sum(holiday_m8) as holiday_m8
        from walmart.feat_weekly_direct
      `),
    ).toEqual([
      {
        with_year: 182_876, base: near(3632686021.4405355), l51: near(3634116858.0379405), l53: near(3635567761.0674763), m8: near(3676622026.550786), m8_ly: near(3697464408.909238),
        holiday_base: near(292218249.13879764), holiday_ly_base: near(221395926.3082857), holiday_m8: near(280941558.59380955),
      },
    ]);
  });

  /** Sums of floating point numbers depend on their order in the tenth digit and beyond. */
  function near(value: number): unknown {
    return expect.closeTo(value, 0);
  }
});
