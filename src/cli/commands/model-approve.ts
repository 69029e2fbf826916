import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { DecisionFlags } from "../work/model-runs.ts";
import { waitOption } from "./options.ts";

/** Flags of what decides on a run. */
export const modelApprove: CommandSpec<DecisionFlags> = {
  parent: "model",
  name: "approve",
  usage: "<forecast> [run]",
  summary: "allow a run to serve",
  description:
    "Approves a run, by default the newest that waits; one that was rejected or retired can be approved, too. The name of the user and the time are kept with it.\n\n" +
    "An approved run may serve, and does not yet: the next build publishes it with everything that reads the forecast, as long as it is still the forecast's version then. --promote makes readers see it at once.",
  examples: [
    ["rmodel model approve sales_forecast", "the newest run that waits"],
    ["rmodel model approve sales_forecast 3fa2b8 --promote", "this one, and serve it now"],
  ],
  options: [new Option("--promote", "make readers see it at once"), waitOption()],
  run: async (flags, [forecast, run], invocation) => (await import("../work/model-decide.ts")).modelApprove(forecast!, run, flags, invocation),
};
