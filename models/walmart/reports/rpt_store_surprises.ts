import { fn, model, sql, t } from "rmodel";
import fctStoreWeeks from "../facts/fct_store_weeks.ts";
import regStoreDrivers from "./reg_store_drivers.ts";

const week = fctStoreWeeks.as("week");

/** The prediction stands in a relation of its own, so that it is looked up once for a row and not once for each column. */
const said = sql`
  select ${week.store} as store, ${week.date} as date, ${fn.cast(week.weekly_sales, t.double())} as sales, ${fn.predict(regStoreDrivers, week)} as expected
  from ${week}
`;

export default model({
  description: "One row per store and week with the sales that reg_store_drivers expects of such a week, and how far they were missed: the weeks that the drivers do not explain come first.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store", "date"],
  from: sql`(${said}) as said`,
  columns: {
    store: t.integer().is(sql`said.store`).notNull().describe("Store number."),
    date: t.date().is(sql`said.date`).notNull().describe("Friday at the end of the week."),
    sales: t.double().is(sql`said.sales`).notNull().describe("Sales of the store's week in USD."),
    expected: t.double().is(sql`said.expected`).describe("What the regression of the store says of the week in USD; null where a driver is not known or the store has too few weeks for a regression."),
    surprise: t.double().is(sql`said.sales - said.expected`).describe("Sales less what was expected, USD."),
    place: t
      .integer()
      .is(sql`row_number() over (partition by said.store order by abs(said.sales - said.expected) desc nulls last, said.date)`)
      .notNull()
      .describe("Rank among the weeks of the store; 1 is the one that was missed farthest."),
  },
});
