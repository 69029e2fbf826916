import { model, sql, t, test } from "rmodel";
import { dateKey, unknownKey } from "../../../macros/keys.ts";
import validAt from "../../../macros/valid_at.hbs";
import dimDate from "../../shared/dims/dim_date.ts";
import dimCustomers from "../dims/dim_customers.ts";
import dimProducts from "../dims/dim_products.ts";
import stgOnlineRetail from "../staging/stg_online_retail.ts";

const line = stgOnlineRetail.as("line");
const customer = dimCustomers.as("customer");
const product = dimProducts.as("product");
const customerOfThatTime = validAt({ moment: line.invoice_date, valid_from: customer.effective_date, valid_to: customer.expiry_date });

export default model({
  description:
    "One row per line of a cancellation (invoice C…), each exactly once. Quantities and totals are negative, so sales plus returns are net sales. " +
    "The data does not say which sale a return belongs to.",
  tags: ["online_retail", "fact"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["return_key"],
  from: sql`
    ${line}
    join ${product} on ${product.stock_code} = ${line.stock_code}
    left join ${customer} on ${customer.customer_id} = ${line.customer_id} and ${customerOfThatTime}
  `,
  where: sql`${line.line_kind} = 'return'`,
  columns: {
    return_key: t.integer().is(line.line_key).notNull().unique().describe("Key of the line in staging."),
    customer_key: t
      .integer()
      .is(sql`coalesce(${customer.customer_key}, ${unknownKey})`)
      .notNull()
      .references(dimCustomers, "customer_key")
      .describe("Customer as of the return; 0 without a customer."),
    product_key: t.integer().is(product.product_key).notNull().references(dimProducts, "product_key").describe("Product given back."),
    date_key: t.integer().is(dateKey(line.invoice_date)).notNull().references(dimDate, "date_key").describe("Day of the return, yyyymmdd."),
    invoice_no: t.text().is(line.invoice_no).notNull().matches("^C").describe("Number of the cancellation, with its C."),
    quantity: t.integer().is(line.quantity).notNull().describe("Pieces given back, negative."),
    unit_price: t.decimal(12, 3).is(line.unit_price).notNull().range({ min: 0 }).describe("Price of one piece in GBP."),
    line_total: t.decimal(18, 2).is(line.line_total).notNull().describe("quantity × unit_price in GBP, negative."),
    transaction_datetime: t.timestamp().is(line.invoice_date).notNull().describe("Time of the return, local British time."),
  },
  tests: (row) => [test.isTrue(sql`${row.quantity} < 0 and ${row.line_total} <= 0`, { name: "returns_are_negative" })],
});
