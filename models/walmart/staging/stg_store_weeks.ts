import { fn, model, sql, t } from "rmodel";
import { weekNumber } from "../../../macros/weeks.ts";
import features from "../../../sources/walmart/features.ts";

const week = features.as("week");
const markdowns = [week.MarkDown1, week.MarkDown2, week.MarkDown3, week.MarkDown4, week.MarkDown5];

export default model({
  description: "One row per store and week with what is known beside the sales, 39 weeks beyond the last sales. Unknown values stay null.",
  tags: ["walmart", "staging"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store", "date"],
  from: week,
  columns: {
    store: t.integer().is(week.Store).notNull().describe("Store number."),
    date: t.date().is(week.Date).notNull().describe("Friday at the end of the week."),
    week_number: t.integer().is(weekNumber(week.Date)).notNull().describe("Weeks since the one that ended on 1970-01-02."),
    temperature: t.double().is(week.Temperature).describe("Mean temperature in the region, °F."),
    fuel_price: t.double().is(week.Fuel_Price).describe("Price of fuel in the region, USD a gallon."),
    markdown1: t.decimal(12, 2).is(week.MarkDown1).describe("Promotional markdown of kind 1, USD; null where none is known."),
    markdown2: t.decimal(12, 2).is(week.MarkDown2).describe("Promotional markdown of kind 2, USD; null where none is known."),
    markdown3: t.decimal(12, 2).is(week.MarkDown3).describe("Promotional markdown of kind 3, USD; null where none is known."),
    markdown4: t.decimal(12, 2).is(week.MarkDown4).describe("Promotional markdown of kind 4, USD; null where none is known."),
    markdown5: t.decimal(12, 2).is(week.MarkDown5).describe("Promotional markdown of kind 5, USD; null where none is known."),
    markdown_total: t
      .decimal(14, 2)
      .is(sql`${sql.join(markdowns.map((markdown) => sql`coalesce(${fn.cast(markdown, t.decimal(14, 2))}, 0)`), " + ")}`)
      .notNull()
      .describe("All markdowns together in USD; unknown ones count as 0."),
    cpi: t.double().is(week.CPI).describe("Consumer price index of the region; null for weeks not yet published."),
    unemployment: t.double().is(week.Unemployment).describe("Unemployment in the region, percent; null for weeks not yet published."),
    is_holiday: t.boolean().is(week.IsHoliday).notNull().describe("Whether the week has Super Bowl, Labor Day, Thanksgiving or Christmas."),
  },
});
