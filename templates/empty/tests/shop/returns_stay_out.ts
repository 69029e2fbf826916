import { rows, unitTest } from "rmodel";
import orders from "../../sources/shop/orders.ts";
import stgOrders from "../../models/shop/staging/stg_orders.ts";

export default unitTest({
  description: "A return is no order.",
  model: stgOrders,
  given: [rows(orders, { order_id: 1, quantity: 2, unit_price: "1.50" }, { order_id: 2, quantity: -1, unit_price: "9.00" })],
  expect: [{ order_id: 1, amount: "3.00" }],
});
