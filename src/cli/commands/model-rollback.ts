import type { CommandSpec } from "./command.ts";
import type { DecisionFlags } from "../work/model-runs.ts";
import { waitOption } from "./options.ts";

export const modelRollback: CommandSpec<DecisionFlags> = {
  parent: "model",
  name: "rollback",
  usage: "<forecast>",
  summary: "serve the run that served before",
  description:
    "Makes readers see the approved run that served before this one, in one transaction. Its rows are never dropped, so it is there at once.\n\n" +
    "The run that is left becomes Retired: builds do not bring it back until somebody approves it again. New data or a changed forecast make a new run, as ever. What reads the forecast follows at the next build.",
  examples: [["rmodel model rollback sales_forecast", "one run back"]],
  options: [waitOption()],
  run: async (flags, [forecast], invocation) => (await import("../work/model-serve.ts")).modelRollback(forecast!, flags, invocation),
};
