import { model, sql, t } from "rmodel";
import stgOnlineRetail from "./stg_online_retail.ts";

const line = stgOnlineRetail.as("line");

export default model({
  description:
    "One row per line that reaches no fact table, with the reason: second and later copies of a row, and lines without a positive quantity or price. " +
    "The first reason that holds is told.",
  tags: ["online_retail", "staging", "rejects"],
  owner: "retail analytics",
  grain: ["line_key"],
  from: line,
  where: sql`${line.line_kind} in ('duplicate', 'reject')`,
  columns: {
    line_key: t.integer().is(line.line_key).notNull().describe("Key of the line in staging."),
    reason: t
      .text()
      .is(sql`
        case
          when ${line.line_kind} = 'duplicate' then 'duplicate'
          when ${line.quantity} is null or ${line.unit_price} is null then 'quantity or price is missing'
          when ${line.quantity} <= 0 then 'quantity is not positive'
          when ${line.unit_price} < 0 then 'price is negative'
          else 'price is zero'
        end
      `)
      .notNull()
      .acceptedValues(["duplicate", "quantity or price is missing", "quantity is not positive", "price is negative", "price is zero"])
      .describe("Why the line was rejected."),
    invoice_no: t.text().is(line.invoice_no).notNull().describe("Invoice number."),
    stock_code: t.text().is(line.stock_code).notNull().describe("Product code."),
    description: t.text().is(line.description).describe("Product name, or a note of the warehouse such as 'damaged'."),
    quantity: t.integer().is(line.quantity).describe("Pieces."),
    invoice_date: t.timestamp().is(line.invoice_date).notNull().describe("Time of the invoice, local British time."),
    unit_price: t.decimal(12, 3).is(line.unit_price).describe("Price of one piece in GBP."),
    customer_id: t.integer().is(line.customer_id).describe("Customer number; null where nobody was noted.").pii(),
    country: t.text().is(line.country).notNull().describe("Country of the customer."),
    line_total: t.decimal(18, 2).is(line.line_total).describe("quantity × unit_price in GBP."),
  },
});
