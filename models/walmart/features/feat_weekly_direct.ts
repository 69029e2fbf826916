import { model, t, test } from "rmodel";
import { directFeatures } from "../../../macros/direct_features.ts";
import { salesForFeatures } from "../../../macros/negative_sales.ts";
import parameters from "../../../parameters.ts";
import factSalesWeekly from "../facts/fact_sales_weekly.ts";

export default model({
  description:
    "One row per row of fact_sales_weekly with the terms of the pooled ridge: everything is known WALMART_HORIZON_WEEKS before the week ends, so one equation serves " +
    "every step of the horizon without recursion. Terms that the past is too short for take the place of others, so none is null; fit on rows with has_year.",
  tags: ["walmart", "feature"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store", "dept", "date"],
  columns: {
    store: t.integer().notNull().describe("Store number."),
    dept: t.integer().notNull().describe("Department number."),
    date: t.date().notNull().describe("Friday at the end of the week that the terms describe."),
    sales: t.double().notNull().describe("Target: sales of the week in USD, negative ones as negative_sales_strategy says."),
    has_year: t.boolean().notNull().describe("Whether there are sales 52 weeks before: the rows to fit on."),
    base: t.double().notNull().describe("Sales 52 weeks before, else m8, else 0; USD."),
    l51: t.double().notNull().describe("Sales 51 weeks before, else base; USD."),
    l53: t.double().notNull().describe("Sales 53 weeks before, else base; USD."),
    m8: t.double().notNull().describe("Mean sales of the 8 weeks that end WALMART_HORIZON_WEEKS before, else base; USD."),
    m8_ly: t.double().notNull().describe("Mean sales of that window 52 weeks earlier, else m8; USD."),
    holiday_base: t.double().notNull().describe("base in a holiday week, else 0."),
    holiday_ly_base: t.double().notNull().describe("base when the week 52 weeks before was a holiday week, else 0."),
    holiday_m8: t.double().notNull().describe("m8 in a holiday week, else 0."),
  },
  query: directFeatures(parameters.WALMART_HORIZON_WEEKS, salesForFeatures),
  tests: () => [test.equalRowCount(factSalesWeekly)],
});
