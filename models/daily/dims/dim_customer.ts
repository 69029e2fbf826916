import { model, sql, t } from "rmodel";
import customers from "../../../sources/daily/customers.ts";
import stgSales from "../staging/stg_sales.ts";

const sale = stgSales.as("sale");
const customer = customers.as("customer");

export default model({
  description:
    "One row per customer who ever bought, with what the source knows of some of them. The data has no registrations, so a customer signs up with the first purchase. " +
    "Lines without a customer belong to none.",
  tags: ["daily", "dimension"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["customer_id"],
  columns: {
    customer_id: t.integer().notNull().unique().describe("Customer number.").pii(),
    signup_date: t.date().notNull().describe("Day of the first purchase."),
    age: t.text().describe("Age of the head of the household in years, as a range; null where unknown."),
    income: t.text().describe("Income of the household in thousands of USD a year, as a range; null where unknown."),
    home_ownership: t.text().describe("Whether the home is owned or rented; null where unknown."),
    marital_status: t.text().describe("Married or Unmarried; null where unknown."),
    household_size: t.text().describe("Persons, up to 5+; null where unknown."),
    household_composition: t.text().describe("How many adults, and whether there are children; null where unknown."),
    kids: t.text().describe("Children, up to 3+; null where unknown."),
  },
  query: sql`
    with buyer as (
      select ${sale.customer_id} as customer_id, min(${sale.date}) as signup_date
      from ${sale}
      where ${sale.customer_id} is not null
      group by ${sale.customer_id}
    )
    select
      buyer.customer_id,
      buyer.signup_date,
      ${customer.age} as age,
      ${customer.income} as income,
      ${customer.home_ownership} as home_ownership,
      ${customer.marital_status} as marital_status,
      ${customer.household_size} as household_size,
      ${customer.household_comp} as household_composition,
      ${customer.kids_count} as kids
    from buyer
    left join ${customer} on ${customer.household_id} = buyer.customer_id
  `,
});
