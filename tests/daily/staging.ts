import { rows, unitTest } from "rmodel";
import parameters from "../../parameters.ts";
import sales from "../../sources/daily/sales.ts";
import stgSales from "../../models/daily/staging/stg_sales.ts";
import stgSalesChecked from "../../models/daily/staging/stg_sales_checked.ts";
import stgSalesRejects from "../../models/daily/staging/stg_sales_rejects.ts";

/** The customer of a line, where deliveries have one. */
const noted = (household_id: number | null) => (parameters.DAILY_SALES_HAVE_CUSTOMERS ? { household_id } : {});
const milk = {
  ...noted(906), store_id: 319, basket_id: "31198705046", product_id: 1075313, quantity: 2, sales_value: 3, retail_disc: 0, coupon_disc: 0,
  coupon_match_disc: 0, week: 1, transaction_timestamp: "2017-01-01 12:30:27",
} as const;

export const each_line_has_the_first_reason_that_holds = unitTest({
  description: "Only a whole row is a duplicate; a value that rounds to no cent is a price of 0; a damaged basket number is no reason.",
  model: stgSalesChecked,
  given: [
    rows(
      sales,
      milk,
      milk,
      milk,
      { ...milk, product_id: 2, retail_disc: 0.5 },
      { ...milk, product_id: 2, retail_disc: 0.25 },
      { ...milk, product_id: 3, ...noted(null), basket_id: "4.0128e+10" },
      { ...milk, product_id: 4, transaction_timestamp: "2017-02-30 12:00:00", quantity: -1 },
      { ...milk, product_id: 5, transaction_timestamp: null },
      { ...milk, product_id: 6, store_id: null, sales_value: 0 },
      { ...milk, product_id: null },
      { ...milk, product_id: 8, quantity: null },
      { ...milk, product_id: 9, quantity: 0, sales_value: 4.440892e-16 },
      { ...milk, product_id: 10, quantity: -2, sales_value: -3 },
      { ...milk, product_id: 11, sales_value: -3 },
      { ...milk, product_id: 12, sales_value: 0.004 },
      { ...milk, product_id: 13, sales_value: 4.440892e-16 },
    ),
  ],
  expect: [
    { product_id: 1075313, revenue: "3.00", reason: null },
    { product_id: 1075313, revenue: "3.00", reason: "duplicate" },
    { product_id: 1075313, revenue: "3.00", reason: "duplicate" },
    { product_id: 2, revenue: "3.00", reason: null },
    { product_id: 2, revenue: "3.00", reason: null },
    { product_id: 3, revenue: "3.00", reason: null },
    { product_id: 4, revenue: "3.00", reason: "time is missing or no time" },
    { product_id: 5, revenue: "3.00", reason: "time is missing or no time" },
    { product_id: 6, revenue: "0.00", reason: "store is missing" },
    { product_id: null, revenue: "3.00", reason: "product is missing" },
    { product_id: 8, revenue: "3.00", reason: "quantity or price is missing" },
    { product_id: 9, revenue: "0.00", reason: "quantity is not positive" },
    { product_id: 10, revenue: "-3.00", reason: "quantity is not positive" },
    { product_id: 11, revenue: "-3.00", reason: "price is negative" },
    { product_id: 12, revenue: "0.00", reason: "price is zero" },
    { product_id: 13, revenue: "0.00", reason: "price is zero" },
  ],
});

const checked = rows(
  stgSalesChecked,
  { line_key: 1, sold_at: "2017-01-01 23:59:59", quantity: 3, revenue: "10.00" },
  { line_key: 2, sold_at: "2017-01-02 00:00:00", quantity: 1, revenue: "0.01" },
  { line_key: 3, time_text: "2017-02-30 12:00:00", reason: "time is missing or no time" },
);

export const sales_are_the_lines_without_a_reason = unitTest({
  description: "The day is that of the clock; the price is what one piece brought.",
  model: stgSales,
  given: [checked],
  expect: [
    { line_key: 1, date: "2017-01-01", price: 10 / 3, revenue: "10.00" },
    { line_key: 2, date: "2017-01-02", price: 0.01, revenue: "0.01" },
  ],
});

export const rejects_are_the_others = unitTest({
  description: "A reject keeps its reason and what the source said.",
  model: stgSalesRejects,
  given: [checked],
  expect: [{ line_key: 3, reason: "time is missing or no time", time_text: "2017-02-30 12:00:00" }],
});
