import { rows, unitTest } from "rmodel";
import dimCustomers from "../../models/online_retail/dims/dim_customers.ts";
import factSales from "../../models/online_retail/facts/fact_sales.ts";
import rptRfm from "../../models/online_retail/reports/rpt_rfm.ts";

export const three_customers_and_a_stranger = unitTest({
  description: "Both rows of a customer who moved count as one; equal customers get equal scores; who is unknown is not scored.",
  model: rptRfm,
  given: [
    rows(dimCustomers, { customer_key: 0 }, { customer_key: 1, customer_id: 100 }, { customer_key: 2, customer_id: 100 }, { customer_key: 3, customer_id: 200 }, { customer_key: 4, customer_id: 300 }),
    rows(
      factSales,
      { customer_key: 1, invoice_no: "1", line_total: "10.00", transaction_datetime: "2011-01-01 10:00:00" },
      { customer_key: 2, invoice_no: "2", line_total: "5.50", transaction_datetime: "2011-12-08 10:00:00" },
      { customer_key: 2, invoice_no: "2", line_total: "5.00", transaction_datetime: "2011-12-08 10:00:00" },
      { customer_key: 3, invoice_no: "3", line_total: "7.00", transaction_datetime: "2011-01-01 10:00:00" },
      { customer_key: 4, invoice_no: "4", line_total: "7.00", transaction_datetime: "2011-01-01 18:00:00" },
      { customer_key: 0, invoice_no: "5", line_total: "900.00", transaction_datetime: "2011-12-09 08:00:00" },
    ),
  ],
  expect: [
    { customer_id: 100, recency_days: 2, frequency: 2, monetary: "20.50", r: 5, f: 5, m: 5, segment: "champion" },
    { customer_id: 200, recency_days: 343, frequency: 1, monetary: "7.00", r: 1, f: 1, m: 1, segment: "lost" },
    { customer_id: 300, recency_days: 343, frequency: 1, monetary: "7.00", r: 1, f: 1, m: 1, segment: "lost" },
  ],
});
