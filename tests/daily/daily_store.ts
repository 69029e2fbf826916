import { rows, unitTest } from "rmodel";
import dimDate from "../../models/shared/dims/dim_date.ts";
import dimStore from "../../models/daily/dims/dim_store.ts";
import fctDailyStore from "../../models/daily/facts/fct_daily_store.ts";
import fctRossmannDaily from "../../models/daily/facts/fct_rossmann_daily.ts";
import featDailyStore from "../../models/daily/features/feat_daily_store.ts";
import featRossmannDaily from "../../models/daily/features/feat_rossmann_daily.ts";
import parameters from "../../parameters.ts";
import stgRossmannDays from "../../models/daily/staging/stg_rossmann_days.ts";
import stgSales from "../../models/daily/staging/stg_sales.ts";

/** Days of January 2017: the 1st is a Sunday. */
const day = (day: number) => ({ date: `2017-01-0${day}`, date_key: 20170100 + day, dow: ((day + 5) % 7) + 1, month: 1 });
const calendar = rows(dimDate, ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(day));

export const gaps_are_filled_and_the_last_day_is_left_out = unitTest({
  description: "All stores have all days from the 2nd to the 4th; the 5th is the last day; a line of fuel counts for 100 pieces.",
  enabled: parameters.DAILY_LINE_QUANTITY_LIMIT === 100,
  model: fctDailyStore,
  given: [
    calendar,
    rows(dimStore, { store_id: 7 }, { store_id: 8 }),
    rows(
      stgSales,
      { store_id: 7, date: "2017-01-02", basket_id: "1", quantity: 2, revenue: "10.10" },
      { store_id: 7, date: "2017-01-02", basket_id: "1", quantity: 1, revenue: "0.05" },
      { store_id: 7, date: "2017-01-02", basket_id: "2", quantity: 15_000, revenue: "30.00" },
      { store_id: 7, date: "2017-01-04", basket_id: "3", quantity: 1, revenue: "3.00" },
      { store_id: 8, date: "2017-01-03", basket_id: "4", quantity: 4, revenue: "8.00" },
      { store_id: 8, date: "2017-01-05", basket_id: "5", quantity: 9, revenue: "99.00" },
    ),
  ],
  expect: [
    { store_id: 7, date: "2017-01-02", date_key: 20170102, qty_sum: 103, rev_sum: "40.15", num_txn: 2, is_filled: false },
    { store_id: 7, date: "2017-01-03", date_key: 20170103, qty_sum: 0, rev_sum: "0.00", num_txn: 0, is_filled: true },
    { store_id: 7, date: "2017-01-04", date_key: 20170104, qty_sum: 1, rev_sum: "3.00", num_txn: 1, is_filled: false },
    { store_id: 8, date: "2017-01-02", date_key: 20170102, qty_sum: 0, rev_sum: "0.00", num_txn: 0, is_filled: true },
    { store_id: 8, date: "2017-01-03", date_key: 20170103, qty_sum: 4, rev_sum: "8.00", num_txn: 1, is_filled: false },
    { store_id: 8, date: "2017-01-04", date_key: 20170104, qty_sum: 0, rev_sum: "0.00", num_txn: 0, is_filled: true },
  ],
});

export const closed_days_are_filled_and_the_last_day_is_kept = unitTest({
  description: "Stores that report whole days keep their last one; no promotion runs while a store is closed.",
  model: fctRossmannDaily,
  given: [
    calendar,
    rows(
      stgRossmannDays,
      { store_id: 1, date: "2017-01-02", revenue: "5263", num_txn: 555, promo: 1, school_holiday: 1 },
      { store_id: 1, date: "2017-01-04", revenue: "6064", num_txn: 625, promo: 1, school_holiday: 0 },
      { store_id: 2, date: "2017-01-03", revenue: "8314", num_txn: 821, promo: 0, school_holiday: 1 },
    ),
  ],
  expect: [
    { store_id: 1, date: "2017-01-02", rev_sum: "5263.00", num_txn: 555, promo: 1, school_holiday: 1, is_open: true, is_filled: false },
    { store_id: 1, date: "2017-01-03", rev_sum: "0.00", num_txn: 0, promo: 0, school_holiday: 0, is_open: false, is_filled: true },
    { store_id: 1, date: "2017-01-04", rev_sum: "6064.00", num_txn: 625, promo: 1, school_holiday: 0, is_open: true, is_filled: false },
    { store_id: 2, date: "2017-01-02", rev_sum: "0.00", num_txn: 0, promo: 0, school_holiday: 0, is_open: false, is_filled: true },
    { store_id: 2, date: "2017-01-03", rev_sum: "8314.00", num_txn: 821, promo: 0, school_holiday: 1, is_open: true, is_filled: false },
    { store_id: 2, date: "2017-01-04", rev_sum: "0.00", num_txn: 0, promo: 0, school_holiday: 0, is_open: false, is_filled: true },
  ],
});

const sold = (store_id: number, number: number, rev_sum: string) => ({ store_id, date: day(number).date, date_key: day(number).date_key, rev_sum, qty_sum: 10 * number, num_txn: number });
const history = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => sold(7, number, `${number}.00`));
const early = [2, 3, 4, 5, 6, 7].map((number) => ({
  store_id: 7,
  date: day(number).date,
  weekday: day(number).dow,
  rev_lag1: `${number - 1}.00`,
  rev_lag7: null,
  rev_lag14: null,
  rev_mean7: number / 2,
  qty_lag1: 10 * (number - 1),
  num_txn_lag1: number - 1,
}));
const first = { store_id: 7, date: "2017-01-01", weekday: 7, rev_lag1: null, rev_lag7: null, rev_lag14: null, rev_mean7: null, qty_lag1: null, num_txn_lag1: null };
const eighth = { store_id: 7, date: "2017-01-08", weekday: 7, rev_lag1: "7.00", rev_lag7: "1.00", rev_lag14: null, rev_mean7: 4, qty_lag1: 70, num_txn_lag1: 7 };
const ninth = { store_id: 7, date: "2017-01-09", weekday: 1, rev_lag1: "8.00", rev_lag7: "2.00", rev_lag14: null, rev_mean7: 5, qty_lag1: 80, num_txn_lag1: 8 };
const neighbour = { ...first, store_id: 8, date: "2017-01-09", weekday: 1 };

export const features_look_at_the_past_of_their_store_only = unitTest({
  description: "Neither the last day nor another store shows in any feature.",
  model: featDailyStore,
  given: [calendar, rows(fctDailyStore, ...history, sold(7, 9, "9.00"), sold(8, 9, "500.00"))],
  expect: [first, ...early, eighth, ninth, neighbour],
});

export const a_shifted_future_leaves_the_features_as_they_are = unitTest({
  description: "The same history with another last day, a million times as large: every feature of every row is the same.",
  model: featDailyStore,
  given: [calendar, rows(fctDailyStore, ...history, { ...sold(7, 9, "9000000.00"), qty_sum: 90_000_000, num_txn: 9_000_000 }, sold(8, 9, "0.00"))],
  expect: [first, ...early, eighth, ninth, neighbour],
});

export const the_features_of_drug_stores_know_the_promotion_beforehand = unitTest({
  description: "The promotion is that of the day itself, all else is of the past.",
  model: featRossmannDaily,
  given: [
    calendar,
    rows(
      fctRossmannDaily,
      { store_id: 1, date: "2017-01-01", date_key: 20170101, rev_sum: "100", num_txn: 10, promo: 0, is_open: true },
      { store_id: 1, date: "2017-01-02", date_key: 20170102, rev_sum: "0", num_txn: 0, promo: 0, is_open: false },
      { store_id: 1, date: "2017-01-03", date_key: 20170103, rev_sum: "900", num_txn: 90, promo: 1, is_open: true },
    ),
  ],
  expect: [
    { date: "2017-01-01", promo: 0, rev_lag1: null, rev_mean7: null, num_txn_lag1: null, is_open: true, rev_sum: "100.00" },
    { date: "2017-01-02", promo: 0, rev_lag1: "100.00", rev_mean7: 100, num_txn_lag1: 10, is_open: false, rev_sum: "0.00" },
    { date: "2017-01-03", promo: 1, rev_lag1: "0.00", rev_mean7: 50, num_txn_lag1: 0, is_open: true, rev_sum: "900.00" },
  ],
});
