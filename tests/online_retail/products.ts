import { rows, unitTest } from "rmodel";
import dimProducts from "../../models/online_retail/dims/dim_products.ts";
import factSales from "../../models/online_retail/facts/fact_sales.ts";
import rptProductPairs from "../../models/online_retail/reports/rpt_product_pairs.ts";
import stgOnlineRetail from "../../models/online_retail/staging/stg_online_retail.ts";

export const a_product_is_what_its_latest_sale_says = unitTest({
  description: "Older names and prices are overwritten; a return counts only where nothing was ever sold. Keys are those of Python's hashlib: int(md5('3:MUG').hexdigest()[:15], 16).",
  model: dimProducts,
  given: [
    rows(
      stgOnlineRetail,
      { stock_code: "MUG", description: "MUG", unit_price: "2.55", line_kind: "sale", invoice_no: "1", invoice_date: "2010-12-01 08:00:00" },
      { stock_code: "MUG", description: "RED MUG", unit_price: "2.95", line_kind: "sale", invoice_no: "2", invoice_date: "2011-06-01 08:00:00" },
      { stock_code: "MUG", description: "MUG", unit_price: "2.55", line_kind: "return", invoice_no: "C3", invoice_date: "2011-07-01 08:00:00" },
      { stock_code: "MUG", description: "damaged", unit_price: "0", line_kind: "reject", invoice_no: "4", invoice_date: "2011-08-01 08:00:00" },
      { stock_code: "CRUK", unit_price: "10.5", line_kind: "return", invoice_no: "C5", invoice_date: "2011-01-01 08:00:00" },
    ),
  ],
  expect: [
    { product_key: 639827954855326979n, stock_code: "MUG", description: "RED MUG", current_unit_price: "2.95" },
    { product_key: 342750460797569534n, stock_code: "CRUK", description: "No description", current_unit_price: "10.5" },
  ],
});

export const pairs_of_three_invoices = unitTest({
  description: "Mug and plate meet in 2 of 3 invoices: support 2/3, confidence 2/2 and 2/3, lift 1. A product twice on an invoice counts once.",
  model: rptProductPairs,
  given: [
    rows(
      factSales,
      { invoice_no: "1", product_key: 1 },
      { invoice_no: "1", product_key: 1 },
      { invoice_no: "1", product_key: 2 },
      { invoice_no: "2", product_key: 1 },
      { invoice_no: "2", product_key: 2 },
      { invoice_no: "3", product_key: 2 },
    ),
    rows(dimProducts, { product_key: 1, stock_code: "MUG" }, { product_key: 2, stock_code: "PLATE" }),
  ],
  expect: [
    { product_a: "MUG", product_b: "PLATE", invoices: 2, support: 2 / 3, confidence: 1, lift: 1 },
    { product_a: "PLATE", product_b: "MUG", invoices: 2, support: 2 / 3, confidence: 2 / 3, lift: 1 },
  ],
});
