import type { CommandSpec } from "./command.ts";
import type { DecisionFlags } from "../work/model-runs.ts";
import { waitOption } from "./options.ts";

export const modelPromote: CommandSpec<DecisionFlags> = {
  parent: "model",
  name: "promote",
  usage: "<forecast> [run]",
  summary: "make readers see an approved run",
  description:
    "Moves the published view of a forecast to an approved run, by default the newest run that was not refused, in one transaction. One that is not approved is refused with exit code 1.\n\n" +
    "What reads the forecast follows at the next build. A newer run that is left is retired, so that the next build does not bring it back.",
  examples: [["rmodel model promote sales_forecast", "the newest run"], ["rmodel model promote sales_forecast 3fa2b8", "this one"]],
  options: [waitOption()],
  run: async (flags, [forecast, run], invocation) => (await import("../work/model-serve.ts")).modelPromote(forecast!, run, flags, invocation),
};
