import { dataTest, fn, sql } from "rmodel";
import dimCustomers from "../../models/online_retail/dims/dim_customers.ts";
import factSales from "../../models/online_retail/facts/fact_sales.ts";
import fctDailyRevenue from "../../models/online_retail/facts/fct_daily_revenue.ts";
import forecastDailyRevenue from "../../models/online_retail/forecast/forecast_daily_revenue.ts";
import rptProductPairs from "../../models/online_retail/reports/rpt_product_pairs.ts";
import rptRfm from "../../models/online_retail/reports/rpt_rfm.ts";
import scores from "../../models/online_retail/forecast/forecast_daily_revenue_scores.ts";

const pair = rptProductPairs.as("pair");
const back = rptProductPairs.as("back");
const forecast = forecastDailyRevenue.as("forecast");
const customer = dimCustomers.as("customer");
const sale = factSales.as("sale");

const about = { tags: ["online_retail", "reports"], owner: "retail analytics" } as const;

export const every_buyer_is_in_one_segment = dataTest({
  ...about,
  description: "rpt_rfm has each customer who bought once, with the customer's whole revenue.",
  failures: sql`
    with bought as (
      select ${customer.customer_id} as customer_id, sum(${sale.line_total}) as monetary
      from ${sale}
      join ${customer} on ${customer.customer_key} = ${sale.customer_key}
      where ${customer.customer_id} is not null
      group by ${customer.customer_id}
    )
    select bought.customer_id, bought.monetary, report.monetary as reported
    from bought
    full join ${rptRfm} as report on report.customer_id = bought.customer_id
    where report.monetary is distinct from bought.monetary
  `,
});

export const every_pair_is_there_in_both_orders = dataTest({
  ...about,
  description: "Support and lift of a pair do not depend on its order.",
  failures: sql`
    select ${pair.product_a}, ${pair.product_b}, ${pair.support}, ${back.support} as support_back
    from ${pair}
    left join ${back} on ${back.product_a} = ${pair.product_b} and ${back.product_b} = ${pair.product_a}
    where ${back.support} is distinct from ${pair.support} or abs(${back.lift} - ${pair.lift}) > 0.000000001 * ${pair.lift}
  `,
});

export const the_forecast_starts_where_the_history_ends = dataTest({
  ...about,
  description: "Step n is the nth day behind the last day of fct_daily_revenue.",
  failures: sql`
    select ${forecast.date}, ${forecast.step}, history.last_date
    from ${forecast}
    cross join (select max(date) as last_date from ${fctDailyRevenue}) as history
    where ${fn.daysBetween(sql`history.last_date`, forecast.date)} <> ${forecast.step}
  `,
});

export const the_chosen_model_is_never_worse_than_a_baseline = dataTest({
  ...about,
  description: "No candidate had a smaller error on the hold-out than the one that made the forecast.",
  failures: sql`
    select candidate.model, candidate.mae, chosen.model as chosen_model, chosen.mae as chosen_mae
    from ${scores} as candidate
    cross join (
      select score.model, score.mae
      from ${scores} as score
      where score.model in (select model from ${forecastDailyRevenue})
    ) as chosen
    where candidate.mae < chosen.mae
  `,
});
