import type { Expr } from "rmodel";
import { fn, model, sql, t, test } from "rmodel";
import parameters from "../../../parameters.ts";
import sales from "../../../sources/daily/sales.ts";

const sale = sales.as("sale");
const customer = parameters.DAILY_SALES_HAVE_CUSTOMERS ? sale.household_id : fn.cast(null, t.integer());

/** Money of the source, which has floating point numbers, to the cent. */
const cents = (value: Expr<"double">) => fn.cast(value, t.decimal(18, 2));

/** The columns that make a row the copy of another; the week follows from the time. */
const row = [
  sql`time_text`,
  sql`store_id`,
  sql`product_id`,
  sql`customer_id`,
  sql`basket_id`,
  sql`quantity`,
  sql`revenue`,
  sql`retail_disc`,
  sql`coupon_disc`,
  sql`coupon_match_disc`,
];

/** Why a line is no sale, asked in this order. */
export const reasons = [
  "duplicate",
  "time is missing or no time",
  "store is missing",
  "product is missing",
  "quantity or price is missing",
  "quantity is not positive",
  "price is negative",
  "price is zero",
] as const;
const [duplicate, noTime, noStore, noProduct, nothing, badQuantity, negativePrice, zeroPrice] = reasons;

export default model({
  description:
    "One row per row of the source with the first reason that keeps it from being a sale, null for sales: stg_sales and stg_sales_rejects are its two parts, " +
    "so accepted and rejected lines add up to the lines read. Free lines (price 0) and lines of quantity 0 are no sales.",
  tags: ["daily", "staging"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["line_key"],
  columns: {
    line_key: t.integer().notNull().unique().describe("Hash of the line and of the number of its copy."),
    sold_at: t.timestamp().describe("Time at the till; null where the source has no time."),
    time_text: t.text().describe("The time as the source has it."),
    store_id: t.integer().describe("Store number."),
    product_id: t.integer().describe("Product number."),
    customer_id: t.integer().describe("Customer number; null where nobody was noted, or where the delivery has no such column.").pii(),
    basket_id: t.text().describe("Number of the basket."),
    quantity: t.integer().describe("Pieces; of fuel, thousandths of a gallon."),
    revenue: t.decimal(18, 2).describe("What the shop received for the line in USD: quantity × price."),
    reason: t.text().acceptedValues(reasons).describe("Why the line was rejected; null when it was accepted."),
  },
  query: sql`
    with line as (
      select
        ${fn.tryCast(sale.transaction_timestamp, t.timestamp())} as sold_at,
        ${sale.transaction_timestamp} as time_text,
        ${sale.store_id} as store_id,
        ${sale.product_id} as product_id,
        ${customer} as customer_id,
        ${sale.basket_id} as basket_id,
        ${sale.quantity} as quantity,
        ${cents(sale.sales_value)} as revenue,
        ${cents(sale.retail_disc)} as retail_disc,
        ${cents(sale.coupon_disc)} as coupon_disc,
        ${cents(sale.coupon_match_disc)} as coupon_match_disc
      from ${sale}
    ),
    numbered as (
      select
        sold_at,
        ${sql.join(row)},
        -- Copies are equal in every column, so it does not matter which of them is the first.
        row_number() over (partition by ${sql.join(row)} order by time_text) as copy
      from line
    )
    select
      ${fn.integerKey(...row, sql`copy`)} as line_key,
      sold_at,
      time_text,
      store_id,
      product_id,
      customer_id,
      basket_id,
      quantity,
      revenue,
      case
        when copy > 1 then ${duplicate}
        when sold_at is null then ${noTime}
        when store_id is null then ${noStore}
        when product_id is null then ${noProduct}
        when quantity is null or revenue is null then ${nothing}
        when quantity <= 0 then ${badQuantity}
        when revenue < 0 then ${negativePrice}
        when revenue = 0 then ${zeroPrice}
      end as reason
    from numbered
  `,
  tests: () => [test.equalRowCount(sales, { name: "every_row_of_the_source_is_there" })],
});
