import { fn, sql, t } from "rmodel";
import factSalesWeekly from "../models/walmart/facts/fact_sales_weekly.ts";
import parameters from "../parameters.ts";

const fact = factSalesWeekly.as("fact");
const sales = fn.cast(fact.weekly_sales, t.double());

/** Weekly sales as features take them: `negative_sales_strategy` says what becomes of weeks in which more was given back than sold. */
export const salesForFeatures = { keep: sales, zero: sql`greatest(${sales}, ${fn.cast(0, t.double())})` }[parameters.negative_sales_strategy];
