import { dataTest, fn, sql, t } from "rmodel";
import dimDept from "../../models/walmart/dims/dim_dept.ts";
import dimStore from "../../models/walmart/dims/dim_store.ts";
import factSalesWeekly from "../../models/walmart/facts/fact_sales_weekly.ts";
import fctSalesTest from "../../models/walmart/facts/fct_sales_test.ts";
import fctSalesTrain from "../../models/walmart/facts/fct_sales_train.ts";
import fctSalesVal from "../../models/walmart/facts/fct_sales_val.ts";
import featWeeklyDirect from "../../models/walmart/features/feat_weekly_direct.ts";
import parameters from "../../parameters.ts";
import rptSalesByDept from "../../models/walmart/reports/rpt_sales_by_dept.ts";
import rptSalesByHoliday from "../../models/walmart/reports/rpt_sales_by_holiday.ts";
import rptSalesByType from "../../models/walmart/reports/rpt_sales_by_type.ts";
import stgStoreWeeks from "../../models/walmart/staging/stg_store_weeks.ts";
import stores from "../../sources/walmart/stores.ts";
import train from "../../sources/walmart/train.ts";

const read = train.as("read");
const fact = factSalesWeekly.as("fact");
const week = stgStoreWeeks.as("week");
const feature = featWeeklyDirect.as("feature");
const past = factSalesWeekly.as("past");

const testEnd = fn.cast(parameters.WALMART_TEST_END, t.date());

const about = { tags: ["walmart", "totals"], owner: "retail analytics" } as const;

export const every_line_of_the_source_is_loaded = dataTest({
  ...about,
  description: "Validation after the load: the fact has each different line of the source once, with all of its sales.",
  failures: sql`
    select *
    from (
      select
        (select count(*) from (select distinct ${read.Store}, ${read.Dept}, ${read.Date}, ${read.Weekly_Sales}, ${read.IsHoliday} from ${read}) as line) as lines_read,
        (select count(*) from ${factSalesWeekly}) as lines_kept,
        (select count(*) from ${stores}) as stores_read,
        (select count(*) from ${dimStore}) as stores_kept,
        (select count(distinct ${read.Dept}) from ${read}) as departments_read,
        (select count(*) from ${dimDept}) as departments_kept
    ) as counted
    where lines_read <> lines_kept or stores_read <> stores_kept or departments_read <> departments_kept
  `,
});

export const every_week_of_a_store_is_known = dataTest({
  ...about,
  description: "Validation after the load: each store and week with sales has a row of features, and both agree on whether it is a holiday week.",
  failures: sql`
    select ${fact.store}, ${fact.dept}, ${fact.date}, ${fact.is_holiday}, ${week.is_holiday} as holiday_of_the_features
    from ${fact}
    left join ${week} on ${week.store} = ${fact.store} and ${week.date} = ${fact.date}
    where ${fact.is_holiday} is distinct from ${week.is_holiday}
  `,
});

export const parts_are_disjoint_and_ordered = dataTest({
  ...about,
  description: "Training ends before validation begins, and validation before the test.",
  failures: sql`
    select *
    from (
      select
        (select max(date) from ${fctSalesTrain}) as train_end,
        (select min(date) from ${fctSalesVal}) as validation_begin,
        (select max(date) from ${fctSalesVal}) as validation_end,
        (select min(date) from ${fctSalesTest}) as test_begin
    ) as span
    where train_end >= validation_begin or validation_end >= test_begin
  `,
});

export const parts_hold_every_week_to_the_end_of_the_test = dataTest({
  ...about,
  description: "Together the parts have each row of the fact up to WALMART_TEST_END, and its sales to the cent.",
  failures: sql`
    with part as (
      select store, dept, date, weekly_sales from ${fctSalesTrain}
      union all
      select store, dept, date, weekly_sales from ${fctSalesVal}
      union all
      select store, dept, date, weekly_sales from ${fctSalesTest}
    )
    select ${fact.store}, ${fact.dept}, ${fact.date}, ${fact.weekly_sales}, count(part.store) as parts
    from ${fact}
    left join part
      on part.store = ${fact.store}
      and part.dept = ${fact.dept}
      and part.date = ${fact.date}
      and part.weekly_sales = ${fact.weekly_sales}
    where ${fact.date} <= ${testEnd}
    group by ${fact.store}, ${fact.dept}, ${fact.date}, ${fact.weekly_sales}
    having count(part.store) <> 1
  `,
});

export const segments_add_up_to_all_sales = dataTest({
  ...about,
  description: "The reports by type, department and feast each have all sales, to the cent.",
  failures: sql`
    select *
    from (
      select
        (select sum(weekly_sales) from ${factSalesWeekly}) as total,
        (select sum(total_sales) from ${rptSalesByType}) as by_type,
        (select sum(total_sales) from ${rptSalesByDept}) as by_dept,
        (select sum(total_sales) from ${rptSalesByHoliday}) as by_holiday
    ) as counted
    where total <> by_type or total <> by_dept or total <> by_holiday
  `,
});

export const base_is_last_years_week = dataTest({
  ...about,
  description: "Looked up by date instead of by window, base is what the fact says of 52 weeks before, and null where it says nothing; so are all terms then.",
  enabled: parameters.negative_sales_strategy === "keep",
  failures: sql`
    select ${feature.store}, ${feature.dept}, ${feature.date}, ${feature.base}, ${past.weekly_sales} as last_years_sales
    from ${feature}
    left join ${past}
      on ${past.store} = ${feature.store}
      and ${past.dept} = ${feature.dept}
      and ${past.date} = ${fn.dateAdd(feature.date, -364, "day")}
    where (${feature.base} is null) <> (${past.store} is null)
      or (${feature.base} is null) <> (${feature.m8_ly} is null)
      or abs(${feature.base} - ${fn.cast(past.weekly_sales, t.double())}) > 0.001
  `,
});

export const every_line_has_its_terms_and_weeks_ahead_have_no_sales = dataTest({
  ...about,
  description: "feat_weekly_direct has each row of the fact up to WALMART_TEST_END, and behind it rows without sales of no other series.",
  failures: sql`
    select ${fact.store}, ${fact.dept}, ${fact.date}, ${fact.weekly_sales}, ${feature.date} as feature_date, ${feature.sales}
    from (select * from ${factSalesWeekly} where date <= ${testEnd}) as fact
    full join ${feature}
      on ${feature.store} = ${fact.store}
      and ${feature.dept} = ${fact.dept}
      and ${feature.date} = ${fact.date}
    where (${feature.date} <= ${testEnd} and (${fact.store} is null or ${feature.sales} is null))
      or (${feature.date} > ${testEnd} and ${feature.sales} is not null)
      or ${feature.date} is null
  `,
});
