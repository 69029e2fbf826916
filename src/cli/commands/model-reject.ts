import type { CommandSpec } from "./command.ts";
import type { DecisionFlags } from "../work/model-runs.ts";
import { waitOption } from "./options.ts";

export const modelReject: CommandSpec<DecisionFlags> = {
  parent: "model",
  name: "reject",
  usage: "<forecast> [run]",
  summary: "keep a run from serving",
  description: "Rejects a run, by default the newest that waits. No build publishes it, and its rows are dropped with other old versions. The run that serves cannot be rejected: take readers back from it first.",
  examples: [["rmodel model reject sales_forecast", "the newest run that waits"]],
  options: [waitOption()],
  run: async (flags, [forecast, run], invocation) => (await import("../work/model-decide.ts")).modelReject(forecast!, run, flags, invocation),
};
