import type { CommandSpec } from "./command.ts";

export const debug: CommandSpec = {
  name: "debug",
  summary: "show versions, profile and connection",
  description: "Shows the versions of everything that takes part, the profile and its settings without secrets, and tries to connect. Exit code 1 when something does not work.",
  examples: [["rmodel debug", "the profile's own target"], ["rmodel debug -t prod", "another target"]],
  run: async (flags, _, invocation) => (await import("../work/debug.ts")).debug(flags, invocation),
};
