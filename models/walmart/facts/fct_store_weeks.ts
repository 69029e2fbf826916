import { model, sql, t } from "rmodel";
import dimStore from "../dims/dim_store.ts";
import stgStoreWeeks from "../staging/stg_store_weeks.ts";
import factSalesWeekly from "./fact_sales_weekly.ts";

const fact = factSalesWeekly.as("fact");
const week = stgStoreWeeks.as("week");

export default model({
  description: "One row per store and week with a line: the sales of all its departments, and what is known of the week beside them.",
  tags: ["walmart", "fact"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store", "date"],
  from: sql`${fact} join ${week} on ${week.store} = ${fact.store} and ${week.date} = ${fact.date}`,
  groupBy: [fact.store, fact.date, week.is_holiday, week.temperature, week.fuel_price, week.cpi, week.unemployment],
  columns: {
    store: t.integer().is(fact.store).notNull().references(dimStore, "store").describe("Store number."),
    date: t.date().is(fact.date).notNull().describe("Friday at the end of the week."),
    departments: t.integer().is(sql`count(*)`).notNull().range({ min: 1 }).describe("Departments with a line."),
    weekly_sales: t.decimal(14, 2).is(sql`sum(${fact.weekly_sales})`).notNull().describe("Sales of the store's week in USD."),
    is_holiday: t.boolean().is(week.is_holiday).notNull().describe("Whether the week has Super Bowl, Labor Day, Thanksgiving or Christmas."),
    temperature: t.double().is(week.temperature).describe("Mean temperature in the region, °F."),
    fuel_price: t.double().is(week.fuel_price).describe("Price of fuel in the region, USD a gallon."),
    cpi: t.double().is(week.cpi).describe("Consumer price index of the region; null for weeks not yet published."),
    unemployment: t.double().is(week.unemployment).describe("Unemployment in the region, percent; null for weeks not yet published."),
  },
});
