import { model, t } from "rmodel";
import stores from "../../../sources/walmart/stores.ts";

const store = stores.as("store");

export default model({
  description: "One row per store.",
  tags: ["walmart", "dimension"],
  owner: "retail analytics",
  materialized: "table",
  grain: ["store"],
  from: store,
  columns: {
    store: t.integer().is(store.Store).notNull().unique().describe("Store number."),
    type: t.text().is(store.Type).notNull().acceptedValues(["A", "B", "C"]).describe("A, B or C: large, medium, small."),
    size: t.integer().is(store.Size).notNull().range({ min: 1 }).describe("Sales area in square feet."),
  },
});
