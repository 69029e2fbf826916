import type { Files } from "../project.ts";
import { sound } from "./mistake.ts";

/** Paths of the files below. */
export const days = "sources/shop/store_days.ts";
export const drivers = "models/shop/sales_drivers.ts";
export const expected = "models/shop/rpt_expected.ts";
const line = "models/shop/sales_line.ts";

/** The sound project with a regression, and a model that reads it and predicts with it. */
export const withRegression: Files = {
  ...sound,
  [days]: `import { source, t } from "rmodel";

export default source({
  file: "store_days.csv",
  columns: {
    store_id: t.integer().notNull(),
    region: t.text(),
    day: t.date().notNull(),
    weight: t.double(),
    area: t.double().notNull(),
    revenue: t.decimal(12, 2),
    customers: t.integer(),
    promo: t.boolean(),
    df: t.integer().notNull(),
  },
});
`,
  [drivers]: `import { regression, sql, test } from "rmodel";
import storeDays from "../../sources/shop/store_days.ts";

export default regression({
  description: "What the revenue of a day follows from, by store.",
  of: storeDays,
  by: ["store_id"],
  target: "revenue",
  features: ["customers", "promo", "weight"],
  where: (row) => sql\`\${row.day} >= date '2024-01-01'\`,
  ridge: 0,
  intercept: true,
  tags: ["regression"],
  tests: (row) => [test.isTrue(sql\`\${row.term} <> 'promo' or \${row.estimate} > 0\`, { severity: "warn" })],
});
`,
  [line]: `import { regression } from "rmodel";
import storeDays from "../../sources/shop/store_days.ts";

export default regression({ of: storeDays, target: "customers", features: ["area", "revenue"] });
`,
  [expected]: `import { fn, model, sql, t } from "rmodel";
import salesDrivers from "./sales_drivers.ts";
import salesLine from "./sales_line.ts";
import storeDays from "../../sources/shop/store_days.ts";

const day = storeDays.as("day");
const driver = salesDrivers.as("driver");
const fit = salesDrivers.summary.as("fit");
const equation = salesDrivers.equation.as("equation");

export default model({
  description: "One row per store and day with its revenue as the regression expects it.",
  from: sql\`
    \${day}
    left join \${fit} on \${fit.store_id} = \${day.store_id}
    left join \${equation} on \${equation.store_id} = \${day.store_id}
    left join \${driver} on \${driver.store_id} = \${day.store_id} and \${driver.term} = 'promo'
  \`,
  columns: {
    store_id: t.integer().is(day.store_id),
    day: t.date().is(day.day),
    expected: t.double().is(fn.predict(salesDrivers, day)),
    customers: t.double().is(fn.predict(salesLine, { area: day.area, revenue: sql\`\${day.revenue} * 2\` })),
    promo_effect: t.double().is(driver.estimate),
    customers_effect: t.double().is(equation.b1),
    r_squared: t.double().is(fit.r_squared),
  },
});
`,
};
