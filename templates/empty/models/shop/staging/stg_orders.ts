import { model, sql, t } from "rmodel";
import orders from "../../../sources/shop/orders.ts";
import lineAmount from "../../../macros/line_amount.hbs";

const o = orders.as("o");

export default model({
  description: "One row per order that was sold. Returns stay out.",
  from: o,
  where: sql`${o.quantity} > 0`,
  columns: {
    order_id: t.integer().is(o.order_id).notNull().unique(),
    customer_id: t.text().is(o.customer_id).notNull(),
    ordered_on: t.date().is(sql`cast(${o.ordered_at} as date)`).notNull().describe("Day of the order, UTC."),
    country_code: t.text().is(o.country_code).notNull(),
    amount: t.decimal(18, 2).is(lineAmount({ quantity: o.quantity, unit_price: o.unit_price })).notNull().range({ min: 0 }),
  },
});
