import { model, sql, t } from "rmodel";
import dimStore from "../dims/dim_store.ts";
import forecastWeeklySales from "../forecast/forecast_weekly_sales.ts";

const ahead = forecastWeeklySales.as("ahead");
const store = dimStore.as("store");

export default model({
  description: "One row per store and week ahead with the forecast of its departments that have one. It reads the approved run: while none is approved it is not there, and it stays as it was while a new one waits.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store", "date"],
  from: sql`${ahead} join ${store} on ${store.store} = ${ahead.store}`,
  groupBy: [ahead.store, store.type, ahead.date, ahead.step],
  columns: {
    store: t.integer().is(ahead.store).notNull().references(dimStore, "store").describe("Store number."),
    type: t.text().is(store.type).notNull().describe("Type of the store: A, B or C."),
    date: t.date().is(ahead.date).notNull().describe("Friday at the end of the week."),
    step: t.integer().is(ahead.step).notNull().range({ min: 1 }).describe("Weeks behind WALMART_TEST_END."),
    departments: t.integer().is(sql`count(*)`).notNull().range({ min: 1 }).describe("Departments that are forecast."),
    sales_forecast: t.double().is(sql`sum(${ahead.sales_forecast})`).notNull().describe("Their forecast together in USD."),
    run_id: t.text().is(sql`min(${ahead.run_id})`).notNull().describe("The run that made it, as rmodel model list names it."),
  },
});
