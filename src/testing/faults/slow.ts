import type { Files } from "../project.ts";

/** A table of the shop that takes some ten seconds to make, whatever the data. */
export const slowModel: Files = {
  "models/sales/slow.ts": `
import { model, sql, t } from "rmodel";
export default model({
  description: "A number that takes long to find.",
  materialized: "table",
  query: sql\`select count(*) as n from range(100000) as a, range(100000) as b where (a.range * 7 + b.range) % 1009 * ((a.range + b.range * 11) % 1013) % 1000033 = 1000032\`,
  columns: { n: t.integer().notNull() },
});
`,
};
