import type { ErrorCode } from "../../errors/codes.ts";
import type { Mistake } from "./mistake.ts";

const source = "sources/shop/orders.ts";
const orders = "models/shop/stg_orders.ts";
const sales = "models/shop/fct_sales.ts";
const customers = "models/shop/rpt_customers.ts";
const tests = "tests/shop/sales.ts";

const aModel = 'import { model, sql, t } from "rmodel";\nexport default «model({ columns: { a: t.integer() }, query: sql`select 1 as a` });\n';
const aSource = 'import { source, t } from "rmodel";\nexport default «source({ file: "other.csv", columns: { a: t.text() } });\n';

/** What types cannot see, but `rmodel check` does, before any data is read. */
export const checkMistakes: readonly (Mistake & { readonly code: ErrorCode })[] = [
  // Files and names
  { title: "two definitions of one name", code: "RM1014", file: "sources/shop/stg_orders.ts", write: aSource, says: "is taken by models/shop/stg_orders.ts:7" },
  { title: "a name that differs from another in case only", code: "RM1014", file: "sources/shop/STG_Orders.ts", write: aSource, says: "is taken by models/shop/stg_orders.ts:7" },
  { title: "a definition in the folder of another kind", code: "RM1011", file: "sources/shop/totals.ts", write: aModel, says: "a model cannot stand in sources/" },
  { title: "a file that defines nothing", code: "RM1012", file: "models/shop/helpers.ts", write: "«export const limit = 10;\n", says: "defines nothing" },
  { title: "a name that no database takes", code: "RM1013", file: "models/shop/2024-sales.ts", write: aModel, says: '"shop.2024-sales" is no usable name' },
  { title: "an import of a file that is not there", code: "RM1001", file: orders, find: '"../../sources/shop/orders.ts"', write: '«"../../sources/shop/order.ts"', says: 'cannot find "../../sources/shop/order.ts"' },
  {
    title: "files that import each other",
    code: "RM1002",
    file: orders,
    find: "const order =",
    write: 'import fctSales from "./fct_sales.ts";\nexport const sales = fctSales.as("sales");\nconst order =',
    shows: { file: sales, at: 'import stgOrders from ".«/stg_orders.ts";' },
    says: "models/shop/fct_sales.ts → models/shop/stg_orders.ts → models/shop/fct_sales.ts",
  },
  {
    title: "a test of a model that is switched off",
    code: "RM2001",
    file: sales,
    find: "export default model({",
    write: "export default model({\n  enabled: false,",
    shows: { file: tests, at: "every_country_is_known = «dataTest(" },
    says: '"shop.fct_sales", which is disabled',
  },

  // What a query yields
  { title: "a query without a declared column", code: "RM3002", file: customers, find: "columns: {", write: "columns: {\n    first_paid_on: t.«date(),", says: 'has no column "first_paid_on"' },
  { title: "a query with a column that is not declared", code: "RM3002", file: customers, find: "    paid: t.decimal(18, 2).notNull(),\n", write: "", shows: { file: customers, at: "export default «model({" }, says: 'yields a column "paid"' },
  { title: "a query with a column of another family", code: "RM3003", file: customers, find: "customer: t.text()", write: "customer: t.«integer()", says: "is declared integer, but its SQL yields text" },
  { title: "a fragment of another family", code: "RM3003", file: sales, find: "sql`count(*)`).notNull", write: "«sql`max(${country.name})`).notNull", says: "is declared integer, but its SQL yields text" },

  // SQL inside a fragment
  { title: "a misspelt column in the text of a query", code: "RM3001", file: customers, find: "group by customer", write: "group by «custmer", says: "did you mean customer" },
  { title: "a relation that is named instead of referred to", code: "RM3001", file: customers, find: "from paid\n", write: "from «stg_orders\n", says: "import it and write ${stg_orders}" },
  { title: "a syntax error in SQL", code: "RM3001", file: orders, find: "where: sql`${order.amount} > 0`", write: "where: sql`${order.amount} > «> 0`", says: "refused" },
  { title: "a call of the clock", code: "RM3010", file: orders, find: "sql`${parameters.REGION}`", write: "sql`cast(«now() as varchar)`", says: "use fn.executionTime()" },
  { title: "a misspelt column in the condition of a test", code: "RM3030", file: source, find: "sql`status = 'paid'`", write: "«sql`state = 'paid'`", says: "did you mean status" },
  { title: "a share above 1", code: "RM1027", file: source, find: "minPass: 0.99", write: "minPass: 99", shows: { file: source, at: "amount: t.«decimal(" }, says: "minPass is a share from 0 to 1, not 99" },
  { title: "a misspelt argument of a macro", code: "RM3020", file: sales, find: "valid_from:", write: "validfrom:", shows: { file: sales, at: "where: «validAt(" }, says: "valid_from" },
  { title: "a value inside quotes", code: "RM1032", file: tests, find: "${sales.country} is null", write: "'${sales.country}' is null", shows: { file: tests, at: "failures: «sql`" }, says: "quotes" },
];
