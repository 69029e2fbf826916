import { rows, unitTest } from "rmodel";
import dimCustomers from "../../models/online_retail/dims/dim_customers.ts";
import dimProducts from "../../models/online_retail/dims/dim_products.ts";
import factSales from "../../models/online_retail/facts/fact_sales.ts";
import stgOnlineRetail from "../../models/online_retail/staging/stg_online_retail.ts";

const beginning = "1900-01-01 00:00:00";
const open = "9999-12-31 00:00:00";
const unknown = { customer_id: null, customer_name: "Unknown", country: "Unknown", effective_date: beginning, expiry_date: open, is_current: true };

/** A line of customer 12370. */
const visit = (invoice_no: string, invoice_date: string, country: string) => ({ customer_id: 12370, invoice_no, invoice_date, country, line_kind: "sale" });

const cyprus = visit("538826", "2010-12-14 12:58:00", "Cyprus");
const austria = visit("539268", "2010-12-17 09:38:00", "Austria");
const january = visit("541000", "2011-01-13 10:00:00", "Austria");

export const a_move_makes_two_rows = unitTest({
  description: "The old row ends where the new one starts; a further invoice from the same country changes nothing.",
  model: dimCustomers,
  given: [rows(stgOnlineRetail, cyprus, cyprus, austria, january)],
  expect: [
    unknown,
    { customer_id: 12370, customer_name: "Customer 12370", country: "Cyprus", effective_date: beginning, expiry_date: "2010-12-17 09:38:00", is_current: false },
    { customer_id: 12370, customer_name: "Customer 12370", country: "Austria", effective_date: "2010-12-17 09:38:00", expiry_date: open, is_current: true },
  ],
});

export const moving_back_makes_a_third_row = unitTest({
  description: "A country that comes again is a time of its own.",
  model: dimCustomers,
  given: [rows(stgOnlineRetail, cyprus, austria, visit("546000", "2011-03-10 12:48:00", "Cyprus"))],
  expect: [
    unknown,
    { customer_id: 12370, customer_name: "Customer 12370", country: "Cyprus", effective_date: beginning, expiry_date: "2010-12-17 09:38:00", is_current: false },
    { customer_id: 12370, customer_name: "Customer 12370", country: "Austria", effective_date: "2010-12-17 09:38:00", expiry_date: "2011-03-10 12:48:00", is_current: false },
    { customer_id: 12370, customer_name: "Customer 12370", country: "Cyprus", effective_date: "2011-03-10 12:48:00", expiry_date: open, is_current: true },
  ],
});

export const a_late_row_corrects_the_history = unitTest({
  description: "An invoice that is delivered last but was written in between counts at its own time: the move is now an earlier one.",
  model: dimCustomers,
  given: [rows(stgOnlineRetail, cyprus, january, austria, visit("538900", "2010-12-15 09:00:00", "Austria"))],
  expect: [
    unknown,
    { customer_id: 12370, customer_name: "Customer 12370", country: "Cyprus", effective_date: beginning, expiry_date: "2010-12-15 09:00:00", is_current: false },
    { customer_id: 12370, customer_name: "Customer 12370", country: "Austria", effective_date: "2010-12-15 09:00:00", expiry_date: open, is_current: true },
  ],
});

export const at_one_moment_the_higher_invoice_number_wins = unitTest({
  description: "Numbers are compared without the C of a cancellation; rejected lines and lines without a customer say nothing.",
  model: dimCustomers,
  given: [
    rows(
      stgOnlineRetail,
      visit("C538826", "2010-12-14 12:58:00", "Cyprus"),
      visit("538827", "2010-12-14 12:58:00", "Austria"),
      { ...visit("538828", "2010-12-14 12:58:00", "Malta"), line_kind: "reject" },
      { ...visit("538829", "2010-12-14 12:58:00", "Spain"), customer_id: null },
    ),
  ],
  expect: [unknown, { customer_id: 12370, customer_name: "Customer 12370", country: "Austria", effective_date: beginning, expiry_date: open, is_current: true }],
});

export const a_sale_has_the_customer_of_its_time = unitTest({
  description: "The start of a row belongs to it, its end does not; a sale without a customer has the unknown member.",
  model: factSales,
  given: [
    rows(
      stgOnlineRetail,
      { line_key: 1, stock_code: "85123A", line_kind: "sale", customer_id: 12370, invoice_date: "2010-12-17 09:37:59" },
      { line_key: 2, stock_code: "85123A", line_kind: "sale", customer_id: 12370, invoice_date: "2010-12-17 09:38:00" },
      { line_key: 3, stock_code: "85123A", line_kind: "sale", customer_id: 12370, invoice_date: "2031-01-01 00:00:00" },
      { line_key: 4, stock_code: "85123A", line_kind: "sale", customer_id: null, invoice_date: "2010-12-17 09:38:00" },
      { line_key: 5, stock_code: "85123A", line_kind: "return", customer_id: 12370, invoice_date: "2010-12-17 09:38:00" },
    ),
    rows(
      dimCustomers,
      { customer_key: 0, customer_id: null, effective_date: beginning, expiry_date: open },
      { customer_key: 71, customer_id: 12370, effective_date: beginning, expiry_date: "2010-12-17 09:38:00" },
      { customer_key: 72, customer_id: 12370, effective_date: "2010-12-17 09:38:00", expiry_date: open },
    ),
    rows(dimProducts, { product_key: 9, stock_code: "85123A" }),
  ],
  expect: [
    { sales_key: 1, customer_key: 71, product_key: 9, date_key: 20101217 },
    { sales_key: 2, customer_key: 72, product_key: 9, date_key: 20101217 },
    { sales_key: 3, customer_key: 72, product_key: 9, date_key: 20310101 },
    { sales_key: 4, customer_key: 0, product_key: 9, date_key: 20101217 },
  ],
});
