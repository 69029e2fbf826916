import type { Files } from "./project.ts";

/** Days of history; the week behind them has promotions, but no revenue yet. */
const days = 120;
const daysAhead = 7;

interface Day {
  readonly store: number;
  readonly day: string;
  readonly revenue: string;
  readonly customers: string;
  readonly promo: boolean;
}

/** Two stores with weekdays, promotions at irregular days that are worth a lot, and a little noise. */
export const salesDays: readonly Day[] = [1, 2].flatMap((store) => Array.from({ length: days + daysAhead }, (_, i) => dayOf(store, i)));

function dayOf(store: number, i: number): Day {
  const chance = (salt: number): number => ((i * 7919 + store * 104_729 + salt * 1_000_003) % 997) / 997;
  const promo = chance(1) < 0.2;
  const revenue = 100 * store + 10 * (i % 7) + (promo ? 80 : 0) + 8 * chance(2);
  const known = i < days;
  return { store, day: new Date(Date.UTC(2023, 0, 1 + i)).toISOString().slice(0, 10), revenue: known ? revenue.toFixed(2) : "", customers: known ? String(10 + (i % 7)) : "", promo };
}

export const salesCsv = (rows: readonly Day[] = salesDays): string => ["store_id,day,revenue,customers,promo", ...rows.map(({ store, day, revenue, customers, promo }) => `${store},${day},${revenue},${customers},${promo}`)].join("\n");

/**
 * A project that forecasts the revenue of two stores for a week.
 *
 * @param options of the forecast beside those that it cannot do without, as they are written
 */
export function salesFiles(options: string, rows = salesDays): Files {
  return {
    "sources/shop/sales.csv": salesCsv(rows),
    "sources/shop/sales.ts": `import { source, t } from "rmodel";
export default source({
  file: "sources/shop/sales.csv",
  columns: { store_id: t.integer(), day: t.date(), revenue: t.decimal(12, 2), customers: t.integer(), promo: t.boolean() },
});
`,
    "models/shop/fct_sales.ts": `import { model, t } from "rmodel";
import sales from "../../sources/shop/sales.ts";
const sale = sales.as("sale");
export default model({
  materialized: "table",
  from: sale,
  columns: {
    store_id: t.integer().is(sale.store_id),
    day: t.date().is(sale.day),
    revenue: t.decimal(12, 2).is(sale.revenue),
    customers: t.integer().is(sale.customers),
    promo: t.boolean().is(sale.promo),
  },
});
`,
    "models/shop/sales_ahead.ts": `import { forecast, sql, t, test } from "rmodel";
import fctSales from "./fct_sales.ts";
export default forecast({
  of: fctSales,
  by: ["store_id"],
  time: "day",
  grain: "day",
  target: "revenue",
  horizon: ${daysAhead},
  ${options}
});
`,
  };
}
