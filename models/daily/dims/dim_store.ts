import { model, sql, t } from "rmodel";
import stgSales from "../staging/stg_sales.ts";

const sale = stgSales.as("sale");

export default model({
  description: "One row per store that sold something, with how much history it has: most stores of the real data have a few lines only.",
  tags: ["daily", "dimension"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store_id"],
  from: sale,
  groupBy: [sale.store_id],
  columns: {
    store_id: t.integer().is(sale.store_id).notNull().unique().describe("Store number."),
    first_sale_on: t.date().is(sql`min(${sale.date})`).notNull().describe("Day of its first line."),
    last_sale_on: t.date().is(sql`max(${sale.date})`).notNull().describe("Day of its last line."),
    sale_days: t.integer().is(sql`count(distinct ${sale.date})`).notNull().range({ min: 1 }).describe("Days with at least one line."),
    lines: t.integer().is(sql`count(*)`).notNull().range({ min: 1 }).describe("Till lines."),
    place: t
      .integer()
      .is(sql`row_number() over (order by count(*) desc, ${sale.store_id})`)
      .notNull()
      .unique()
      .sequential()
      .describe("Rank by lines, the busiest store first; between equals the lower number."),
  },
});
