import { dataTest, fn, sql } from "rmodel";
import dimStore from "../../models/daily/dims/dim_store.ts";
import fctDailyStore from "../../models/daily/facts/fct_daily_store.ts";
import fctRossmannDaily from "../../models/daily/facts/fct_rossmann_daily.ts";
import forecastDailyStore from "../../models/daily/forecast/forecast_daily_store.ts";
import forecastRossmannDaily from "../../models/daily/forecast/forecast_rossmann_daily.ts";
import parameters from "../../parameters.ts";

const about = { tags: ["daily", "forecast"], owner: "retail analytics" } as const;
const horizon = parameters.FORECAST_HORIZON_DAYS;

export const every_store_has_a_forecast_of_every_day_ahead = dataTest({
  ...about,
  description: "A store has FORECAST_HORIZON_DAYS rows, whatever it was chosen by.",
  failures: sql`
    select store.store_id, count(ahead.step) as days
    from ${dimStore} as store
    left join ${forecastDailyStore} as ahead on ahead.store_id = store.store_id
    group by store.store_id
    having count(ahead.step) <> ${horizon}
  `,
});

export const every_drug_store_has_a_forecast_of_every_day_ahead = dataTest({
  ...about,
  description: "A drug store has FORECAST_HORIZON_DAYS rows.",
  failures: sql`
    select store.store_id, count(ahead.step) as days
    from (select distinct store_id from ${fctRossmannDaily} as fact) as store
    left join ${forecastRossmannDaily} as ahead on ahead.store_id = store.store_id
    group by store.store_id
    having count(ahead.step) <> ${horizon}
  `,
});

export const daily_forecasts_begin_behind_the_history = dataTest({
  ...about,
  description: "Step 1 is the day after the newest one of the facts.",
  failures: sql`
    select ahead.store_id, ahead.date, ahead.step, history.last_date
    from ${forecastDailyStore} as ahead
    cross join (select max(fact.date) as last_date from ${fctDailyStore} as fact) as history
    where ${fn.daysBetween(sql`history.last_date`, sql`ahead.date`)} <> ahead.step
  `,
});
