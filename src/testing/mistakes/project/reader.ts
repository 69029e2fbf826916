import type { Row } from "rmodel";
import stgOrders from "./models/shop/stg_orders.ts";
import { rowSchema } from "rmodel/zod";

/** A program beside the project that reads what it builds. */
export const sale: Row<typeof stgOrders> = {
  order_no: 1n,
  customer: "Ada",
  country: null,
  region: "north",
  month: "2024-01-01",
  amount: "9.99",
  changed_at: "2024-01-31 12:00:00",
};

export const orderNo: bigint = rowSchema(stgOrders).parse(sale).order_no;
