import { fn, model, sql, t, test } from "rmodel";
import { feastOf, feasts } from "../../../macros/feasts.ts";
import dimStore from "../dims/dim_store.ts";
import factSalesWeekly from "../facts/fact_sales_weekly.ts";
import stgStoreWeeks from "../staging/stg_store_weeks.ts";

const fact = factSalesWeekly.as("fact");
const store = dimStore.as("store");
const week = stgStoreWeeks.as("week");

export default model({
  description: "One row per row of fact_sales_weekly with its store and what is known of the store's week: the place to look at sales from any side.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  materialized: "view",
  grain: ["store", "dept", "date"],
  from: sql`
    ${fact}
    join ${store} on ${store.store} = ${fact.store}
    left join ${week} on ${week.store} = ${fact.store} and ${week.date} = ${fact.date}
  `,
  columns: {
    store: t.integer().is(fact.store).notNull().describe("Store number."),
    dept: t.integer().is(fact.dept).notNull().describe("Department number."),
    date: t.date().is(fact.date).notNull().describe("Friday at the end of the week."),
    year: t.integer().is(fn.datePart("year", fact.date)).notNull().describe("Calendar year of that Friday."),
    month: t.integer().is(fn.datePart("month", fact.date)).notNull().describe("Month of that Friday."),
    week_of_year: t.integer().is(fn.datePart("week", fact.date)).notNull().describe("ISO week of that Friday."),
    weekly_sales: t.decimal(12, 2).is(fact.weekly_sales).notNull().describe("Sales of the week in USD."),
    is_holiday: t.boolean().is(fact.is_holiday).notNull().describe("Whether the week has one of the four feasts."),
    holiday_name: t
      .text()
      .is(feastOf(fact.date, fact.is_holiday))
      .acceptedValues(feasts)
      .describe("The feast of the week, by its month; null in all other weeks."),
    type: t.text().is(store.type).notNull().describe("Type of the store: A, B or C."),
    size: t.integer().is(store.size).notNull().describe("Sales area in square feet."),
    sales_per_square_foot: t.double().is(fn.safeDivide(fact.weekly_sales, store.size)).notNull().describe("Sales of the week in USD a square foot."),
    temperature: t.double().is(week.temperature).describe("Mean temperature in the region, °F."),
    fuel_price: t.double().is(week.fuel_price).describe("Price of fuel in the region, USD a gallon."),
    markdown_total: t.decimal(14, 2).is(week.markdown_total).notNull().describe("All markdowns of the store's week together in USD."),
    cpi: t.double().is(week.cpi).describe("Consumer price index of the region."),
    unemployment: t.double().is(week.unemployment).describe("Unemployment in the region, percent."),
  },
  tests: () => [test.equalRowCount(factSalesWeekly)],
});
