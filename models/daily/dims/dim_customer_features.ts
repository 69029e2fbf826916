import { fn, model, sql, t } from "rmodel";
import stgSales from "../staging/stg_sales.ts";
import dimCustomer from "./dim_customer.ts";

const sale = stgSales.as("sale");

export default model({
  description: "One row per customer who ever bought, with what the customer was worth so far. Lines without a customer count for nobody.",
  tags: ["daily", "dimension"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["customer_id"],
  from: sale,
  where: sql`${sale.customer_id} is not null`,
  groupBy: [sale.customer_id],
  columns: {
    customer_id: t.integer().is(sale.customer_id).notNull().unique().references(dimCustomer, "customer_id").describe("Customer number.").pii(),
    customer_num_txn: t.integer().is(sql`count(distinct ${sale.basket_id})`).notNull().range({ min: 1 }).describe("Baskets bought."),
    customer_ltv: t.decimal(18, 2).is(sql`sum(${sale.revenue})`).notNull().range({ min: 0, inclusive: false }).describe("Revenue of all baskets in USD."),
    customer_avg_basket: t
      .double()
      .is(fn.safeDivide(sql`sum(${sale.revenue})`, sql`count(distinct ${sale.basket_id})`))
      .notNull()
      .range({ min: 0, inclusive: false })
      .describe("Mean revenue of a basket in USD: customer_ltv / customer_num_txn."),
  },
});
