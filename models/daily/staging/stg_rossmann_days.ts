import { model, sql, t } from "rmodel";
import rossmannDays from "../../../sources/daily/rossmann_days.ts";

const day = rossmannDays.as("day");

export default model({
  description: "One row per store and day on which it was open, under the names of this domain. The data has whole days, so none is left out.",
  tags: ["daily", "rossmann", "staging"],
  owner: "retail analytics",
  grain: ["store_id", "date"],
  from: day,
  columns: {
    store_id: t.integer().is(day.Store).notNull().describe("Store number."),
    date: t.date().is(day.Date).notNull().describe("The day."),
    revenue: t.decimal(18, 2).is(day.Sales).notNull().range({ min: 0, inclusive: false }).describe("Turnover of the day in EUR."),
    num_txn: t.integer().is(day.Customers).notNull().range({ min: 0 }).describe("Customers of the day."),
    promo: t.integer().is(day.Promo).notNull().acceptedValues([0, 1]).describe("1 when the store ran a promotion, else 0; planned ahead."),
    state_holiday: t.text().is(sql`nullif(${day.StateHoliday}, '0')`).acceptedValues(["a", "b", "c"]).describe("a public holiday, b Easter, c Christmas; null on all other days."),
    school_holiday: t.integer().is(day.SchoolHoliday).notNull().acceptedValues([0, 1]).describe("1 in school holidays, else 0."),
  },
});
