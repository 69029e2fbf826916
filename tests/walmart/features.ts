import { rows, unitTest } from "rmodel";
import factSalesWeekly from "../../models/walmart/facts/fact_sales_weekly.ts";
import featWeeklyDirect from "../../models/walmart/features/feat_weekly_direct.ts";
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

export const terms_of_the_direct_ridge = unitTest({
  description:
    "With a horizon of 39 weeks, week 110 reads weeks 57 to 59 for a year before, 64 to 71 for m8 and 12 to 19 for m8 a year earlier; week 60 has no m8 a year earlier and takes m8; " +
    "week 40 has no year before and takes the weeks there are of its m8; week 5 has nothing at all.",
  enabled: parameters.WALMART_HORIZON_WEEKS === 39,
  model: featWeeklyDirect,
  given: [rows(factSalesWeekly, sold(5, "5"), ...weeks(12, 14).map((week) => sold(week, `${week}`)), ...weeks(57, 72).map((week) => sold(week, `${week}`, { is_holiday: week === 58 })), sold(40, "40"), sold(110, "1", { is_holiday: true }))],
  expect: [
    { date: friday(5), sales: 5, has_year: false, base: 0, l51: 0, l53: 0, m8: 0, m8_ly: 0, holiday_base: 0, holiday_ly_base: 0, holiday_m8: 0 },
    ...[12, 13, 14].map((week) => ({ date: friday(week), sales: week, has_year: false, base: 0, l51: 0, l53: 0, m8: 0, m8_ly: 0, holiday_base: 0, holiday_ly_base: 0, holiday_m8: 0 })),
    { date: friday(40), sales: 40, has_year: false, base: 0, l51: 0, l53: 0, m8: 0, m8_ly: 0, holiday_base: 0, holiday_ly_base: 0, holiday_m8: 0 },
    ...weeks(57, 72).map((week) => direct(week)),
    { date: friday(110), sales: 1, has_year: true, base: 58, l51: 59, l53: 57, m8: 67.5, m8_ly: 13, holiday_base: 58, holiday_ly_base: 58, holiday_m8: 67.5 },
  ],
});

/** The terms of weeks 57 to 72, whose past is weeks 5 and 12 to 14 with as many dollars. */
function direct(week: number) {
  const past = [5, 12, 13, 14];
  const mean = (values: readonly number[]) => (values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length);
  const at = (lag: number) => past.find((value) => value === week - lag);
  const mean8 = mean(past.filter((value) => value >= week - 46 && value <= week - 39));
  const base = at(52) ?? mean8 ?? 0;
  const m8 = mean8 ?? base;
  const holiday = week === 58 ? 1 : 0;
  return {
    date: friday(week), sales: week, has_year: at(52) !== undefined, base, l51: at(51) ?? base, l53: at(53) ?? base, m8, m8_ly: m8,
    holiday_base: holiday * base, holiday_ly_base: 0, holiday_m8: holiday * m8,
  };
}
