import { rows, unitTest } from "rmodel";
import invoices from "../../sources/online_retail/invoices.ts";
import rejects from "../../models/online_retail/staging/stg_online_retail_rejects.ts";
import stgOnlineRetail from "../../models/online_retail/staging/stg_online_retail.ts";

const mug = { InvoiceNo: "536365", StockCode: "85123A", Description: "MUG", Quantity: 6, InvoiceDate: "2010-12-01 08:26:00", UnitPrice: 2.55, CustomerID: 17850, Country: "United Kingdom" } as const;

export const each_line_has_the_first_kind_that_holds = unitTest({
  description: "Duplicate comes before return, return before reject, reject before sale; only a whole row is a duplicate.",
  model: stgOnlineRetail,
  given: [
    rows(
      invoices,
      mug,
      mug,
      mug,
      { ...mug, Quantity: 5 },
      { ...mug, InvoiceNo: "C536379", Quantity: -1 },
      { ...mug, InvoiceNo: "C536379", Quantity: -1 },
      { ...mug, InvoiceNo: "C536380", Quantity: -1, UnitPrice: 0 },
      { ...mug, StockCode: "FREE", UnitPrice: 0 },
      { ...mug, StockCode: "LOST", Quantity: -3 },
      { ...mug, StockCode: "A1", InvoiceNo: "A563186", Quantity: 1, UnitPrice: -11062.06 },
      { ...mug, StockCode: "NOBODY", CustomerID: null },
    ),
  ],
  expect: [
    { stock_code: "85123A", quantity: 6, line_total: "15.30", line_kind: "sale" },
    { stock_code: "85123A", quantity: 6, line_total: "15.30", line_kind: "duplicate" },
    { stock_code: "85123A", quantity: 6, line_total: "15.30", line_kind: "duplicate" },
    { stock_code: "85123A", quantity: 5, line_total: "12.75", line_kind: "sale" },
    { stock_code: "85123A", quantity: -1, line_total: "-2.55", line_kind: "return" },
    { stock_code: "85123A", quantity: -1, line_total: "-2.55", line_kind: "duplicate" },
    { stock_code: "85123A", quantity: -1, line_total: "0.00", line_kind: "return" },
    { stock_code: "FREE", quantity: 6, line_total: "0.00", line_kind: "reject" },
    { stock_code: "LOST", quantity: -3, line_total: "-7.65", line_kind: "reject" },
    { stock_code: "A1", quantity: 1, line_total: "-11062.06", line_kind: "reject" },
    { stock_code: "NOBODY", quantity: 6, line_total: "15.30", line_kind: "sale" },
  ],
});

export const rejects_say_why = unitTest({
  description: "Sales and returns are no rejects; the first reason that holds is told.",
  model: rejects,
  given: [
    rows(
      stgOnlineRetail,
      { line_key: 1, line_kind: "sale", quantity: 6, unit_price: "2.55" },
      { line_key: 2, line_kind: "return", quantity: -6, unit_price: "2.55" },
      { line_key: 3, line_kind: "duplicate", quantity: 6, unit_price: "2.55" },
      { line_key: 4, line_kind: "reject", quantity: -6, unit_price: "0" },
      { line_key: 5, line_kind: "reject", quantity: 6, unit_price: "0" },
      { line_key: 6, line_kind: "reject", quantity: 1, unit_price: "-11062.06" },
      { line_key: 7, line_kind: "reject", quantity: 1 },
    ),
  ],
  expect: [
    { line_key: 3, reason: "duplicate" },
    { line_key: 4, reason: "quantity is not positive" },
    { line_key: 5, reason: "price is zero" },
    { line_key: 6, reason: "price is negative" },
    { line_key: 7, reason: "quantity or price is missing" },
  ],
});
