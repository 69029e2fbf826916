import { dataTest, fn, rows, sql, t, unitTest } from "rmodel";
import factSalesWeekly from "../../models/walmart/facts/fact_sales_weekly.ts";
import fctStoreWeeks from "../../models/walmart/facts/fct_store_weeks.ts";
import regStoreDrivers from "../../models/walmart/reports/reg_store_drivers.ts";
import rptStoreSurprises from "../../models/walmart/reports/rpt_store_surprises.ts";
import stgStoreWeeks from "../../models/walmart/staging/stg_store_weeks.ts";

const surprise = rptStoreSurprises.as("surprise");
const term = regStoreDrivers.as("term");
const week = fctStoreWeeks.as("week");
const about = { tags: ["walmart", "drivers"], owner: "retail analytics" } as const;

export const store_weeks_add_up_their_departments = unitTest({
  description: "One row per store and week with a line; a week that only the features file knows has none.",
  model: fctStoreWeeks,
  given: [
    rows(stgStoreWeeks, { store: 1, date: "2010-02-05", is_holiday: false, temperature: 40, cpi: 200 }, { store: 1, date: "2010-02-12", is_holiday: true }, { store: 2, date: "2010-02-05", is_holiday: false }),
    rows(factSalesWeekly, { store: 1, dept: 7, date: "2010-02-05", weekly_sales: "10.50" }, { store: 1, dept: 8, date: "2010-02-05", weekly_sales: "-0.25" }, { store: 2, dept: 7, date: "2010-02-05", weekly_sales: "1.00" }),
  ],
  expect: [
    { store: 1, date: "2010-02-05", departments: 2, weekly_sales: "10.25", is_holiday: false, temperature: 40, cpi: 200, fuel_price: null },
    { store: 2, date: "2010-02-05", departments: 1, weekly_sales: "1.00", is_holiday: false, temperature: null, cpi: null, fuel_price: null },
  ],
});

const drivers = { temperature: 10, fuel_price: 3, cpi: 200, unemployment: 8, is_holiday: false } as const;

export const a_week_is_expected_by_the_equation_of_its_store = unitTest({
  description: "100 + 50 in a holiday week + 2 · 10 °F + 1 · 3 − 0.5 · 200 + 4 · 8: 55, or 105. Without a driver, or an equation, nothing is expected, and such weeks come last.",
  model: rptStoreSurprises,
  given: [
    rows(regStoreDrivers.equation, { store: 1, b0: 100, b1: 50, b2: 2, b3: 1, b4: -0.5, b5: 4 }, { store: 2, b0: null, b1: null, b2: null, b3: null, b4: null, b5: null }),
    rows(
      fctStoreWeeks,
      { ...drivers, store: 1, date: "2010-02-05", weekly_sales: "60.00" },
      { ...drivers, store: 1, date: "2010-02-12", weekly_sales: "95.00", is_holiday: true },
      { ...drivers, store: 1, date: "2010-02-19", weekly_sales: "1.00", cpi: null },
      { ...drivers, store: 2, date: "2010-02-05", weekly_sales: "9.00" },
    ),
  ],
  expect: [
    { store: 1, date: "2010-02-12", sales: 95, expected: 105, surprise: -10, place: 1 },
    { store: 1, date: "2010-02-05", sales: 60, expected: 55, surprise: 5, place: 2 },
    { store: 1, date: "2010-02-19", sales: 1, expected: null, surprise: null, place: 3 },
    { store: 2, date: "2010-02-05", sales: 9, expected: null, surprise: null, place: 1 },
  ],
});

export const least_squares_leave_nothing_on_average = dataTest({
  ...about,
  description: "With an intercept the surprises of a store's weeks with all drivers add up to nothing, to a millionth of its sales.",
  failures: sql`
    select ${surprise.store}, sum(${surprise.surprise}) as left_over, sum(${surprise.sales}) as sales
    from ${surprise}
    group by ${surprise.store}
    having abs(sum(${surprise.surprise})) > 1e-6 * sum(abs(${surprise.sales}))
  `,
});

export const surprises_are_those_of_the_terms = dataTest({
  ...about,
  description: "Added up term by term instead of by fn.predict, the drivers say the same of every week.",
  failures: sql`
    with said as (
      select
        ${week.store} as store,
        ${week.date} as date,
        sum(
          ${term.estimate} * case ${term.term}
            when '(intercept)' then ${fn.cast(1, t.double())}
            when 'is_holiday' then case when ${week.is_holiday} then ${fn.cast(1, t.double())} else ${fn.cast(0, t.double())} end
            when 'temperature' then ${week.temperature}
            when 'fuel_price' then ${week.fuel_price}
            when 'cpi' then ${week.cpi}
            when 'unemployment' then ${week.unemployment}
          end
        ) as expected
      from ${week}
      join ${term} on ${term.store} = ${week.store}
      group by ${week.store}, ${week.date}
    )
    select ${surprise.store}, ${surprise.date}, ${surprise.expected}, said.expected as said_by_terms
    from ${surprise}
    join said on said.store = ${surprise.store} and said.date = ${surprise.date}
    where abs(${surprise.expected} - said.expected) > 1e-6 * abs(said.expected)
  `,
});
