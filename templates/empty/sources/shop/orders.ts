import { source, t } from "rmodel";

export default source({
  description: "Order lines as the shop system exports them. Returns have a negative quantity.",
  file: "data/orders.csv",
  columns: {
    order_id: t.integer().notNull(),
    customer_id: t.text().notNull(),
    ordered_at: t.timestamp().notNull(),
    country_code: t.text().notNull(),
    quantity: t.integer().notNull(),
    unit_price: t.decimal(10, 2).notNull(),
  },
  freshness: { warnAfterHours: 24 * 7 },
});
