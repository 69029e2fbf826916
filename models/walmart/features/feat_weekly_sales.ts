import type { Column, Expr } from "rmodel";
import { fn, model, sql, t, test } from "rmodel";
import { salesForFeatures } from "../../../macros/negative_sales.ts";
import { weeksBefore } from "../../../macros/weeks.ts";
import parameters from "../../../parameters.ts";
import factSalesWeekly from "../facts/fact_sales_weekly.ts";
import stgStoreWeeks from "../staging/stg_store_weeks.ts";

const { WALMART_LAGS: lags, WALMART_ROLLING_WINDOWS: windows, WALMART_HOLIDAY_WINDOW_WEEKS: near } = parameters;

const fact = factSalesWeekly.as("fact");
const week = stgStoreWeeks.as("week");

/** A feature that comes and goes with a parameter: its name, what computes it and what declares it. */
interface Feature {
  readonly name: string;
  readonly value: Expr;
  readonly column: Column<"double", boolean>;
}

const pastFeatures: readonly Feature[] = [
  ...lags.map((lag) => ({
    name: `sales_lag${lag}`,
    value: sql`max(sales) ${weeksBefore(lag, lag)}`,
    column: t.double().describe(`Sales ${lag} weeks before in USD; null where that week has no row.`),
  })),
  ...windows.map((window) => ({
    name: `sales_mean${window}`,
    value: sql`avg(sales) ${weeksBefore(window, 1)}`,
    column: t.double().describe(`Mean sales of the ${window} weeks before that have a row, in USD; null where none has.`),
  })),
  ...windows.map((window) => ({
    name: `sales_deviation${window}`,
    value: sql`stddev_pop(sales) ${weeksBefore(window, 1)}`,
    column: t.double().range({ min: 0 }).describe(`Standard deviation of the sales of the ${window} weeks before that have a row, in USD.`),
  })),
];
const listed = (line: (feature: Feature) => Expr) => sql.join(pastFeatures.map(line), ",\n      ");

/** 1 when one of the weeks from `first` to `last` behind the row's own is a holiday week, else 0. */
const hasHoliday = (span: Expr) => sql`coalesce(max(holiday) over (order by week_number range between ${span}), 0)`;

export default model({
  description:
    "One row per row of fact_sales_weekly with what was known when the week began: calendar, holidays near it, planned markdowns, and the past of the department in the store. " +
    "Lags go by the calendar, so a missing week is null and shifts nothing. WALMART_LAGS, WALMART_ROLLING_WINDOWS and WALMART_HOLIDAY_WINDOW_WEEKS say which features there are.",
  tags: ["walmart", "feature"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store", "dept", "date"],
  columns: {
    store: t.integer().notNull().describe("Store number."),
    dept: t.integer().notNull().describe("Department number."),
    date: t.date().notNull().describe("Friday at the end of the week that the features describe."),
    sales: t.double().notNull().describe("Target: sales of the week in USD, negative ones as negative_sales_strategy says."),
    weight: t.double().notNull().describe("Weight of the week in scores: holiday_weight in a holiday week, else 1."),
    year: t.integer().notNull().describe("Calendar year of that Friday."),
    quarter: t.integer().notNull().range({ min: 1, max: 4 }).describe("Quarter of that Friday."),
    month: t.integer().notNull().range({ min: 1, max: 12 }).describe("Month of that Friday."),
    week_of_year: t.integer().notNull().range({ min: 1, max: 53 }).describe("ISO week of that Friday."),
    week_number: t.integer().notNull().describe("Weeks since the one that ended on 1970-01-02: the trend."),
    is_holiday: t.integer().notNull().acceptedValues([0, 1]).describe("1 in a holiday week, else 0."),
    is_before_holiday: t.integer().notNull().acceptedValues([0, 1]).describe(`1 when one of the next ${near} weeks is a holiday week, else 0.`),
    is_after_holiday: t.integer().notNull().acceptedValues([0, 1]).describe(`1 when one of the ${near} weeks before is a holiday week, else 0.`),
    markdown_total: t.double().notNull().describe("All markdowns of the store's week in USD, planned ahead; unknown ones count as 0."),
    has_markdown: t.integer().notNull().acceptedValues([0, 1]).describe("1 when any markdown is known, else 0."),
    ...Object.fromEntries(pastFeatures.map(({ name, column }) => [name, column])),
  },
  query: sql`
    with sale as (
      select
        ${fact.store} as store,
        ${fact.dept} as dept,
        ${fact.date} as date,
        ${fact.week_number} as week_number,
        ${salesForFeatures} as sales
      from ${fact}
    ),
    past as (
      select
        store,
        dept,
        date,
        week_number,
        sales,
        ${listed(({ name, value }) => sql`${value} as ${sql.identifier(name)}`)}
      from sale
    ),
    calendar as (
      select ${week.week_number} as week_number, max(case when ${week.is_holiday} then 1 else 0 end) as holiday
      from ${week}
      group by ${week.week_number}
    ),
    near_holiday as (
      select
        week_number,
        holiday,
        ${hasHoliday(sql`1 following and ${near} following`)} as is_before_holiday,
        ${hasHoliday(sql`${near} preceding and 1 preceding`)} as is_after_holiday
      from calendar
    )
    select
      past.store,
      past.dept,
      past.date,
      past.sales,
      case when near_holiday.holiday = 1 then ${fn.cast(parameters.holiday_weight, t.double())} else ${fn.cast(1, t.double())} end as weight,
      ${fn.datePart("year", sql`past.date`)} as year,
      ${fn.datePart("quarter", sql`past.date`)} as quarter,
      ${fn.datePart("month", sql`past.date`)} as month,
      ${fn.datePart("week", sql`past.date`)} as week_of_year,
      past.week_number,
      ${fn.cast(sql`near_holiday.holiday`, t.integer())} as is_holiday,
      ${fn.cast(sql`near_holiday.is_before_holiday`, t.integer())} as is_before_holiday,
      ${fn.cast(sql`near_holiday.is_after_holiday`, t.integer())} as is_after_holiday,
      coalesce(${fn.cast(week.markdown_total, t.double())}, ${fn.cast(0, t.double())}) as markdown_total,
      ${fn.cast(sql`case when ${week.markdown_total} <> 0 then 1 else 0 end`, t.integer())} as has_markdown,
      ${listed(({ name }) => sql`past.${sql.identifier(name)}`)}
    from past
    join near_holiday on near_holiday.week_number = past.week_number
    left join ${week} on ${week.store} = past.store and ${week.date} = past.date
  `,
  tests: () => [test.equalRowCount(factSalesWeekly)],
});
