import { dataTest, rows, sql, unitTest } from "rmodel";
import fctSales from "../../models/shop/fct_sales.ts";
import orders from "../../sources/shop/orders.ts";
import stgOrders from "../../models/shop/stg_orders.ts";

const sales = fctSales.as("sales");

export const every_country_is_known = dataTest({
  description: "Every sale has a country.",
  severity: "warn",
  failures: sql`select * from ${sales} where ${sales.country} is null`,
});

export const only_paid_orders_stay = unitTest({
  description: "An order with amount 0 is no sale.",
  model: stgOrders,
  given: [rows(orders, { order_no: 1, amount: "9.99", placed_on: "2024-01-31" }, { order_no: 2, amount: 0 })],
  expect: [{ order_no: 1, month: "2024-01-01" }],
});
