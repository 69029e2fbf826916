import { model, sql, t } from "rmodel";
import dimDate from "../../shared/dims/dim_date.ts";
import fctRossmannDaily from "../facts/fct_rossmann_daily.ts";
import parameters from "../../../parameters.ts";

const day = fctRossmannDaily.as("day");
const calendar = dimDate.as("calendar");

export default model({
  description: "One row per drug store and day of the FORECAST_HORIZON_DAYS behind the history, with what is planned: the data plan neither promotions nor holidays, so there are none.",
  tags: ["daily", "rossmann", "feature"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store_id", "date"],
  columns: {
    date: t.date().notNull().describe("The day ahead."),
    store_id: t.integer().notNull().describe("Store number."),
    promo: t.integer().notNull().acceptedValues([0, 1]).describe("1 when a promotion is planned: never."),
    school_holiday: t.integer().notNull().acceptedValues([0, 1]).describe("1 in school holidays: never."),
  },
  query: sql`
    with history as (
      select ${day.store_id} as store_id, max(${day.date}) as last_date from ${day} group by ${day.store_id}
    ),
    ahead as (
      select history.store_id, ${calendar.date} as date, row_number() over (partition by history.store_id order by ${calendar.date}) as step
      from history
      join ${calendar} on ${calendar.date} > history.last_date
    )
    select date, store_id, 0 as promo, 0 as school_holiday
    from ahead
    where step <= ${parameters.FORECAST_HORIZON_DAYS}
  `,
});
