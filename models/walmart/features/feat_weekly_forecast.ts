import { fn, model, sql, t } from "rmodel";
import type { weeklyTerms } from "../../../macros/direct_features.ts";
import { feastOf, feasts, noFeast } from "../../../macros/feasts.ts";
import parameters from "../../../parameters.ts";
import dimStore from "../dims/dim_store.ts";
import featWeeklyDirect from "./feat_weekly_direct.ts";

const feature = featWeeklyDirect.as("feature");
const store = dimStore.as("store");

/** As the column of `feature`, under the same description. */
const term = (name: (typeof weeklyTerms)[number]) => t.double().is(feature[name]).describe(featWeeklyDirect.columns[name].spec.description);

export default model({
  description:
    "What the weekly forecast reads: the rows of feat_weekly_direct of series without a gap, with the weight of the week and the segments that scores are told by. " +
    "Series that began late, ended early or have gaps are not forecast: a missing week is not said to be a week without sales, and a year before each week is what the forecast lives on.",
  tags: ["walmart", "feature"],
  owner: "retail analytics",
  materialized: "view",
  grain: ["store", "dept", "date"],
  from: sql`${feature} join ${store} on ${store.store} = ${feature.store}`,
  where: feature.is_complete,
  columns: {
    store: t.integer().is(feature.store).notNull().describe("Store number."),
    dept: t.integer().is(feature.dept).notNull().describe("Department number."),
    date: t.date().is(feature.date).notNull().describe("Friday at the end of the week."),
    sales: t.double().is(feature.sales).describe("Target: sales of the week in USD; null in weeks ahead."),
    weight: t
      .double()
      .is(sql`case when ${feature.is_holiday} then ${fn.cast(parameters.holiday_weight, t.double())} else ${fn.cast(1, t.double())} end`)
      .notNull()
      .describe("Weight of the week in scores: holiday_weight in a holiday week, else 1."),
    type: t.text().is(store.type).notNull().acceptedValues(["A", "B", "C"]).describe("Type of the store: A, B or C."),
    holiday: t.text().is(sql`coalesce(${feastOf(feature.date, feature.is_holiday)}, ${noFeast})`).notNull().acceptedValues([...feasts, noFeast]).describe("The feast of the week, or No holiday."),
    base: term("base"),
    l51: term("l51"),
    l53: term("l53"),
    m8: term("m8"),
    m8_ly: term("m8_ly"),
    holiday_base: term("holiday_base"),
    holiday_m8: term("holiday_m8"),
  },
});
