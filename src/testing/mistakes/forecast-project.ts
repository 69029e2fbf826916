import type { Files } from "../project.ts";
import { sound } from "./mistake.ts";

/** Paths of the files below. */
export const sales = "sources/shop/daily_sales.ts";
export const promotions = "sources/shop/promotions.ts";
export const outlook = "models/shop/sales_outlook.ts";
export const reader = "models/shop/rpt_outlook.ts";

/** The sound project with a forecast, and a model that reads it and its scores. */
export const withForecast: Files = {
  ...sound,
  [sales]: `import { source, t } from "rmodel";

export default source({
  file: "daily_sales.csv",
  columns: {
    store_id: t.integer().notNull(),
    store_name: t.text(),
    day: t.date().notNull(),
    opened_at: t.timestamp(),
    revenue: t.decimal(12, 2),
    customers: t.integer(),
    promo: t.boolean(),
    temperature: t.double(),
  },
});
`,
  [promotions]: `import { source, t } from "rmodel";

export default source({
  file: "promotions.csv",
  columns: { store_id: t.integer().notNull(), day: t.date().notNull(), promo: t.boolean() },
});
`,
  [outlook]: `import { forecast, sql, t, test } from "rmodel";
import dailySales from "../../sources/shop/daily_sales.ts";
import promotions from "../../sources/shop/promotions.ts";

export default forecast({
  description: "Revenue of each store for a week ahead.",
  of: dailySales,
  by: ["store_id"],
  time: "day",
  grain: "day",
  target: "revenue",
  horizon: 7,
  fill: "zero",
  as: "revenue_ahead",
  type: t.decimal(12, 2),
  future: promotions,
  knownAhead: ["temperature"],
  features: (f) => [f.lag(1), f.lag("customers", 7), f.rollingMean(28), f.weekday(), f.known("promo"), f.known("temperature")],
  models: [{ lambdas: [0.1, 1] }],
  baselines: ["naive", "seasonal_naive"],
  validation: { blocks: 2 },
  choose: { metric: "mae" },
  scored: "promo",
  interval: { level: 0.8, kind: "gaussian" },
  mustBeat: { baseline: "best", on: ["rmse"] },
  tests: (row) => [test.isTrue(sql\`\${row.lower} <= \${row.revenue_ahead}\`)],
});
`,
  [reader]: `import { model, sql, t } from "rmodel";
import salesOutlook from "./sales_outlook.ts";

const outlook = salesOutlook.as("outlook");
const score = salesOutlook.scores.as("score");

export default model({
  description: "One row per store and day ahead, with the error of what was chosen.",
  from: sql\`\${outlook} left join \${score} on \${score.store_id} = \${outlook.store_id} and \${score.model} = \${outlook.model}\`,
  columns: {
    store_id: t.integer().is(outlook.store_id),
    day: t.date().is(outlook.day),
    revenue: t.decimal(12, 2).is(outlook.revenue_ahead),
    mae: t.double().is(score.mae),
  },
});
`,
};
