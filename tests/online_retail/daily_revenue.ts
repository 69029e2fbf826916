import { rows, unitTest } from "rmodel";
import dimDate from "../../models/shared/dims/dim_date.ts";
import factSales from "../../models/online_retail/facts/fact_sales.ts";
import fctDailyRevenue from "../../models/online_retail/facts/fct_daily_revenue.ts";
import featDailyRevenue from "../../models/online_retail/features/feat_daily_revenue.ts";

/** Days of December 2010: the 3rd is a Friday. */
const day = (day: number) => ({ date: `2010-12-0${day}`, date_key: 20101200 + day, dow: ((day + 1) % 7) + 1, month: 12, is_holiday: false });

export const gaps_are_filled_and_the_last_day_is_left_out = unitTest({
  description: "Nothing was sold on the 4th; the 1st is before the first sale; the 6th is the last day.",
  model: fctDailyRevenue,
  given: [
    rows(dimDate, day(1), day(2), day(3), day(4), day(5), day(6), day(7)),
    rows(
      factSales,
      { date_key: 20101202, invoice_no: "1", quantity: 2, line_total: "10.10" },
      { date_key: 20101202, invoice_no: "1", quantity: 1, line_total: "0.05" },
      { date_key: 20101203, invoice_no: "2", quantity: 1, line_total: "3.00" },
      { date_key: 20101205, invoice_no: "3", quantity: 4, line_total: "8.00" },
      { date_key: 20101205, invoice_no: "4", quantity: 4, line_total: "8.00" },
      { date_key: 20101206, invoice_no: "5", quantity: 9, line_total: "99.00" },
    ),
  ],
  expect: [
    { date: "2010-12-02", date_key: 20101202, revenue: "10.15", quantity: 3, invoices: 1, is_filled: false },
    { date: "2010-12-03", date_key: 20101203, revenue: "3.00", quantity: 1, invoices: 1, is_filled: false },
    { date: "2010-12-04", date_key: 20101204, revenue: "0.00", quantity: 0, invoices: 0, is_filled: true },
    { date: "2010-12-05", date_key: 20101205, revenue: "16.00", quantity: 8, invoices: 2, is_filled: false },
  ],
});

const sold = (number: number, revenue: string, quantity: number) => ({ date: day(number).date, date_key: day(number).date_key, revenue, quantity, invoices: number });

export const features_look_at_the_past_only = unitTest({
  description: "The extreme last day shows in no feature of any row, not even its own.",
  model: featDailyRevenue,
  given: [
    rows(dimDate, ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(day)),
    rows(
      fctDailyRevenue,
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => sold(number, `${number}.00`, 10 * number)),
      sold(9, "1000000.00", 1_000_000),
    ),
  ],
  expect: [
    { date: "2010-12-01", rev_lag1: null, rev_lag7: null, rev_lag14: null, rev_mean7: null, qty_lag1: null, invoices_lag1: null, weekday: 3 },
    ...[2, 3, 4, 5, 6, 7].map((number) => ({
      date: day(number).date,
      rev_lag1: `${number - 1}.00`,
      rev_lag7: null,
      rev_lag14: null,
      rev_mean7: number / 2,
      qty_lag1: 10 * (number - 1),
      invoices_lag1: number - 1,
      weekday: day(number).dow,
    })),
    { date: "2010-12-08", rev_lag1: "7.00", rev_lag7: "1.00", rev_lag14: null, rev_mean7: 4, qty_lag1: 70, invoices_lag1: 7, weekday: 3 },
    { date: "2010-12-09", rev_lag1: "8.00", rev_lag7: "2.00", rev_lag14: null, rev_mean7: 5, qty_lag1: 80, invoices_lag1: 8, weekday: 4 },
  ],
});
