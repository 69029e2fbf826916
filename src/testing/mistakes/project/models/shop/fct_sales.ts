import { fn, model, sql, t } from "rmodel";
import countries from "../../seeds/shop/countries.ts";
import stgOrders from "./stg_orders.ts";
import validAt from "../../macros/valid_at.hbs";

const order = stgOrders.as("order");
const country = countries.as("country");

export default model({
  description: "One row per country and month. Orders without a country stay, with a null name.",
  from: sql`${order} left join ${country} on ${country.code} = ${order.country}`,
  where: validAt({ moment: order.changed_at, valid_from: sql`timestamp '2000-01-01'`, valid_to: sql`timestamp '2100-01-01'` }),
  groupBy: [country.name, order.month],
  columns: {
    country: t.text().is(country.name),
    month: t.date().is(order.month),
    orders: t.integer().is(sql`count(*)`).notNull(),
    mean_amount: t.double().is(fn.safeDivide(sql`sum(${order.amount})`, sql`count(*)`)),
  },
});
