import { model, sql, t } from "rmodel";
import { sale } from "../../../macros/sales_segment.ts";

export default model({
  description: "One row per week and type of store with its sales.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  meta: { chart: { kind: "line", x: "date", y: "total_sales", color: "type" } },
  materialized: "table",
  grain: ["date", "type"],
  from: sale,
  groupBy: [sale.date, sale.type, sale.is_holiday],
  columns: {
    date: t.date().is(sale.date).notNull().describe("Friday at the end of the week."),
    type: t.text().is(sale.type).notNull().describe("Type of the store: A, B or C."),
    is_holiday: t.boolean().is(sale.is_holiday).notNull().describe("Whether the week has one of the four feasts."),
    lines: t.integer().is(sql`count(*)`).notNull().range({ min: 1 }).describe("Departments of stores with a line."),
    total_sales: t.decimal(18, 2).is(sql`sum(${sale.weekly_sales})`).notNull().describe("Sales in USD."),
  },
});
