import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { realDataDir, retailOn } from "../../generator/retail-for-tests.ts";

/**
 * What the project makes of the real weekly sales of stores 1 to 30. The data tests hold on any data, these figures on these files
 * alone: they were counted without the project by pandas 3.1.1 on Python 3.11, amounts with exact decimals, features on a grid of
 * all weeks by all series, scores and equations by numpy 2.4.6.
 */
const files = ["train.csv.gz", "features.csv.gz", "stores.csv"].map((file) => join(realDataDir, "walmart", file));
const absent = files.find((file) => !existsSync(file));
const reason = absent === undefined ? "" : `skipped: ${absent} is absent; DATA_RAW_DIR names the folder of the real data`;
if (reason !== "") console.log(reason);

describe.skipIf(reason !== "")(`walmart, the real data${reason && ` (${reason})`}`, () => {
  const { build, rows, readExport } = retailOn(realDataDir);

  beforeAll(async () => {
    // Nobody approves here, and the forecast itself is looked at as well.
    await build(["-s", "+domain:walmart", "--vars", JSON.stringify({ WALMART_APPROVAL: "automatic" })]);
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

  test("the terms of the direct ridge are those of a grid in pandas, and there are 13 weeks more of each of the 2,287 series", async () => {
    expect(
      await rows(`
        select
          count(*)::integer as lines, count(*) filter (sales is null)::integer as weeks_ahead, count(base)::integer as with_terms,
          sum(base) as base, sum(l51) as l51, sum(l53) as l53, sum(m8) as m8, sum(m8_ly) as m8_ly,
          sum(holiday_base) as holiday_base, sum(holiday_ly_base) as holiday_ly_base, sum(holiday_m8) as holiday_m8
        from walmart.feat_weekly_direct
      `),
    ).toEqual([
      {
        lines: 323_435, weeks_ahead: 29_731, with_terms: 209_929, base: near(3668394805.6299996), l51: near(3665066806.31), l53: near(3676644498.64), m8: near(3677056353.039322), m8_ly: near(3667673284.0983577),
        holiday_base: near(306073486.08), holiday_ly_base: near(306073486.08), holiday_m8: near(273193688.7713928),
      },
    ]);
  });

  test("series without a gap are 82 % of the series and 99 % of the sales", async () => {
    expect(await rows("select reason, series, round(share, 4) as share from walmart.rpt_forecast_coverage order by series desc")).toEqual([
      { reason: "is forecast", series: "1876", share: 0.9906 },
      { reason: "ended early", series: "234", share: 0.0001 },
      { reason: "has gaps", series: "127", share: 0.008 },
      { reason: "began late", series: "50", share: 0.0013 },
    ]);
    expect(await rows("select count(*) as forecasts, count(distinct (store, dept)) as series, sum(sales_forecast) as sales from walmart.forecast_weekly_sales")).toEqual([
      { forecasts: "24388", series: "1876", sales: near(491043183.1186) },
    ]);
  });

  /** WMAE and RMSE by numpy 2.4.6 on the grid above: ridges by the normal equations of standardised terms, a fit for each origin. */
  const reference = {
    validation: {
      "pooled_1e-7": [1817.2931052761, 3844.7833526217], "pooled_0.001": [1829.793855706, 3865.4258019679], series_1: [1982.5747619129, 3987.5580853019], seasonal_naive: [2130.1827794954, 4398.5883195297],
      date_aligned_seasonal_naive: [2070.0507754594, 4289.3243897163], moving_average: [3016.0839794332, 5980.2409907783], hybrid: [2172.9038963975, 4299.3356010199], level_scaled_seasonal_naive: [2006.4623493934, 4451.7544736915],
    },
    test: {
      chosen: [1718.2410464918, 3404.7746676139], seasonal_naive: [1969.5554797441, 4066.2901380169], date_aligned_seasonal_naive: [1900.3141607389, 3868.4327259817], moving_average: [2710.2613123981, 5437.280151117],
      hybrid: [1896.2488346607, 3684.7074953681], level_scaled_seasonal_naive: [1750.8387672142, 3597.0034955597],
    },
  };
  const scores = (report: string) => rows(`select model, wmae, rmse from walmart.${report}`).then((found) => Object.fromEntries(found.map(({ model, wmae, rmse }) => [model, [wmae, rmse]])));

  test.each([["validation", "model_comparison"], ["test", "final_test_results"]] as const)("scores of the %s are those of numpy", async (stage, report) => {
    const found = await scores(report);
    const wanted = Object.entries(reference[stage]).map(([model, [wmae, rmse]]) => [model, [expect.closeTo(wmae!, 3), expect.closeTo(rmse!, 3)]]);
    expect(Object.entries(found)).toEqual(expect.arrayContaining(wanted));
  });

  test("what was chosen beats the best baseline in WMAE and RMSE: on validation 1,817 to 2,006 and 3,845 to 4,289, on the test 1,718 to 1,751 and 3,405 to 3,597", async () => {
    expect(await rows("select model, place, beats_baselines, round(wmae_gain, 3) as wmae_gain, round(rmse_gain, 3) as rmse_gain from walmart.model_comparison where is_chosen")).toEqual([
      { model: "pooled_1e-7", place: "1", beats_baselines: true, wmae_gain: 0.094, rmse_gain: 0.104 },
    ]);
    expect(await rows("select model, candidate, beats_baselines, round(wmae_gain, 3) as wmae_gain, round(rmse_gain, 3) as rmse_gain from walmart.final_test_results where not is_baseline")).toEqual([
      { model: "chosen", candidate: "pooled_1e-7", beats_baselines: true, wmae_gain: 0.019, rmse_gain: 0.053 },
    ]);
  });

  test("from an origin without a Christmas behind it the same ridge loses", async () => {
    const at = async (origin: string) => {
      const found = await rows(`select model, wmae from walmart.rpt_rolling_origins where origin = '${origin}' order by wmae`);
      return Object.fromEntries(found.map(({ model, wmae }) => [model, wmae]));
    };
    expect(await rows("select origin from walmart.rpt_rolling_origins group by origin order by origin")).toEqual(["2011-10-28", "2012-01-27", "2012-04-27", "2012-07-27"].map((origin) => ({ origin })));
    const early = await at("2011-10-28");
    expect(early).toMatchObject({ "pooled_1e-7": expect.closeTo(3218.0682710589, 3), seasonal_naive: expect.closeTo(2525.1548578536, 3), date_aligned_seasonal_naive: expect.closeTo(2292.0218807203, 3) });
    for (const origin of ["2012-01-27", "2012-04-27", "2012-07-27"]) expect(Object.keys(await at(origin))[0]).toBe("pooled_1e-7");
  });

  test("evaluation has every store, department, type and feast of both stages", async () => {
    expect(await rows("select stage, segment, count(*)::integer as parts from walmart.model_evaluation_report group by all order by all")).toEqual(
      ["test", "validation"].flatMap((stage) => [["dept", 71], ["holiday", 2], ["overall", 1], ["store", 30], ["type", 3]].map(([segment, parts]) => ({ stage, segment, parts }))),
    );
  });

  test("the drivers of store 1 are those of numpy", async () => {
    const found = await rows("select term, estimate, standard_error from walmart.reg_store_drivers where store = 1");
    const wanted = {
      "(intercept)": [-2427856.0770297158, 1752958.1412767726], is_holiday: [89375.47577924267, 49338.16853695977], temperature: [-2160.4183052471785, 922.0435215776012],
      fuel_price: [-24336.979656186813, 47335.39858976587], cpi: [16631.593946626555, 6786.094175662262], unemployment: [80209.35225475568, 58726.45878725853],
    };
    expect(Object.fromEntries(found.map(({ term, estimate, standard_error }) => [term, [estimate, standard_error]]))).toEqual(
      Object.fromEntries(Object.entries(wanted).map(([term, [estimate, error]]) => [term, [expect.closeTo(estimate!, 1), expect.closeTo(error!, 1)]])),
    );
  });

  /** Sums of floating point numbers depend on their order in the tenth digit and beyond. */
  function near(value: number): unknown {
    return expect.closeTo(value, 0);
  }
});
