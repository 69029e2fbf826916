import { dataTest, sql } from "rmodel";
import dimCustomers from "../../models/online_retail/dims/dim_customers.ts";
import factReturns from "../../models/online_retail/facts/fact_returns.ts";
import factSales from "../../models/online_retail/facts/fact_sales.ts";
import fctDailyRevenue from "../../models/online_retail/facts/fct_daily_revenue.ts";
import invoices from "../../sources/online_retail/invoices.ts";
import rejects from "../../models/online_retail/staging/stg_online_retail_rejects.ts";
import stgOnlineRetail from "../../models/online_retail/staging/stg_online_retail.ts";

const line = stgOnlineRetail.as("line");
const sale = factSales.as("sale");
const customer = dimCustomers.as("customer");

const about = { tags: ["online_retail", "totals"], owner: "retail analytics" } as const;

export const every_row_read_ends_in_one_place = dataTest({
  ...about,
  description: "Sales, returns and rejects (duplicates among them) add up to the rows of the source.",
  failures: sql`
    select *
    from (
      select
        (select count(*) from ${invoices}) as rows_read,
        (select count(*) from ${factSales}) as sales,
        (select count(*) from ${factReturns}) as returns,
        (select count(*) from ${rejects}) as rejects
    ) as counted
    where rows_read <> sales + returns + rejects
  `,
});

export const every_amount_reaches_its_fact_to_the_cent = dataTest({
  ...about,
  description: "The total of each kind of line is the same in staging and in its fact table, to the cent.",
  failures: sql`
    with staged as (
      select
        sum(case when ${line.line_kind} = 'sale' then ${line.line_total} end) as sales,
        sum(case when ${line.line_kind} = 'return' then ${line.line_total} end) as returns
      from ${line}
    ),
    kept as (
      select
        (select sum(line_total) from ${factSales}) as sales,
        (select sum(line_total) from ${factReturns}) as returns
    )
    select
      staged.sales as staged_sales,
      kept.sales as kept_sales,
      staged.returns as staged_returns,
      kept.returns as kept_returns
    from staged
    cross join kept
    where staged.sales is distinct from kept.sales or staged.returns is distinct from kept.returns
  `,
});

export const daily_revenue_adds_up_to_the_sales = dataTest({
  ...about,
  description: "Daily revenue is the total of all sales but those of the last day, which it leaves out.",
  failures: sql`
    select daily.total as daily_total, sold.total as sold_total
    from (select sum(revenue) as total from ${fctDailyRevenue}) as daily
    cross join (
      select sum(line_total) as total
      from ${factSales}
      where date_key < (select max(date_key) from ${factSales})
    ) as sold
    where daily.total is distinct from sold.total
  `,
});

export const every_known_customer_is_found = dataTest({
  ...about,
  description: "A sale has the unknown member exactly when its line has no customer: the point-in-time join finds everybody else.",
  failures: sql`
    select ${sale.sales_key}, ${sale.customer_key}, ${line.customer_id}
    from ${sale}
    join ${line} on ${line.line_key} = ${sale.sales_key}
    left join ${customer} on ${customer.customer_key} = ${sale.customer_key}
    where ${customer.customer_id} is distinct from ${line.customer_id}
  `,
});

export const every_customer_has_one_current_row = dataTest({
  ...about,
  description: "Whoever bought or returned something is in dim_customers with exactly one current row.",
  failures: sql`
    with known as (
      select distinct ${line.customer_id} as customer_id
      from ${line}
      where ${line.customer_id} is not null and ${line.line_kind} in ('sale', 'return')
    )
    select known.customer_id, count(${customer.customer_key}) as current_rows
    from known
    left join ${customer} on ${customer.customer_id} = known.customer_id and ${customer.is_current}
    group by known.customer_id
    having count(${customer.customer_key}) <> 1
  `,
});
