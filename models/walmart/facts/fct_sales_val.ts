import { fn, model, sql, t } from "rmodel";
import { salesSplit } from "../../../macros/sales_split.ts";
import parameters from "../../../parameters.ts";

const begin = fn.cast(parameters.WALMART_TRAIN_END, t.date());
const end = fn.cast(parameters.WALMART_VALIDATION_END, t.date());

export default model(
  salesSplit({
    part: "val",
    purpose: "What candidates are compared on: the weeks behind WALMART_TRAIN_END to WALMART_VALIDATION_END.",
    where: (date) => sql`${date} > ${begin} and ${date} <= ${end}`,
  }),
);
