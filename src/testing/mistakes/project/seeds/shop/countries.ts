import { seed, t } from "rmodel";

export default seed({
  description: "Countries that the shop sells to.",
  columns: {
    code: t.text().notNull().unique().matches("^[A-Z]{2}$"),
    name: t.text().notNull(),
    zone: t.integer(),
  },
});
