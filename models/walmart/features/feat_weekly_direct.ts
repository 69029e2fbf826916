import { fn, model, t } from "rmodel";
import { directFeatures } from "../../../macros/direct_features.ts";
import { salesForFeatures } from "../../../macros/negative_sales.ts";
import parameters from "../../../parameters.ts";

export default model({
  description:
    "One row per row of fact_sales_weekly up to WALMART_TEST_END and per week of the horizon behind it, with the terms of the pooled ridge: all are known " +
    "WALMART_HORIZON_WEEKS before the week ends, so one equation serves every step without recursion. Weeks ahead have no sales. A week with no line 52 weeks before " +
    "has no terms, so nothing is fitted on it.",
  tags: ["walmart", "feature"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store", "dept", "date"],
  columns: {
    store: t.integer().notNull().describe("Store number."),
    dept: t.integer().notNull().describe("Department number."),
    date: t.date().notNull().describe("Friday at the end of the week that the terms describe."),
    sales: t.double().describe("Target: sales of the week in USD, negative ones as negative_sales_strategy says; null in weeks ahead."),
    is_complete: t.boolean().notNull().describe("Whether the department of the store has a line for each week of the data up to WALMART_TEST_END."),
    is_holiday: t.boolean().notNull().describe("Whether the week has Super Bowl, Labor Day, Thanksgiving or Christmas."),
    base: t.double().describe("Sales 52 weeks before in USD; null where that week has no line."),
    l51: t.double().describe("Sales 51 weeks before, else base; USD, null without base."),
    l53: t.double().describe("Sales 53 weeks before, else base; USD, null without base."),
    m8: t.double().describe("Mean sales of the 8 weeks that end WALMART_HORIZON_WEEKS before, else base; USD, null without base."),
    m8_ly: t.double().describe("Mean sales of that window 52 weeks earlier, else m8; USD, null without base."),
    holiday_base: t.double().describe("base in a holiday week, else 0; null without base."),
    holiday_ly_base: t.double().describe("base when the week 52 weeks before was a holiday week, else 0; null without base."),
    holiday_m8: t.double().describe("m8 in a holiday week, else 0; null without base."),
  },
  query: directFeatures({ horizon: parameters.WALMART_HORIZON_WEEKS, lastWeek: fn.cast(parameters.WALMART_TEST_END, t.date()), sales: salesForFeatures }),
});
