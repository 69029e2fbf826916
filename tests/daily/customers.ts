import { rows, unitTest } from "rmodel";
import customers from "../../sources/daily/customers.ts";
import dimCustomer from "../../models/daily/dims/dim_customer.ts";
import dimCustomerFeatures from "../../models/daily/dims/dim_customer_features.ts";
import stgSales from "../../models/daily/staging/stg_sales.ts";

const bought = rows(
  stgSales,
  { customer_id: 1, basket_id: "a", date: "2017-01-02", revenue: "10.00" },
  { customer_id: 1, basket_id: "a", date: "2017-01-02", revenue: "5.50" },
  { customer_id: 1, basket_id: "b", date: "2017-01-01", revenue: "4.50" },
  { customer_id: 2, basket_id: "c", date: "2017-03-01", revenue: "0.01" },
  { customer_id: 3, basket_id: "d", date: "2017-02-01", revenue: "7.00" },
  { customer_id: 3, basket_id: "e", date: "2017-02-01", revenue: "7.00" },
  { customer_id: 3, basket_id: "f", date: "2017-02-03", revenue: "6.00" },
  { customer_id: null, basket_id: "g", date: "2017-01-01", revenue: "99.00" },
);

export const three_customers_and_a_stranger = unitTest({
  description: "Two lines of one basket are one transaction; lines without a customer count for nobody.",
  model: dimCustomerFeatures,
  given: [bought],
  expect: [
    { customer_id: 1, customer_num_txn: 2, customer_ltv: "20.00", customer_avg_basket: 10 },
    { customer_id: 2, customer_num_txn: 1, customer_ltv: "0.01", customer_avg_basket: 0.01 },
    { customer_id: 3, customer_num_txn: 3, customer_ltv: "20.00", customer_avg_basket: 20 / 3 },
  ],
});

export const a_customer_signs_up_with_the_first_purchase = unitTest({
  description: "What is known of a customer is there; who never bought is not.",
  model: dimCustomer,
  given: [bought, rows(customers, { household_id: 1, age: "45-54", kids_count: "3+" }, { household_id: 9, age: "65+" })],
  expect: [
    { customer_id: 1, signup_date: "2017-01-01", age: "45-54", kids: "3+" },
    { customer_id: 2, signup_date: "2017-03-01", age: null, kids: null },
    { customer_id: 3, signup_date: "2017-02-01", age: null, kids: null },
  ],
});
