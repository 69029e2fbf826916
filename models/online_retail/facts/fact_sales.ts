import { model, sql, t } from "rmodel";
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
    "One row per invoice line that was sold, each exactly once: duplicates, returns and rejects are not here. " +
    "The customer is the row of dim_customers that was valid when the line was sold; lines without a customer have the unknown member, key 0.",
  tags: ["online_retail", "fact"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["sales_key"],
  from: sql`
    ${line}
    join ${product} on ${product.stock_code} = ${line.stock_code}
    left join ${customer} on ${customer.customer_id} = ${line.customer_id} and ${customerOfThatTime}
  `,
  where: sql`${line.line_kind} = 'sale'`,
  columns: {
    sales_key: t.integer().is(line.line_key).notNull().unique().describe("Key of the line in staging."),
    customer_key: t
      .integer()
      .is(sql`coalesce(${customer.customer_key}, ${unknownKey})`)
      .notNull()
      .references(dimCustomers, "customer_key")
      .describe("Customer as of the sale; 0 without a customer."),
    product_key: t.integer().is(product.product_key).notNull().references(dimProducts, "product_key").describe("Product sold."),
    date_key: t.integer().is(dateKey(line.invoice_date)).notNull().references(dimDate, "date_key").describe("Day of the sale, yyyymmdd."),
    invoice_no: t.text().is(line.invoice_no).notNull().describe("Invoice number; an invoice has many lines."),
    quantity: t.integer().is(line.quantity).notNull().range({ min: 1 }).describe("Pieces sold."),
    unit_price: t.decimal(12, 3).is(line.unit_price).notNull().range({ min: 0, inclusive: false }).describe("Price of one piece in GBP."),
    line_total: t.decimal(18, 2).is(line.line_total).notNull().range({ min: 0 }).describe("quantity × unit_price in GBP."),
    transaction_datetime: t.timestamp().is(line.invoice_date).notNull().describe("Time of the sale, local British time."),
  },
});
