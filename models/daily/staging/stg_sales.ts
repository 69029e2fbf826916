import { fn, model, sql, t, test } from "rmodel";
import stgSalesChecked from "./stg_sales_checked.ts";

const line = stgSalesChecked.as("line");

export default model({
  description: "One row per till line that is a sale: known time, store and product, quantity and price above 0. The other lines are in stg_sales_rejects.",
  tags: ["daily", "staging"],
  owner: "retail analytics",
  grain: ["line_key"],
  from: line,
  where: sql`${line.reason} is null`,
  columns: {
    line_key: t.integer().is(line.line_key).notNull().unique().describe("Key of the line in stg_sales_checked."),
    date: t.date().is(fn.cast(line.sold_at, t.date())).notNull().describe("Day by the clock of the source; its last hours belong to the next day there."),
    sold_at: t.timestamp().is(line.sold_at).notNull().describe("Time at the till."),
    store_id: t.integer().is(line.store_id).notNull().describe("Store number."),
    product_id: t.integer().is(line.product_id).notNull().describe("Product number."),
    customer_id: t.integer().is(line.customer_id).describe("Customer number; null where nobody was noted, or where the delivery has no such column.").pii(),
    basket_id: t.text().is(line.basket_id).notNull().notEmpty().describe("Number of the basket."),
    quantity: t.integer().is(line.quantity).notNull().range({ min: 1 }).describe("Pieces; of fuel, thousandths of a gallon."),
    price: t.double().is(fn.safeDivide(line.revenue, line.quantity)).notNull().range({ min: 0, inclusive: false }).describe("What the shop received for one piece in USD, discounts taken off."),
    revenue: t.decimal(18, 2).is(line.revenue).notNull().range({ min: 0, inclusive: false }).describe("quantity × price in USD, to the cent."),
  },
  tests: (row) => [test.isTrue(sql`abs(${row.quantity} * ${row.price} - ${fn.cast(row.revenue, t.double())}) < 0.005`, { name: "revenue_is_quantity_times_price" })],
});
