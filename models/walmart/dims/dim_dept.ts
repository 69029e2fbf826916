import { model, sql, t } from "rmodel";
import train from "../../../sources/walmart/train.ts";

const week = train.as("week");

export default model({
  description: "One row per department that any store has. The data has numbers only, no names.",
  tags: ["walmart", "dimension"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["dept"],
  from: week,
  groupBy: [week.Dept],
  columns: {
    dept: t.integer().is(week.Dept).notNull().unique().describe("Department number."),
    stores: t.integer().is(sql`count(distinct ${week.Store})`).notNull().range({ min: 1 }).describe("Stores that have the department."),
    first_week: t.date().is(sql`min(${week.Date})`).notNull().describe("Friday of its first week with a line."),
    last_week: t.date().is(sql`max(${week.Date})`).notNull().describe("Friday of its last week with a line."),
  },
});
