import { fn, model, sql, t } from "rmodel";
import parameters from "../../../parameters.ts";
import dimDate from "../../shared/dims/dim_date.ts";
import dimStore from "../dims/dim_store.ts";
import stgSales from "../staging/stg_sales.ts";

const sale = stgSales.as("sale");
const store = dimStore.as("store");
const calendar = dimDate.as("calendar");
const pieces = sql`least(${sale.quantity}, ${parameters.DAILY_LINE_QUANTITY_LIMIT})`;

export default model({
  description:
    "One row per store and day: every store has every day from the first of the data to the one before the last, days without a sale with 0 and marked. " +
    "The data does not say when a store opened or closed, so all series begin and end together and have one forecast origin. " +
    "The last day is left out, because a delivery may end in the middle of it (the real one ends at six in the morning).",
  tags: ["daily", "fact"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store_id", "date"],
  columns: {
    date: t.date().notNull().describe("The day."),
    store_id: t.integer().notNull().references(dimStore, "store_id").describe("Store number."),
    date_key: t.integer().notNull().references(dimDate, "date_key").describe("The day as a number, yyyymmdd."),
    qty_sum: t.integer().notNull().range({ min: 0 }).describe("Pieces sold; a line counts for at most DAILY_LINE_QUANTITY_LIMIT, which only fuel exceeds."),
    rev_sum: t.decimal(18, 2).notNull().range({ min: 0 }).describe("Revenue in USD."),
    num_txn: t.integer().notNull().range({ min: 0 }).describe("Baskets."),
    is_filled: t.boolean().notNull().describe("Whether nothing was sold, so that the zeros are filled in."),
  },
  query: sql`
    with sold as (
      select
        ${sale.store_id} as store_id,
        ${sale.date} as date,
        sum(${pieces}) as qty_sum,
        sum(${sale.revenue}) as rev_sum,
        count(distinct ${sale.basket_id}) as num_txn
      from ${sale}
      group by ${sale.store_id}, ${sale.date}
    ),
    span as (
      select min(date) as first_date, max(date) as last_date from sold
    )
    select
      ${calendar.date} as date,
      ${store.store_id} as store_id,
      ${calendar.date_key} as date_key,
      ${fn.cast(sql`coalesce(sold.qty_sum, 0)`, t.integer())} as qty_sum,
      cast(coalesce(sold.rev_sum, 0) as decimal(18, 2)) as rev_sum,
      coalesce(sold.num_txn, 0) as num_txn,
      sold.store_id is null as is_filled
    from span
    join ${calendar} on ${calendar.date} >= span.first_date and ${calendar.date} < span.last_date
    cross join ${store}
    left join sold on sold.store_id = ${store.store_id} and sold.date = ${calendar.date}
  `,
});
