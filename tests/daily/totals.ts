import { dataTest, fn, sql } from "rmodel";
import dimCustomerFeatures from "../../models/daily/dims/dim_customer_features.ts";
import dimStore from "../../models/daily/dims/dim_store.ts";
import fctDailyStore from "../../models/daily/facts/fct_daily_store.ts";
import fctRossmannDaily from "../../models/daily/facts/fct_rossmann_daily.ts";
import featDailyStore from "../../models/daily/features/feat_daily_store.ts";
import rossmannDays from "../../sources/daily/rossmann_days.ts";
import sales from "../../sources/daily/sales.ts";
import stgSales from "../../models/daily/staging/stg_sales.ts";
import stgSalesRejects from "../../models/daily/staging/stg_sales_rejects.ts";

const sale = stgSales.as("sale");
const day = fctDailyStore.as("day");
const feature = featDailyStore.as("feature");
const past = fctDailyStore.as("past");
const read = rossmannDays.as("read");
const week = fctDailyStore.as("week");

const about = { tags: ["daily", "totals"], owner: "retail analytics" } as const;

export const accepted_and_rejected_lines_are_those_read = dataTest({
  ...about,
  description: "stg_sales and stg_sales_rejects add up to the rows of the source.",
  failures: sql`
    select *
    from (
      select
        (select count(*) from ${sales}) as rows_read,
        (select count(*) from ${stgSales}) as accepted,
        (select count(*) from ${stgSalesRejects}) as rejected
    ) as counted
    where rows_read <> accepted + rejected
  `,
});

export const every_store_has_every_day = dataTest({
  ...about,
  description: "fct_daily_store has stores × days rows, from the first day of the data to the one before the last.",
  failures: sql`
    select *
    from (
      select
        (select count(*) from ${day}) as rows_found,
        (select count(*) from ${dimStore}) as stores,
        (select ${fn.daysBetween(sql`min(${sale.date})`, sql`max(${sale.date})`)} from ${sale}) as days
    ) as counted
    where rows_found <> stores * days
  `,
});

export const daily_revenue_adds_up_to_the_sales = dataTest({
  ...about,
  description: "The stores' days hold the revenue and the baskets of all sales but those of the last day, to the cent.",
  failures: sql`
    select daily.revenue as daily_revenue, sold.revenue as sold_revenue
    from (select sum(${day.rev_sum}) as revenue from ${day}) as daily
    cross join (
      select sum(${sale.revenue}) as revenue
      from ${sale}
      where ${sale.date} < (select max(date) from ${stgSales})
    ) as sold
    where daily.revenue is distinct from sold.revenue
  `,
});

export const a_day_is_filled_when_nothing_was_sold = dataTest({
  ...about,
  description: "Filled days have zeros, all others at least one basket.",
  failures: sql`
    select ${day.store_id}, ${day.date}, ${day.num_txn}, ${day.rev_sum}, ${day.is_filled}
    from ${day}
    where ${day.is_filled} <> (${day.num_txn} = 0) or (${day.is_filled} and (${day.rev_sum} <> 0 or ${day.qty_sum} <> 0))
  `,
});

export const features_are_the_facts_of_earlier_days = dataTest({
  ...about,
  description: "Looked up by date instead of by position, each lag is what fct_daily_store says of that earlier day.",
  failures: sql`
    select ${feature.store_id}, ${feature.date}, ${feature.rev_lag1}, ${past.rev_sum} as revenue_of_the_day_before
    from ${feature}
    left join ${past} on ${past.store_id} = ${feature.store_id} and ${past.date} = ${fn.dateAdd(feature.date, -1, "day")}
    left join ${week} on ${week.store_id} = ${feature.store_id} and ${week.date} = ${fn.dateAdd(feature.date, -7, "day")}
    where ${feature.rev_lag1} is distinct from ${past.rev_sum}
      or ${feature.qty_lag1} is distinct from ${past.qty_sum}
      or ${feature.num_txn_lag1} is distinct from ${past.num_txn}
      or ${feature.rev_lag7} is distinct from ${week.rev_sum}
  `,
});

export const customers_are_worth_what_they_bought = dataTest({
  ...about,
  description: "The customers' revenue is that of all sales with a customer, to the cent.",
  failures: sql`
    select customers.revenue as customers_revenue, sold.revenue as sold_revenue
    from (select sum(customer_ltv) as revenue from ${dimCustomerFeatures}) as customers
    cross join (
      select sum(${sale.revenue}) as revenue
      from ${sale}
      where ${sale.customer_id} is not null
    ) as sold
    where customers.revenue is distinct from sold.revenue
  `,
});

export const open_days_of_drug_stores_are_those_of_the_source = dataTest({
  ...about,
  description: "fct_rossmann_daily has the turnover of the source on open days and 0 on the others.",
  failures: sql`
    select *
    from (
      select
        (select sum(${read.Sales}) from ${read}) as turnover_read,
        (select sum(rev_sum) from ${fctRossmannDaily} where is_open) as turnover_kept,
        (select sum(rev_sum) from ${fctRossmannDaily} where is_filled) as turnover_filled,
        (select count(*) from ${rossmannDays}) as days_read,
        (select count(*) from ${fctRossmannDaily} where is_open) as days_kept
    ) as counted
    where turnover_read <> turnover_kept or turnover_filled <> 0 or days_read <> days_kept
  `,
});
