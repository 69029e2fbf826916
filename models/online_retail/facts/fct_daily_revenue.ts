import { fn, model, sql, t } from "rmodel";
import dimDate from "../../shared/dims/dim_date.ts";
import factSales from "./fact_sales.ts";

const sale = factSales.as("sale");
const calendar = dimDate.as("calendar");

export default model({
  description:
    "One row per day from the first sale to the day before the last one, without gaps: a day without sales has 0 and is marked. " +
    "The last day of the data is left out, because a delivery may end in the middle of it (the real one ends at 12:50).",
  tags: ["online_retail", "fact"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["date"],
  columns: {
    date: t.date().notNull().unique().sequential().describe("The day."),
    date_key: t.integer().notNull().references(dimDate, "date_key").describe("The day as a number, yyyymmdd."),
    revenue: t.decimal(18, 2).notNull().range({ min: 0 }).describe("Sales in GBP, returns not taken off."),
    quantity: t.integer().notNull().range({ min: 0 }).describe("Pieces sold."),
    invoices: t.integer().notNull().range({ min: 0 }).describe("Invoices with at least one sold line."),
    is_filled: t.boolean().notNull().describe("Whether nothing was sold: the shop keeps Saturdays free."),
  },
  query: sql`
    with sold as (
      select
        ${sale.date_key} as date_key,
        sum(${sale.line_total}) as revenue,
        sum(${sale.quantity}) as quantity,
        count(distinct ${sale.invoice_no}) as invoices
      from ${sale}
      group by ${sale.date_key}
    ),
    span as (
      select min(date_key) as first_key, max(date_key) as last_key from sold
    )
    select
      ${calendar.date} as date,
      ${calendar.date_key} as date_key,
      cast(coalesce(sold.revenue, 0) as decimal(18, 2)) as revenue,
      ${fn.cast(sql`coalesce(sold.quantity, 0)`, t.integer())} as quantity,
      coalesce(sold.invoices, 0) as invoices,
      sold.date_key is null as is_filled
    from span
    join ${calendar} on ${calendar.date_key} >= span.first_key and ${calendar.date_key} < span.last_key
    left join sold on sold.date_key = ${calendar.date_key}
  `,
});
