import { model, sql, t } from "rmodel";
import { sale, salesFigures } from "../../../macros/sales_segment.ts";

export default model({
  description: "One row per feast and one for all other weeks, with their sales.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  meta: { chart: { kind: "bar", x: "segment", y: "mean_sales" } },
  materialized: "table",
  grain: ["segment"],
  from: sale,
  groupBy: [sale.holiday_name],
  columns: {
    segment: t.text().is(sql`coalesce(${sale.holiday_name}, 'No holiday')`).notNull().unique().describe("Super Bowl, Labor Day, Thanksgiving, Christmas, or No holiday."),
    ...salesFigures,
  },
});
