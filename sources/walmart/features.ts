import { source, t } from "rmodel";
import { rawFile } from "../../macros/raw_file.ts";

const money = t.decimal(12, 2);

export default source({
  description: "One row per store and week with what is known beside the sales, 39 weeks beyond the last sales. NA is null: markdowns before November 2011, prices and unemployment of the last weeks.",
  tags: ["walmart", "source"],
  owner: "retail analytics",
  meta: { origin: "Walmart Recruiting - Store Sales Forecasting, Kaggle 2014" },
  file: rawFile("walmart/features.csv.gz"),
  csv: { nulls: ["", "NA"] },
  columns: {
    Store: t.integer().describe("Store number."),
    Date: t.date().describe("Friday at the end of the week."),
    Temperature: t.double().describe("Mean temperature in the region, °F."),
    Fuel_Price: t.double().describe("Price of fuel in the region, USD a gallon."),
    MarkDown1: money.describe("Promotional markdown of kind 1, USD; null where none is known."),
    MarkDown2: money.describe("Promotional markdown of kind 2, USD; null where none is known."),
    MarkDown3: money.describe("Promotional markdown of kind 3, USD; null where none is known."),
    MarkDown4: money.describe("Promotional markdown of kind 4, USD; null where none is known."),
    MarkDown5: money.describe("Promotional markdown of kind 5, USD; null where none is known."),
    CPI: t.double().describe("Consumer price index of the region; null for weeks not yet published."),
    Unemployment: t.double().describe("Unemployment in the region, percent; null for weeks not yet published."),
    IsHoliday: t.boolean().describe("Whether the week has Super Bowl, Labor Day, Thanksgiving or Christmas."),
  },
});
