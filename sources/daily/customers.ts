import { source, t } from "rmodel";
import { rawFile } from "../../macros/raw_file.ts";

export default source({
  description: "One row per customer (household) of whom something is known. When somebody became a customer is not known; dim_customer takes the first purchase.",
  tags: ["daily", "source"],
  owner: "retail analytics",
  meta: { origin: "84.51° / dunnhumby, Complete Journey 2.0, CC0" },
  file: rawFile("complete_journey/demographics.csv.gz"),
  grain: ["household_id"],
  columns: {
    household_id: t.integer().notNull().unique().describe("Customer number.").pii(),
    age: t.text().describe("Age of the head of the household in years, as a range."),
    income: t.text().describe("Income of the household in thousands of USD a year, as a range."),
    home_ownership: t.text().describe("Whether the home is owned or rented."),
    marital_status: t.text().describe("Married or Unmarried."),
    household_size: t.text().describe("Persons, up to 5+."),
    household_comp: t.text().describe("How many adults, and whether there are children."),
    kids_count: t.text().describe("Children, up to 3+."),
  },
});
