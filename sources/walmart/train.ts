import { source, t } from "rmodel";
import { rawFile } from "../../macros/raw_file.ts";

export default source({
  description: "One row per store, department and week in which something was sold or given back; a line that was delivered twice is there twice. Weeks end on Friday.",
  tags: ["walmart", "source"],
  owner: "retail analytics",
  meta: { origin: "Walmart Recruiting - Store Sales Forecasting, Kaggle 2014" },
  file: rawFile("walmart/train.csv.gz"),
  columns: {
    Store: t.integer().describe("Store number."),
    Dept: t.integer().describe("Department number."),
    Date: t.date().describe("Friday at the end of the week."),
    Weekly_Sales: t.decimal(12, 2).describe("Sales of the week in USD; negative when more was given back than sold."),
    IsHoliday: t.boolean().describe("Whether the week has Super Bowl, Labor Day, Thanksgiving or Christmas."),
  },
});
