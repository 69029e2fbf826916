import { source, t } from "rmodel";
import { rawFile } from "../../macros/raw_file.ts";

export default source({
  description: "One row per German drug store and day on which it was open, 2013-01-01 to 2015-07-31. Days without a row are days on which the store was closed.",
  tags: ["daily", "rossmann", "source"],
  owner: "retail analytics",
  meta: { origin: "Rossmann Store Sales, Kaggle 2015" },
  file: rawFile("rossmann/daily.parquet"),
  columns: {
    Store: t.integer().describe("Store number."),
    Date: t.date().describe("The day."),
    Sales: t.integer().describe("Turnover of the day in EUR."),
    Customers: t.integer().describe("Customers of the day."),
    Promo: t.integer().describe("1 when the store ran a promotion, else 0; planned ahead."),
    StateHoliday: t.text().describe("0, or a public holiday, b Easter, c Christmas."),
    SchoolHoliday: t.integer().describe("1 in school holidays, else 0."),
  },
});
