import { model, t } from "rmodel";
import { sale, salesFigures } from "../../../macros/sales_segment.ts";

export default model({
  description: "One row per type of store with its sales.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  meta: { chart: { kind: "bar", x: "type", y: "total_sales" } },
  materialized: "table",
  grain: ["type"],
  from: sale,
  groupBy: [sale.type],
  columns: {
    type: t.text().is(sale.type).notNull().unique().describe("Type of the store: A, B or C."),
    ...salesFigures,
  },
});
