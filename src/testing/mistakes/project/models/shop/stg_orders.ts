import { fn, model, sql, t, test } from "rmodel";
import orders from "../../sources/shop/orders.ts";
import parameters from "../../parameters.ts";

const order = orders.as("order");

export default model({
  description: "One row per paid order.",
  materialized: "table",
  grain: ["order_no"],
  from: order,
  where: sql`${order.amount} > 0`,
  columns: {
    order_no: t.integer().is(order.order_no).notNull().unique(),
    customer: t.text().is(order.customer).notNull(),
    country: t.text().is(order.country),
    region: t.text().is(sql`${parameters.REGION}`),
    month: t.date().is(fn.dateTrunc("month", order.placed_on)),
    amount: t.decimal(12, 2).is(order.amount).notNull(),
    changed_at: t.timestamp().is(order.changed_at).notNull(),
  },
  tests: (row) => [test.isTrue(sql`${row.amount} > 0`), test.rowCount({ min: parameters.LEAST_ORDERS })],
});
