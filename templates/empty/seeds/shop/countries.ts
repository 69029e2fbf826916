import { seed, t } from "rmodel";

export default seed({
  description: "Countries that the shop sells to.",
  columns: {
    code: t.text().notNull().unique().describe("ISO 3166 code, two letters."),
    name: t.text().notNull(),
  },
});
