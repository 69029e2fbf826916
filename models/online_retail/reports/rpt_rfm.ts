import { fn, model, sql, t, test } from "rmodel";
import dimCustomers from "../dims/dim_customers.ts";
import factSales from "../facts/fact_sales.ts";

const sale = factSales.as("sale");
const customer = dimCustomers.as("customer");

/** 1 to 5 by rank, not by quintile: equal customers get equal scores, so the groups differ in size. */
const score = (order: ReturnType<typeof sql>) => sql`least(cast(floor(5 * percent_rank() over (order by ${order})) as bigint) + 1, 5)`;

export default model({
  description:
    "One row per customer who ever bought, with recency, frequency and monetary value, a score of 1 to 5 for each, and exactly one segment. " +
    "Days count to the day after the last sale of the data, so the same data gives the same report at any time. Returns are not taken off; " +
    "customers of all their countries are one; sales without a customer are not here.",
  tags: ["online_retail", "report"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["customer_id"],
  columns: {
    customer_id: t.integer().notNull().unique().describe("Customer number.").pii(),
    recency_days: t.integer().notNull().range({ min: 1 }).describe("Days since the last purchase."),
    frequency: t.integer().notNull().range({ min: 1 }).describe("Invoices."),
    monetary: t.decimal(18, 2).notNull().range({ min: 0 }).describe("Sales in GBP."),
    r: t.integer().notNull().range({ min: 1, max: 5 }).describe("Score of recency; 5 is the latest."),
    f: t.integer().notNull().range({ min: 1, max: 5 }).describe("Score of frequency; 5 is the most."),
    m: t.integer().notNull().range({ min: 1, max: 5 }).describe("Score of monetary value; 5 is the most."),
    segment: t
      .text()
      .notNull()
      .acceptedValues(["champion", "loyal", "new", "at risk", "lost", "occasional"])
      .describe("First that holds: champion (r, f 4+, m 4+), loyal (f 4+, r 3+), new (r 4+, f 1), at risk (f 3+, r 1–2), lost (r 1–2), occasional."),
  },
  query: sql`
    with buyer as (
      select
        ${customer.customer_id} as customer_id,
        max(${sale.transaction_datetime}) as last_bought_at,
        count(distinct ${sale.invoice_no}) as frequency,
        cast(sum(${sale.line_total}) as decimal(18, 2)) as monetary
      from ${sale}
      join ${customer} on ${customer.customer_key} = ${sale.customer_key}
      where ${customer.customer_id} is not null
      group by ${customer.customer_id}
    ),
    measured as (
      select
        customer_id,
        ${fn.daysBetween(sql`last_bought_at`, sql`(select max(${sale.transaction_datetime}) from ${sale})`)} + 1 as recency_days,
        frequency,
        monetary
      from buyer
    ),
    scored as (
      select
        customer_id,
        recency_days,
        frequency,
        monetary,
        ${score(sql`recency_days desc`)} as r,
        ${score(sql`frequency`)} as f,
        ${score(sql`monetary`)} as m
      from measured
    )
    select
      customer_id,
      recency_days,
      frequency,
      monetary,
      r,
      f,
      m,
      case
        when r >= 4 and f >= 4 and m >= 4 then 'champion'
        when r >= 3 and f >= 4 then 'loyal'
        when r >= 4 and frequency = 1 then 'new'
        when r <= 2 and f >= 3 then 'at risk'
        when r <= 2 then 'lost'
        else 'occasional'
      end as segment
    from scored
  `,
  tests: () => [test.rowCount({ min: 1 })],
});
