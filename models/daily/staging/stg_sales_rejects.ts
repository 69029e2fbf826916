import { model, sql, t } from "rmodel";
import stgSalesChecked, { reasons } from "./stg_sales_checked.ts";

const line = stgSalesChecked.as("line");

export default model({
  description: "One row per till line that is no sale, with the first reason that holds.",
  tags: ["daily", "staging", "rejects"],
  owner: "retail analytics",
  grain: ["line_key"],
  from: line,
  where: sql`${line.reason} is not null`,
  columns: {
    line_key: t.integer().is(line.line_key).notNull().describe("Key of the line in stg_sales_checked."),
    reason: t.text().is(line.reason).notNull().acceptedValues(reasons).describe("Why the line was rejected."),
    time_text: t.text().is(line.time_text).describe("Time at the till as the source has it."),
    store_id: t.integer().is(line.store_id).describe("Store number."),
    product_id: t.integer().is(line.product_id).describe("Product number."),
    customer_id: t.integer().is(line.customer_id).describe("Customer number.").pii(),
    basket_id: t.text().is(line.basket_id).describe("Number of the basket."),
    quantity: t.integer().is(line.quantity).describe("Pieces."),
    revenue: t.decimal(18, 2).is(line.revenue).describe("Value of the line in USD."),
  },
});
