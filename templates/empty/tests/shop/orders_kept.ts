import { dataTest, sql } from "rmodel";
import fctOrders from "../../models/shop/facts/fct_orders.ts";
import stgOrders from "../../models/shop/staging/stg_orders.ts";

export default dataTest({
  description: "No order is lost on the way: every sold order is a fact.",
  failures: sql`select order_id from ${stgOrders} where order_id not in (select order_id from ${fctOrders})`,
});
