import type { Expr } from "rmodel";
import { fn, sql, t } from "rmodel";
import factSalesWeekly from "../models/walmart/facts/fact_sales_weekly.ts";
import stgStoreWeeks from "../models/walmart/staging/stg_store_weeks.ts";
import { weeksBefore } from "./weeks.ts";

const fact = factSalesWeekly.as("fact");
const week = stgStoreWeeks.as("week");

/**
 * The terms that the regressions take. holiday_ly_base is not among them: as long as feasts lie 52 weeks apart, as all of 2010 to
 * 2013 do, it is holiday_base once more, and of two equal columns only the sum of their coefficients is known.
 */
export const weeklyTerms = ["base", "l51", "l53", "m8", "m8_ly", "holiday_base", "holiday_m8"] as const;

interface Direct {
  /** Weeks from the newest known one to the last one to forecast. */
  readonly horizon: number;
  /** The newest week whose sales are known: later ones are to forecast, whatever the fact has of them. */
  readonly lastWeek: Expr<"date">;
  /** What counts as sales, over the alias `fact` of fact_sales_weekly. */
  readonly sales: Expr;
}

/**
 * The terms of the pooled ridge for weekly sales, all known `horizon` weeks ahead: one row per row of fact_sales_weekly to
 * `lastWeek`, and for each series one per week of the horizon behind it, as far as stg_store_weeks reaches.
 *
 * base: sales 52 weeks before · l51, l53: sales 51 and 53 weeks before, else base · m8: mean of the 8 weeks that end `horizon` weeks
 * before, else base · m8_ly: that window 52 weeks earlier, else m8 · products with the holiday flags of the week and of 52 weeks
 * before. Weeks are those of the calendar; a mean is taken of the weeks that have a row. Without base all terms are null: with any
 * number in its place the first year would be a year of wrong rows, and it is most of what there is to fit on.
 */
export function directFeatures({ horizon, lastWeek, sales }: Direct): Expr {
  return sql`
    with sold as (
      select
        ${fact.store} as store,
        ${fact.dept} as dept,
        ${fact.date} as date,
        ${fact.week_number} as week_number,
        ${sales} as sales
      from ${fact}
      where ${fact.date} <= ${lastWeek}
    ),
    span as (
      select max(week_number) as last_week, max(week_number) - min(week_number) + 1 as weeks from sold
    ),
    series as (
      select store, dept, count(*) as weeks from sold group by store, dept
    ),
    lines as (
      select store, dept, date, week_number, sales from sold
      union all
      select
        series.store,
        series.dept,
        ${week.date} as date,
        ${week.week_number} as week_number,
        cast(null as double) as sales
      from series
      join ${week} on ${week.store} = series.store
      join span on ${week.week_number} > span.last_week and ${week.week_number} <= span.last_week + ${horizon}
    ),
    past as (
      select
        store,
        dept,
        date,
        week_number,
        sales,
        max(sales) ${weeksBefore(52, 52)} as base,
        max(sales) ${weeksBefore(51, 51)} as sales_lag51,
        max(sales) ${weeksBefore(53, 53)} as sales_lag53,
        avg(sales) ${weeksBefore(horizon + 7, horizon)} as mean8,
        avg(sales) ${weeksBefore(horizon + 59, horizon + 52)} as mean8_last_year
      from lines
    ),
    calendar as (
      select ${week.week_number} as week_number, max(case when ${week.is_holiday} then 1 else 0 end) as holiday
      from ${week}
      group by ${week.week_number}
    ),
    known as (
      select
        past.store,
        past.dept,
        past.date,
        past.sales,
        series.weeks = span.weeks as is_complete,
        coalesce(this_year.holiday, 0) = 1 as is_holiday,
        ${fn.cast(sql`coalesce(this_year.holiday, 0)`, t.double())} as holiday,
        ${fn.cast(sql`coalesce(last_year.holiday, 0)`, t.double())} as holiday_last_year,
        past.base,
        case when past.base is not null then coalesce(past.sales_lag51, past.base) end as l51,
        case when past.base is not null then coalesce(past.sales_lag53, past.base) end as l53,
        case when past.base is not null then coalesce(past.mean8, past.base) end as m8,
        case when past.base is not null then coalesce(past.mean8_last_year, past.mean8, past.base) end as m8_ly
      from past
      join series on series.store = past.store and series.dept = past.dept
      cross join span
      left join calendar as this_year on this_year.week_number = past.week_number
      left join calendar as last_year on last_year.week_number = past.week_number - 52
    )
    select
      store,
      dept,
      date,
      sales,
      is_complete,
      is_holiday,
      base,
      l51,
      l53,
      m8,
      m8_ly,
      holiday * base as holiday_base,
      holiday_last_year * base as holiday_ly_base,
      holiday * m8 as holiday_m8
    from known
  `;
}
