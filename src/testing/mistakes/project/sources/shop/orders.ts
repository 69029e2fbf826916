import { source, sql, t } from "rmodel";
import countries from "../../seeds/shop/countries.ts";

export default source({
  description: "Orders of the web shop, one row per order; a late payment changes its row.",
  file: "orders.csv",
  freshness: { loadedAt: "changed_at", warnAfterHours: 24 },
  grain: ["order_no"],
  columns: {
    order_no: t.integer().notNull().unique().sequential(),
    customer: t.text().notNull().notEmpty(),
    country: t.text().references(countries, "code"),
    status: t.text().acceptedValues(["open", "paid"], { severity: "warn" }),
    amount: t.decimal(12, 2).range({ min: 0 }, { where: sql`status = 'paid'`, minPass: 0.99 }),
    placed_on: t.date().notNull().recent({ days: 7 }),
    changed_at: t.timestamp().notNull(),
  },
});
