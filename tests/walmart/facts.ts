import { rows, unitTest } from "rmodel";
import dimStore from "../../models/walmart/dims/dim_store.ts";
import factSalesWeekly from "../../models/walmart/facts/fact_sales_weekly.ts";
import fctSalesTest from "../../models/walmart/facts/fct_sales_test.ts";
import fctSalesTrain from "../../models/walmart/facts/fct_sales_train.ts";
import fctSalesVal from "../../models/walmart/facts/fct_sales_val.ts";
import parameters from "../../parameters.ts";
import rptSalesByHoliday from "../../models/walmart/reports/rpt_sales_by_holiday.ts";
import stgStoreWeeks from "../../models/walmart/staging/stg_store_weeks.ts";
import train from "../../sources/walmart/train.ts";
import vwSalesAnalytics from "../../models/walmart/reports/vw_sales_analytics.ts";

const week = { Store: 1, Dept: 7, Date: "2010-02-05", Weekly_Sales: "24924.5", IsHoliday: false } as const;

export const a_line_that_came_twice_is_there_once = unitTest({
  description: "Equal lines become one; lines of one key that disagree both stay, and the test of the grain stops the build.",
  model: factSalesWeekly,
  given: [rows(train, week, week, { ...week, Dept: 8 }, { ...week, Date: "2010-02-12", Weekly_Sales: "-1.00", IsHoliday: true }, { ...week, Dept: 9 }, { ...week, Dept: 9, Weekly_Sales: "1" })],
  expect: [
    { store: 1, dept: 7, date: "2010-02-05", week_number: 2092, weekly_sales: "24924.50", is_holiday: false },
    { store: 1, dept: 8, date: "2010-02-05", week_number: 2092, weekly_sales: "24924.50", is_holiday: false },
    { store: 1, dept: 7, date: "2010-02-12", week_number: 2093, weekly_sales: "-1.00", is_holiday: true },
    { store: 1, dept: 9, date: "2010-02-05", week_number: 2092, weekly_sales: "24924.50", is_holiday: false },
    { store: 1, dept: 9, date: "2010-02-05", week_number: 2092, weekly_sales: "1.00", is_holiday: false },
  ],
});

const usualDates = parameters.WALMART_TRAIN_END === "2012-01-27" && parameters.WALMART_VALIDATION_END === "2012-07-27" && parameters.WALMART_TEST_END === "2012-10-26";
const dates = rows(factSalesWeekly, { date: "2010-02-05" }, { date: "2012-01-27" }, { date: "2012-02-03" }, { date: "2012-07-27" }, { date: "2012-08-03" }, { date: "2012-10-26" }, { date: "2012-11-02" });

export const training_ends_with_its_last_day = unitTest({
  description: "The last day of a part belongs to it.",
  enabled: usualDates,
  model: fctSalesTrain,
  given: [dates],
  expect: [{ date: "2010-02-05" }, { date: "2012-01-27" }],
});

export const validation_begins_behind_training = unitTest({
  description: "The last day of training does not belong to validation.",
  enabled: usualDates,
  model: fctSalesVal,
  given: [dates],
  expect: [{ date: "2012-02-03" }, { date: "2012-07-27" }],
});

export const test_begins_behind_validation = unitTest({
  description: "What lies behind the last day of the test belongs to no part.",
  enabled: usualDates,
  model: fctSalesTest,
  given: [dates],
  expect: [{ date: "2012-08-03" }, { date: "2012-10-26" }],
});

export const feasts_have_names = unitTest({
  description: "A holiday week has the name of its month's feast; a week without known features keeps its sales.",
  model: vwSalesAnalytics,
  given: [
    rows(dimStore, { store: 1, type: "A", size: 200 }),
    rows(stgStoreWeeks, { store: 1, date: "2010-02-12", markdown_total: "3.00", fuel_price: 2.5 }),
    rows(
      factSalesWeekly,
      { store: 1, dept: 7, date: "2010-02-12", weekly_sales: "100", is_holiday: true },
      { store: 1, dept: 7, date: "2010-09-10", weekly_sales: "50", is_holiday: true },
      { store: 1, dept: 7, date: "2010-11-26", weekly_sales: "25", is_holiday: true },
      { store: 1, dept: 7, date: "2010-12-31", weekly_sales: "10", is_holiday: true },
      { store: 1, dept: 7, date: "2011-02-04", weekly_sales: "-2", is_holiday: false },
    ),
  ],
  expect: [
    { date: "2010-02-12", holiday_name: "Super Bowl", type: "A", sales_per_square_foot: 0.5, markdown_total: "3.00", fuel_price: 2.5, week_of_year: 6 },
    { date: "2010-09-10", holiday_name: "Labor Day", type: "A", sales_per_square_foot: 0.25, markdown_total: null, fuel_price: null, week_of_year: 36 },
    { date: "2010-11-26", holiday_name: "Thanksgiving", type: "A", sales_per_square_foot: 0.125, markdown_total: null, fuel_price: null, week_of_year: 47 },
    { date: "2010-12-31", holiday_name: "Christmas", type: "A", sales_per_square_foot: 0.05, markdown_total: null, fuel_price: null, week_of_year: 52 },
    { date: "2011-02-04", holiday_name: null, type: "A", sales_per_square_foot: -0.01, markdown_total: null, fuel_price: null, week_of_year: 5 },
  ],
});

export const segments_sum_up = unitTest({
  description: "All weeks without a feast are one segment; shares are of all sales.",
  model: rptSalesByHoliday,
  given: [
    rows(
      vwSalesAnalytics,
      { store: 1, dept: 7, weekly_sales: "10.00", holiday_name: "Christmas" },
      { store: 1, dept: 7, weekly_sales: "30.00" },
      { store: 1, dept: 8, weekly_sales: "-20.00" },
      { store: 2, dept: 7, weekly_sales: "20.00" },
    ),
  ],
  expect: [
    { segment: "Christmas", series: 1, lines: 1, total_sales: "10.00", mean_sales: 10, median_sales: 10, deviation: 0, negative_lines: 0, share: 0.25 },
    { segment: "No holiday", series: 3, lines: 3, total_sales: "30.00", mean_sales: 10, median_sales: 20, deviation: Math.sqrt(1400 / 3), negative_lines: 1, share: 0.75 },
  ],
});
