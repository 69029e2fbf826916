import type { Domain } from "./domain.ts";
import { demographics, transactions } from "./daily-journey.ts";
import { rossmannDaily } from "./daily-rossmann.ts";

/** Till lines like those of Complete Journey, and daily turnover like that of Rossmann: both feed the domain of daily store sales. */
export const daily: Domain = {
  name: "daily",
  version: 1,
  tables: (rows) => [transactions(rows), demographics(), rossmannDaily(rows)],
};
