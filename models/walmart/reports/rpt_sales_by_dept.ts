import { model, t } from "rmodel";
import { sale, salesFigures } from "../../../macros/sales_segment.ts";

export default model({
  description: "One row per department with its sales in all stores.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  meta: { chart: { kind: "bar", x: "dept", y: "total_sales" } },
  materialized: "table",
  grain: ["dept"],
  from: sale,
  groupBy: [sale.dept],
  columns: {
    dept: t.integer().is(sale.dept).notNull().unique().describe("Department number."),
    ...salesFigures,
  },
});
