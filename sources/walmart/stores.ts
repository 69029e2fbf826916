import { source, t } from "rmodel";
import { rawFile } from "../../macros/raw_file.ts";

export default source({
  description: "One row per store.",
  tags: ["walmart", "source"],
  owner: "retail analytics",
  meta: { origin: "Walmart Recruiting - Store Sales Forecasting, Kaggle 2014" },
  file: rawFile("walmart/stores.csv"),
  columns: {
    Store: t.integer().describe("Store number."),
    Type: t.text().describe("A, B or C: large, medium, small."),
    Size: t.integer().describe("Sales area in square feet."),
  },
});
