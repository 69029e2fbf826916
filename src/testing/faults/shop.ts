import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Files } from "../project.ts";
import { projectOf } from "../project.ts";

/** The data of a build: every relation of the shop differs between the two. */
export type Edition = "old" | "new";

/** The clock of the build that makes an edition, so that both are the same bytes every time. */
export const clockOf: Readonly<Record<Edition, string>> = { old: "2024-01-01T00:00:00Z", new: "2024-02-01T00:00:00Z" };

export const buildOf = (edition: Edition): readonly string[] => ["build", "--execution-time", clockOf[edition]];

export const profile = (settings = ""): string => `shop: { target: dev, outputs: { dev: { type: duckdb, path: warehouse.duckdb, publish: published/warehouse.duckdb${settings} } } }\n`;

const orderCount = 400;

/** Data files of an edition: a seed, and a source with one bad row. */
export function dataOf(edition: Edition): Files {
  const rate = edition === "old" ? 1 : 2;
  const orders = Array.from({ length: orderCount }, (_, index) => `${index + 1},2024-01-${String((index % 28) + 1).padStart(2, "0")},${index % 3 === 0 ? "EUR" : "USD"},${index * rate}.50`);
  return {
    "seeds/sales/rates.csv": `currency,rate\nEUR,${rate}.10\nUSD,${rate}.00\n`,
    "data/orders.csv": `order_id,sold_on,currency,amount\n${orders.join("\n")}\n${edition},2024-01-01,EUR,1\n`,
  };
}

/**
 * Eight nodes, one of each way to be kept: seed, source with rejects, snapshot, view, two tables that do not know each
 * other, a view over both, and an external model with two files.
 */
export const models: Files = {
  "seeds/sales/rates.ts": `
import { seed, t } from "rmodel";
export default seed({ description: "Rates.", grain: ["currency"], columns: { currency: t.text().notNull().unique(), rate: t.decimal(8, 2).notNull() } });
`,
  "sources/sales/orders.ts": `
import { source, t } from "rmodel";
export default source({ file: "data/orders.csv", onBadRow: "reject", columns: { order_id: t.integer(), sold_on: t.date(), currency: t.text(), amount: t.decimal(12, 2) } });
`,
  "snapshots/sales/rate_history.ts": `
import { snapshot } from "rmodel";
import rates from "../../seeds/sales/rates.ts";
export default snapshot({ description: "History of the rates.", of: rates, key: ["currency"], strategy: "check", checkColumns: "all" });
`,
  "models/sales/stg_orders.ts": `
import { model, sql, t } from "rmodel";
import orders from "../../sources/sales/orders.ts";
import rates from "../../seeds/sales/rates.ts";
const order = orders.as("orders");
const rate = rates.as("rates");
export default model({
  description: "Orders in one currency.",
  from: sql\`\${order} join \${rate} on \${rate.currency} = \${order.currency}\`,
  columns: {
    order_id: t.integer().is(order.order_id).notNull().unique(),
    sold_on: t.date().is(order.sold_on).notNull(),
    amount: t.decimal(14, 2).is(sql\`\${order.amount} * \${rate.rate}\`).notNull().describe("Amount in EUR."),
  },
});
`,
  "models/sales/fct_orders.ts": `
import { model, sql, t } from "rmodel";
import stgOrders from "./stg_orders.ts";
const order = stgOrders.as("orders");
export default model({
  description: "One row per order.",
  materialized: "table",
  grain: ["order_id"],
  from: order,
  columns: { order_id: t.integer().is(order.order_id).notNull().unique(), sold_on: t.date().is(order.sold_on), amount: t.decimal(14, 2).is(order.amount).notNull() },
});
`,
  "models/sales/dim_rates.ts": `
import { model, sql, t } from "rmodel";
import history from "../../snapshots/sales/rate_history.ts";
const rate = history.as("rates");
export default model({
  description: "One row per currency and number.",
  materialized: "table",
  query: sql\`select \${rate.currency} as currency, sum(\${rate.rate} * numbers.range) as total from \${rate}, range(400000) as numbers group by all\`,
  columns: { currency: t.text().notNull(), total: t.decimal(38, 2) },
});
`,
  "models/sales/rpt_sales.ts": `
import { model, sql, t } from "rmodel";
import fctOrders from "./fct_orders.ts";
const order = fctOrders.as("orders");
export default model({
  description: "One row per day.",
  materialized: "external",
  files: ["sales.parquet", "sales.csv"],
  grain: ["sold_on"],
  from: order,
  groupBy: [order.sold_on],
  columns: { sold_on: t.date().is(order.sold_on).notNull().unique(), amount: t.decimal(38, 2).is(sql\`sum(\${order.amount})\`).notNull() },
});
`,
  "models/sales/rpt_totals.ts": `
import { model, sql, t } from "rmodel";
import dimRates from "./dim_rates.ts";
import fctOrders from "./fct_orders.ts";
const order = fctOrders.as("orders");
const rate = dimRates.as("rates");
export default model({
  description: "One row with everything.",
  query: sql\`select (select sum(\${order.amount}) from \${order}) as orders, (select sum(\${rate.total}) from \${rate}) as rates\`,
  columns: { orders: t.decimal(38, 2).notNull(), rates: t.decimal(38, 2).notNull() },
});
`,
};

/** A project of its own with the data of one edition. */
export const shop = (edition: Edition, more: Files = {}): string => projectOf({ "profiles.yaml": profile(), ...models, ...dataOf(edition), ...more });

/** Replaces files of a project. */
export function write(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
}

const copies: string[] = [];

afterAll(() => {
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true });
});

/** A copy of a project with all it built, removed when the test file is done. */
export function copyOf(root: string): string {
  const copy = mkdtempSync(join(root, "..", "rmodel-copy-"));
  copies.push(copy);
  cpSync(root, copy, { recursive: true });
  return copy;
}
