import { regression } from "rmodel";
import fctStoreWeeks from "../facts/fct_store_weeks.ts";

export default regression({
  description:
    "What a store's weekly sales go along with: least squares for each store on weather, fuel, prices, unemployment and whether it is a holiday week. The weeks of a store are alike from one to the next, " +
    "so the standard errors are too small; and what goes along with sales need not be why they change.",
  tags: ["walmart", "report"],
  owner: "retail analytics",
  of: fctStoreWeeks,
  by: ["store"],
  target: "weekly_sales",
  features: ["is_holiday", "temperature", "fuel_price", "cpi", "unemployment"],
});
