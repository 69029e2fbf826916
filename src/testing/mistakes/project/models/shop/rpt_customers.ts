import { model, sql, t } from "rmodel";
import stgOrders from "./stg_orders.ts";

const order = stgOrders.as("order");

export default model({
  description: "One row per customer with what they paid in all.",
  columns: {
    customer: t.text().notNull(),
    orders: t.integer().notNull(),
    paid: t.decimal(18, 2).notNull(),
  },
  query: sql`
    with paid as (
      select ${order.customer} as customer, ${order.amount} as amount
      from ${order}
    )
    select customer, count(*) as orders, sum(amount) as paid
    from paid
    group by customer
  `,
});
