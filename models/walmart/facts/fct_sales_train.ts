import { fn, model, sql, t } from "rmodel";
import { salesSplit } from "../../../macros/sales_split.ts";
import parameters from "../../../parameters.ts";

const end = fn.cast(parameters.WALMART_TRAIN_END, t.date());

export default model(
  salesSplit({
    part: "train",
    purpose: "What models are fitted on: the weeks to WALMART_TRAIN_END.",
    where: (date) => sql`${date} <= ${end}`,
  }),
);
