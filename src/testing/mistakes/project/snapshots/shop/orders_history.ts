import { snapshot } from "rmodel";
import orders from "../../sources/shop/orders.ts";

export default snapshot({
  description: "What the shop said of each order from build to build.",
  of: orders,
  key: ["order_no"],
  strategy: "timestamp",
  updatedAt: "changed_at",
});
