import { fn, model, sql, t, test } from "rmodel";
import { unknownKey } from "../../../macros/keys.ts";
import stgOnlineRetail from "../staging/stg_online_retail.ts";

const line = stgOnlineRetail.as("line");
const beginningOfTime = fn.cast("1900-01-01 00:00:00", t.timestamp());
const endOfTime = fn.cast("9999-12-31 00:00:00", t.timestamp());
const invoiceNumber = fn.cast(fn.regexExtract(sql`invoice_no`, "[0-9]+"), t.integer());

export default model({
  description:
    "One row per customer and country that the customer had for a time (SCD2), derived from the sales and returns themselves, so a late invoice corrects " +
    "the history. A move makes two rows; moving back makes a third. The first row is valid from the beginning of time, so that a point-in-time join " +
    "finds everybody. Where two invoices of one moment name two countries, the higher invoice number wins. " +
    "Lines without a customer belong to the unknown member, key 0.",
  tags: ["online_retail", "dimension", "scd2"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["customer_key"],
  columns: {
    customer_key: t.integer().notNull().unique().describe("Hash of customer number and effective_date; 0 is the unknown member."),
    customer_id: t
      .integer()
      .unique({ where: sql`is_current`, name: "one_current_row_per_customer" })
      .describe("Customer number; null for the unknown member.")
      .pii(),
    customer_name: t.text().notNull().notEmpty().describe("'Customer <id>', as the data has no names; 'Unknown' for the unknown member.").pii(),
    country: t.text().notNull().notEmpty().describe("Country in this time."),
    effective_date: t.timestamp().notNull().describe("First moment of the row, included; 1900-01-01 for a customer's first row."),
    expiry_date: t.timestamp().notNull().describe("End of the row, not included; 9999-12-31 while it is current."),
    is_current: t.boolean().notNull().describe("Whether this is the customer's last row."),
  },
  query: sql`
    with invoice as (
      select distinct
        ${line.customer_id} as customer_id,
        ${line.invoice_date} as invoice_date,
        ${line.invoice_no} as invoice_no,
        ${line.country} as country
      from ${line}
      where ${line.customer_id} is not null and ${line.line_kind} in ('sale', 'return')
    ),
    ranked as (
      select
        customer_id,
        invoice_date,
        country,
        row_number() over (partition by customer_id, invoice_date order by ${invoiceNumber} desc, invoice_no desc, country) as place
      from invoice
    ),
    visit as (
      select
        customer_id,
        invoice_date,
        country,
        lag(country) over (partition by customer_id order by invoice_date) as previous_country
      from ranked
      where place = 1
    ),
    move as (
      select
        customer_id,
        country,
        case when previous_country is null then ${beginningOfTime} else invoice_date end as effective_date
      from visit
      where previous_country is distinct from country
    ),
    history as (
      select
        customer_id,
        country,
        effective_date,
        lead(effective_date) over (partition by customer_id order by effective_date) as next_date
      from move
    )
    select
      ${fn.integerKey(sql`customer_id`, sql`effective_date`)} as customer_key,
      customer_id,
      'Customer ' || cast(customer_id as varchar) as customer_name,
      country,
      effective_date,
      coalesce(next_date, ${endOfTime}) as expiry_date,
      next_date is null as is_current
    from history
    union all
    select ${unknownKey}, null, 'Unknown', 'Unknown', ${beginningOfTime}, ${endOfTime}, true
  `,
  tests: (row) => [
    test.mutuallyExclusiveRanges(
      { lower: row.effective_date, upper: row.expiry_date, by: [row.customer_id], gaps: "not_allowed" },
      { name: "no_gap_and_no_overlap_in_a_customer" },
    ),
    test.isTrue(sql`${row.effective_date} < ${row.expiry_date}`, { name: "every_row_lasts" }),
  ],
});
