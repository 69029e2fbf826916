import { fn, sql, t } from "rmodel";
import vwSalesAnalytics from "../models/walmart/reports/vw_sales_analytics.ts";

export const sale = vwSalesAnalytics.as("sale");

/** How sales of a segment are summed up; the reports differ in what they group by. */
export const salesFigures = {
  series: t.integer().is(sql`count(distinct ${sale.store} * 1000 + ${sale.dept})`).notNull().range({ min: 1 }).describe("Departments of stores with at least one line."),
  lines: t.integer().is(sql`count(*)`).notNull().range({ min: 1 }).describe("Lines: weeks of departments of stores."),
  total_sales: t.decimal(18, 2).is(sql`sum(${sale.weekly_sales})`).notNull().describe("Sales in USD."),
  mean_sales: t.double().is(fn.average(sale.weekly_sales)).notNull().describe("Mean sales of a line in USD."),
  median_sales: t.double().is(fn.percentile(sale.weekly_sales, 0.5)).notNull().describe("Median sales of a line in USD."),
  deviation: t.double().is(sql`stddev_pop(${fn.cast(sale.weekly_sales, t.double())})`).notNull().describe("Standard deviation of a line's sales in USD."),
  negative_lines: t.integer().is(sql`sum(case when ${sale.weekly_sales} < 0 then 1 else 0 end)`).notNull().describe("Lines on which more was given back than sold."),
  share: t
    .double()
    .is(fn.safeDivide(sql`sum(${sale.weekly_sales})`, sql`sum(sum(${sale.weekly_sales})) over ()`))
    .notNull()
    .describe("Share of the sales of all segments, 0 to 1."),
};
