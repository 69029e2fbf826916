import { fn, model, sql, t, test } from "rmodel";
import invoices from "../../../sources/online_retail/invoices.ts";

const invoice = invoices.as("invoice");

export default model({
  description:
    "One row per row of the source, each of exactly one kind, asked in this order: duplicate (the whole row was there before), " +
    "return (a cancellation, C…), sale (quantity and price above 0), reject (everything else). Nothing is dropped, so the kinds " +
    "add up to the rows read. Stock codes stay as they are written: 15056bl and 15056BL are two.",
  tags: ["online_retail", "staging"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["line_key"],
  columns: {
    line_key: t.integer().notNull().unique().describe("Hash of the whole row and of the number of its copy."),
    invoice_no: t.text().notNull().notEmpty().describe("Invoice number; C in front is a cancellation, A an adjustment of bad debt."),
    stock_code: t.text().notNull().notEmpty().describe("Product code."),
    description: t.text().describe("Product name; null where the shop gave none, which happens on lines with price 0."),
    quantity: t.integer().describe("Pieces; negative on returns."),
    invoice_date: t.timestamp().notNull().describe("Time of the invoice, local British time."),
    unit_price: t.decimal(12, 3).describe("Price of one piece in GBP; four lines cost a tenth of a penny."),
    customer_id: t.integer().describe("Customer number; null where nobody was noted.").pii(),
    country: t.text().notNull().notEmpty().describe("Country of the customer when the invoice was written."),
    line_total: t.decimal(18, 2).describe("quantity × unit_price in GBP, rounded to the penny; negative on returns."),
    line_kind: t.text().notNull().acceptedValues(["duplicate", "return", "sale", "reject"]).describe("What becomes of the line."),
  },
  query: sql`
    with line as (
      select
        ${invoice.InvoiceNo} as invoice_no,
        ${invoice.StockCode} as stock_code,
        ${invoice.Description} as description,
        ${invoice.Quantity} as quantity,
        ${invoice.InvoiceDate} as invoice_date,
        cast(${invoice.UnitPrice} as decimal(12, 3)) as unit_price,
        ${invoice.CustomerID} as customer_id,
        ${invoice.Country} as country,
        -- Copies are equal in every column, so it does not matter which of them is the first.
        row_number() over (
          partition by
            ${invoice.InvoiceNo},
            ${invoice.StockCode},
            ${invoice.Description},
            ${invoice.Quantity},
            ${invoice.InvoiceDate},
            ${invoice.UnitPrice},
            ${invoice.CustomerID},
            ${invoice.Country}
        ) as copy
      from ${invoice}
    )
    select
      ${fn.integerKey(
        sql`invoice_no`,
        sql`stock_code`,
        sql`description`,
        sql`quantity`,
        sql`invoice_date`,
        sql`unit_price`,
        sql`customer_id`,
        sql`country`,
        sql`copy`,
      )} as line_key,
      invoice_no,
      stock_code,
      description,
      quantity,
      invoice_date,
      unit_price,
      customer_id,
      country,
      cast(quantity * unit_price as decimal(18, 2)) as line_total,
      case
        when copy > 1 then 'duplicate'
        when invoice_no like 'C%' then 'return'
        when quantity > 0 and unit_price > 0 then 'sale'
        else 'reject'
      end as line_kind
    from line
  `,
  tests: () => [test.equalRowCount(invoices, { name: "every_row_of_the_source_is_there" })],
});
