import { model, sql, t } from "rmodel";
import countries from "../../../seeds/shop/countries.ts";
import stgOrders from "../staging/stg_orders.ts";

const orders = stgOrders.as("orders");
const country = countries.as("country");

export default model({
  description: "One row per order with the name of its country.",
  materialized: "table",
  grain: ["order_id"],
  from: sql`${orders} join ${country} on ${country.code} = ${orders.country_code}`,
  columns: {
    order_id: t.integer().is(orders.order_id).notNull(),
    customer_id: t.text().is(orders.customer_id).notNull().pii(),
    ordered_on: t.date().is(orders.ordered_on).notNull(),
    country: t.text().is(country.name).notNull(),
    amount: t.decimal(18, 2).is(orders.amount).notNull().describe("Quantity times unit price."),
  },
});
