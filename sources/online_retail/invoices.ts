import { source, t } from "rmodel";
import { rawFile } from "../../macros/raw_file.ts";

export default source({
  description:
    "One row per invoice line of a British gift wholesaler, 2010-12-01 to 2011-12-09, as the shop exported it. " +
    "Some rows are there twice, some have no customer, some have a price of 0. Nothing is filtered here.",
  tags: ["online_retail", "source"],
  owner: "retail analytics",
  meta: { origin: "Chen, D. (2015), Online Retail, UCI Machine Learning Repository, doi 10.24432/C5BW33" },
  file: rawFile("online_retail/online_retail.parquet"),
  columns: {
    InvoiceNo: t.text().describe("Six digits; C in front is a cancellation, A an adjustment of bad debt."),
    StockCode: t.text().describe("Product code: mostly five digits with letters behind them."),
    Description: t.text().describe("Product name, or a note of the warehouse on lines with price 0."),
    Quantity: t.integer().describe("Pieces; negative on cancellations and on stock that was written off."),
    InvoiceDate: t.timestamp().describe("Time of the invoice, local British time, to the minute."),
    UnitPrice: t.double().describe("Price of one piece in GBP."),
    CustomerID: t.integer().describe("Customer number; null on every fourth row.").pii(),
    Country: t.text().describe("Country of the customer when the invoice was written."),
  },
});
