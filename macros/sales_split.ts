import type { Expr } from "rmodel";
import { t } from "rmodel";
import factSalesWeekly from "../models/walmart/facts/fact_sales_weekly.ts";

const fact = factSalesWeekly.as("fact");

interface Split {
  readonly part: "train" | "val" | "test";
  /** Begins the description: what the part is for. */
  readonly purpose: string;
  /** Which rows belong to the part. */
  readonly where: (date: Expr<"date">) => Expr<"boolean">;
}

/** Options of a model with the rows of fact_sales_weekly that belong to one part; parts differ in their dates alone. */
export const salesSplit = ({ part, purpose, where }: Split) => ({
  description: `${purpose} One row per store, department and week, never shuffled; also written to splits/${part}.csv.`,
  tags: ["walmart", "fact", "split"],
  owner: "retail analytics",
  materialized: "external" as const,
  files: [`splits/${part}.csv`],
  grain: ["store", "dept", "date"] as const,
  from: fact,
  where: where(fact.date),
  columns: {
    store: t.integer().is(fact.store).notNull().describe("Store number."),
    dept: t.integer().is(fact.dept).notNull().describe("Department number."),
    date: t.date().is(fact.date).notNull().describe("Friday at the end of the week."),
    weekly_sales: t.decimal(12, 2).is(fact.weekly_sales).notNull().describe("Sales of the week in USD."),
    is_holiday: t.boolean().is(fact.is_holiday).notNull().describe("Whether the week has Super Bowl, Labor Day, Thanksgiving or Christmas."),
  },
});
