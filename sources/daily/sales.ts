import type { Columns } from "rmodel";
import { source, t } from "rmodel";
import parameters from "../../parameters.ts";
import { rawFile } from "../../macros/raw_file.ts";

const customer = {
  household_id: t.integer().describe("Customer number; null where nobody was noted.").pii(),
};

/** The columns, or none where the delivery has none: models ask the same parameter before they read one. */
const optional = <C extends Columns>(present: boolean, columns: C): C => (present ? columns : ({} as C));

export default source({
  description:
    "One row per till line of American grocery stores in 2017: a product in a basket. Day, store, product, quantity and customer stand under the names " +
    "of the Complete Journey; what it has instead of a unit price is the value of the whole line. Nothing is filtered here.",
  tags: ["daily", "source"],
  owner: "retail analytics",
  meta: { origin: "84.51° / dunnhumby, Complete Journey 2.0, CC0" },
  file: rawFile("complete_journey/transactions.csv.gz"),
  columns: {
    ...optional(parameters.DAILY_SALES_HAVE_CUSTOMERS, customer),
    store_id: t.integer().describe("Store number."),
    basket_id: t.text().describe("Number of the basket; text, because a spreadsheet has damaged one of them."),
    product_id: t.integer().describe("Product number."),
    quantity: t.integer().describe("Pieces; of fuel, thousandths of a gallon. 0 and negative numbers occur."),
    sales_value: t.double().describe("What the shop received for the line in USD; one value is the rest of a subtraction, 4.4e-16."),
    retail_disc: t.double().describe("Discount of the shop's loyalty card, USD."),
    coupon_disc: t.double().describe("Discount by a coupon of the maker, USD."),
    coupon_match_disc: t.double().describe("What the shop added to that coupon, USD."),
    week: t.integer().describe("Week of the study, from 1."),
    transaction_timestamp: t.text().describe("Time at the till, YYYY-MM-DD HH:MM:SS; text, because some are no time at all."),
  },
});
