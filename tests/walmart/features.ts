import { rows, unitTest } from "rmodel";
import dimStore from "../../models/walmart/dims/dim_store.ts";
import factSalesWeekly from "../../models/walmart/facts/fact_sales_weekly.ts";
import featWeeklyDirect from "../../models/walmart/features/feat_weekly_direct.ts";
import featWeeklyForecast from "../../models/walmart/features/feat_weekly_forecast.ts";
import featWeeklySales from "../../models/walmart/features/feat_weekly_sales.ts";
import parameters from "../../parameters.ts";
import stgStoreWeeks from "../../models/walmart/staging/stg_store_weeks.ts";

const friday = (week: number) => new Date(Date.UTC(2010, 1, 5 + 7 * week)).toISOString().slice(0, 10);
const sold = (week: number, sales: string, more: { store?: number; is_holiday?: boolean } = {}) => ({
  store: 1, dept: 7, date: friday(week), week_number: 2092 + week, weekly_sales: sales, is_holiday: false, ...more,
});
const known = (week: number, more: { is_holiday?: boolean; markdown_total?: string } = {}) => ({
  store: 1, date: friday(week), week_number: 2092 + week, is_holiday: false, markdown_total: "0", ...more,
});

/** These figures hold for the usual parameters. A lag that another build does not have is not asked for. */
const usual = parameters.WALMART_HOLIDAY_WINDOW_WEEKS === 2 && parameters.holiday_weight === 5 && parameters.negative_sales_strategy === "keep";
const asked = (row: object) => Object.fromEntries(Object.entries(row).filter(([name]) => Object.hasOwn(featWeeklySales.columns, name)));

const calendar = rows(stgStoreWeeks, known(0), known(1), known(2, { markdown_total: "12.5" }), known(3), known(4), known(5), known(6, { is_holiday: true }));
const features = [
  { store: 1, date: friday(0), sales_lag1: null, sales_lag2: null, sales_mean4: null, sales_deviation4: null, is_before_holiday: 0, weight: 1, markdown_total: 0, has_markdown: 0 },
  { store: 1, date: friday(1), sales_lag1: 10, sales_lag2: null, sales_mean4: 10, sales_deviation4: 0, is_before_holiday: 0, weight: 1, markdown_total: 0, has_markdown: 0 },
  { store: 1, date: friday(2), sales_lag1: 30, sales_lag2: 10, sales_mean4: 20, sales_deviation4: 10, is_before_holiday: 0, weight: 1, markdown_total: 12.5, has_markdown: 1 },
  { store: 1, date: friday(4), sales_lag1: null, sales_lag2: 20, sales_mean4: 20, sales_deviation4: Math.sqrt(200 / 3), is_before_holiday: 1, weight: 1, markdown_total: 0, has_markdown: 0 },
  { store: 1, date: friday(6), sales_lag1: null, sales_lag2: -40, sales_mean4: -10, sales_deviation4: 30, is_before_holiday: 0, weight: 5, markdown_total: 0, has_markdown: 0 },
  { store: 2, date: friday(4), sales_lag1: null, sales_lag2: null, sales_mean4: null, sales_deviation4: null, is_before_holiday: 1, weight: 1, markdown_total: 0, has_markdown: 0 },
].map(asked);
const history = [sold(0, "10"), sold(1, "30"), sold(2, "20"), sold(4, "-40")];

export const a_missing_week_shifts_no_lag = unitTest({
  description: "Weeks 3 and 5 are missing, so the lag is null and the mean is of the weeks that there are; another store's sales show nowhere.",
  enabled: usual,
  model: featWeeklySales,
  given: [calendar, rows(factSalesWeekly, ...history, sold(6, "60", { is_holiday: true }), sold(4, "900", { store: 2 }))],
  expect: features,
});

export const a_shifted_future_leaves_the_features_as_they_are = unitTest({
  description: "The same history with another last week: every feature of every row is the same.",
  enabled: usual,
  model: featWeeklySales,
  given: [calendar, rows(factSalesWeekly, ...history, sold(6, "60000000", { is_holiday: true }), sold(4, "0", { store: 2 }))],
  expect: features,
});

const weeks = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, k) => first + k);

/** The features file knows weeks 0 to 150; week 58 and week 110 are holiday weeks, and so is week 145, which is ahead. */
const holidays: readonly number[] = [58, 110, 145];
const knownWeeks = rows(stgStoreWeeks, ...weeks(0, 150).map((week) => known(week, { is_holiday: holidays.includes(week) })));
const last = 142;
const noTerms = { base: null, l51: null, l53: null, m8: null, m8_ly: null, holiday_base: null, holiday_ly_base: null, holiday_m8: null };
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The terms of a week, looked up one by one in what was sold: `sold` gives the sales of a week that has a line. */
function terms(week: number, sold: (week: number) => number | undefined) {
  const base = sold(week - 52);
  if (base === undefined) return noTerms;
  const window = (end: number) => weeks(end - 7, end).map(sold).filter((sales) => sales !== undefined);
  const [newest, yearBefore] = [window(week - 13), window(week - 65)];
  const m8 = newest.length === 0 ? base : mean(newest);
  const m8_ly = yearBefore.length === 0 ? m8 : mean(yearBefore);
  const holiday = holidays.includes(week) ? 1 : 0;
  const holidayLastYear = holidays.includes(week - 52) ? 1 : 0;
  return { base, l51: sold(week - 51) ?? base, l53: sold(week - 53) ?? base, m8, m8_ly, holiday_base: holiday * base, holiday_ly_base: holidayLastYear * base, holiday_m8: holiday * m8 };
}

const usualHorizon = parameters.WALMART_HORIZON_WEEKS === 13 && parameters.WALMART_TEST_END === "2012-10-26" && parameters.negative_sales_strategy === "keep";
/** Weeks 12 to 80 and 100 to the last one, in which 100 dollars times the week's number were sold. */
const gappy = (week: number): number | undefined => ((week >= 12 && week <= 80) || week >= 100) && week <= last ? 100 * week : undefined;

export const terms_of_the_direct_ridge = unitTest({
  description:
    "With a horizon of 13 weeks a week reads weeks 51 to 53 before and the 8 weeks that end 13 and 65 weeks before, as many as there are; without a line 52 weeks before it has no terms. " +
    "Weeks ahead are there as far as the features file reaches, a line behind WALMART_TEST_END is taken as not known yet.",
  enabled: usualHorizon,
  model: featWeeklyDirect,
  given: [knownWeeks, rows(factSalesWeekly, ...weeks(0, last).filter((week) => gappy(week) !== undefined).map((week) => sold(week, `${gappy(week)}`)), sold(143, "999999"))],
  expect: weeks(12, 150)
    .filter((week) => gappy(week) !== undefined || week > last)
    .map((week) => ({ date: friday(week), sales: gappy(week) ?? null, is_complete: false, is_holiday: holidays.includes(week), ...terms(week, gappy) })),
});

const steady = (week: number): number => 100 * week;

/** The history up to week 129, then 13 weeks with the same sales, whatever they are. */
const endingWith = (sales: string) =>
  unitTest({
    description: `Whatever is sold in the 13 weeks behind an origin, here ${sales} each, the terms of these weeks are those of the weeks up to it.`,
    enabled: usualHorizon,
    model: featWeeklyDirect,
    given: [
      rows(stgStoreWeeks, ...weeks(0, last).map((week) => known(week, { is_holiday: holidays.includes(week) }))),
      rows(factSalesWeekly, ...weeks(0, 129).map((week) => sold(week, `${steady(week)}`)), ...weeks(130, last).map((week) => sold(week, sales))),
    ],
    expect: weeks(0, last).map((week) => ({ date: friday(week), is_complete: true, ...terms(week, (read) => (read >= 0 && read < 130 ? steady(read) : undefined)) })),
  });

export const nothing_sold_behind_the_origin_is_known = endingWith("0.00");
export const much_sold_behind_the_origin_is_not_known = endingWith("9999999.00");

export const only_series_without_gaps_are_forecast = unitTest({
  description: "A series with a gap is left out; a holiday week has its feast and its weight.",
  model: featWeeklyForecast,
  given: [
    rows(dimStore, { store: 1, type: "B" }),
    rows(
      featWeeklyDirect,
      { store: 1, dept: 7, date: friday(1), is_complete: true, is_holiday: true, sales: 5 },
      { store: 1, dept: 7, date: friday(2), is_complete: true, is_holiday: false, sales: null },
      { store: 1, dept: 8, date: friday(1), is_complete: false, is_holiday: true, sales: 5 },
    ),
  ],
  expect: [
    { store: 1, dept: 7, date: friday(1), sales: 5, type: "B", holiday: "Super Bowl", weight: parameters.holiday_weight },
    { store: 1, dept: 7, date: friday(2), sales: null, type: "B", holiday: "No holiday", weight: 1 },
  ],
});
