import { seed, t } from "rmodel";

export default seed({
  description:
    "One row per bank holiday of England and Wales, 2010 to 2026, substitute days and single ones (weddings, jubilees) included. " +
    "Domains of other countries bring a holiday flag of their own.",
  tags: ["shared", "seed"],
  owner: "retail analytics",
  grain: ["date"],
  columns: {
    date: t.date().notNull().unique().range({ min: "2010-01-01", max: "2026-12-31" }).describe("The day off."),
    holiday_name: t.text().notNull().notEmpty().describe("Its English name."),
  },
});
