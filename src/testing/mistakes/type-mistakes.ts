import type { Mistake } from "./mistake.ts";

const source = "sources/shop/orders.ts";
const seed = "seeds/shop/countries.ts";
const orders = "models/shop/stg_orders.ts";
const sales = "models/shop/fct_sales.ts";
const customers = "models/shop/rpt_customers.ts";
const history = "snapshots/shop/orders_history.ts";
const checked = "snapshots/shop/countries_history.ts";
const tests = "tests/shop/sales.ts";

/** What types can see: the editor shows each of these while it is typed. */
export const typeMistakes: readonly Mistake[] = [
  // Column names
  { title: "a misspelt column in a fragment", file: orders, find: "${order.amount} > 0`,\n  columns", write: "${order.«amuont} > 0`,\n  columns", says: "Did you mean 'amount'?" },
  { title: "a misspelt column as an expression", file: orders, find: ".is(order.customer)", write: ".is(order.«custmer)", says: "Did you mean 'customer'?" },
  { title: "a column that is renamed where it is declared and read elsewhere", file: source, find: "customer: t.text()", write: "client: t.text()", shows: { file: orders, at: ".is(order.«customer)" }, says: "Property 'customer' does not exist" },
  { title: "a misspelt column in the tests of a relation", file: orders, find: "sql`${row.amount} > 0`", write: "sql`${row.«amounts} > 0`", says: "Did you mean 'amount'?" },

  // Families
  { title: "a text in an integer column", file: orders, find: ".is(order.order_no)", write: ".is(«order.customer)", says: "'\"text\"' is not assignable to type" },
  { title: "a date in a text column", file: sales, find: "t.text().is(country.name)", write: "t.text().is(«order.month)", says: "'\"date\"' is not assignable to type '\"text\"'" },
  { title: "a text as the moment of fn.dateTrunc", file: orders, find: "order.placed_on)", write: "«order.customer)", says: "'\"text\"' is not assignable to type" },
  { title: "a text as the dividend of fn.safeDivide", file: sales, find: "fn.safeDivide(sql`sum(${order.amount})`,", write: "fn.safeDivide(«order.customer,", says: "'Expr<\"text\">' is not assignable to parameter of type 'Numeric'" },
  { title: "a condition that is no condition", file: orders, find: "where: sql`${order.amount} > 0`", write: "«where: order.amount", says: "'\"decimal\"' is not assignable to type '\"boolean\"'" },

  // Options
  { title: "a misspelt option", file: orders, find: "materialized:", write: "«materialised:", says: "Did you mean to write 'materialized'?" },
  { title: "a misspelt severity", file: source, find: 'severity: "warn"', write: '«severity: "warning"', says: "'\"warning\"' is not assignable to type '\"error\" | \"warn\"" },
  { title: "an option that only another kind of definition has", file: seed, find: "columns: {", write: '«onBadRow: "reject",\n  columns: {', says: "'onBadRow' does not exist" },
  { title: "a model that reads from nothing", file: orders, find: "  from: order,\n", write: "", shows: { file: orders, at: "export default model(«{" }, says: "'from' is missing" },
  { title: "a model in both forms", file: customers, find: "query: sql`", write: "from: order,\n  query: sql`", shows: { file: customers, at: "export default model(«{" }, says: "Types of property 'query' are incompatible" },
  { title: "a model that declares no columns", file: customers, find: "columns: {", write: "column: {", shows: { file: customers, at: "«column: {" }, says: "columns" },
  { title: "a misspelt option of the project", file: "rmodel.config.ts", find: "retain:", write: "«retains:", says: "Did you mean to write 'retain'?" },
  { title: "a parameter where its schema gives another type", file: orders, find: "min: parameters.LEAST_ORDERS", write: "«min: parameters.REGION", says: "'string' is not assignable to type 'number'" },

  // Tests
  { title: "an accepted value of another type", file: source, find: '["open", "paid"]', write: '["open", «1]', says: "'number' is not assignable to type 'string'" },
  { title: "a bound of another type", file: source, find: "{ min: 0 }", write: '{ «min: "0" }', says: "'string' is not assignable to type 'number'" },
  { title: "a reference to a column that is not there", file: source, find: '"code"', write: '«"iso"', says: "'\"iso\"' is not assignable to parameter of type '\"code\" | \"name\"'" },
  { title: "a reference to a column of another family", file: source, find: '"code"', write: '«"zone"', says: "'\"zone\"' is not assignable to parameter of type '\"code\" | \"name\"'" },
  { title: "a test of recency of a text", file: source, find: "customer: t.text().notNull()", write: "customer: «t.text().recent({ days: 1 }).notNull()", says: "'\"text\"' is not assignable to type '\"date\" | \"timestamp\"'" },
  { title: "a given row with a column that is not there", file: tests, find: "placed_on:", write: "«placed_at:", says: "'placed_at' does not exist" },
  { title: "an expected row with a value of another type", file: tests, find: 'month: "2024-01-01"', write: "«month: 1", says: "'number' is not assignable to type 'string'" },

  // Keys
  { title: "a grain that is no column", file: orders, find: 'grain: ["order_no"]', write: 'grain: [«"order_id"]', says: "'\"order_id\"' is not assignable to type" },
  { title: "a misspelt key of a snapshot", file: checked, find: 'key: ["code"]', write: 'key: [«"cod"]', says: "'\"cod\"' is not assignable to type" },
  { title: "a time of change that is no time", file: history, find: 'updatedAt: "changed_at"', write: '«updatedAt: "status"', says: "'\"status\"' is not assignable to type '\"changed_at\" | \"placed_on\"'" },
  { title: "a time of arrival that is no column", file: source, find: 'loadedAt: "changed_at"', write: '«loadedAt: "change_at"', says: "Did you mean '\"changed_at\"'?" },

  // Values
  { title: "a value in SQL that may be undefined", file: orders, find: "${parameters.REGION}", write: "${«[\"north\"].at(0)}", says: "'undefined' is not assignable to type 'Hole'" },
  { title: "a null where a row never has one", file: "reader.ts", find: 'customer: "Ada"', write: "«customer: null", says: "'null' is not assignable to type 'string'" },
];
