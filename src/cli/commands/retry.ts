import type { CommandSpec } from "./command.ts";
import type { RetryFlags } from "../work/retry.ts";
import { threadsOption, waitOption } from "./options.ts";

export const retry: CommandSpec<RetryFlags> = {
  name: "retry",
  summary: "do the rest of the last run",
  description:
    "Repeats the last run that failed, was stopped or was killed, with its own selection, flags, parameters and clock. What it had finished is taken over, so exactly the rest is done.\n\n" +
    "The run is read from the target, so retry works on another machine, too.",
  examples: [["rmodel retry", "go on"], ["rmodel retry -t prod", "with the last run of another target"]],
  options: [threadsOption(), waitOption()],
  run: async (flags, _, invocation) => (await import("../work/retry.ts")).retry(flags, invocation),
};
