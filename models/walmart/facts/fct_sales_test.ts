import { fn, model, sql, t } from "rmodel";
import { salesSplit } from "../../../macros/sales_split.ts";
import parameters from "../../../parameters.ts";

const begin = fn.cast(parameters.WALMART_VALIDATION_END, t.date());
const end = fn.cast(parameters.WALMART_TEST_END, t.date());

export default model(
  salesSplit({
    part: "test",
    purpose: "What the chosen model is scored on once: the weeks behind WALMART_VALIDATION_END to WALMART_TEST_END.",
    where: (date) => sql`${date} > ${begin} and ${date} <= ${end}`,
  }),
);
