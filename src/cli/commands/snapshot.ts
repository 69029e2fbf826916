import type { BuildFlags } from "../runs.ts";
import type { CommandSpec } from "./command.ts";
import { buildOptions } from "./build.ts";

export const snapshot: CommandSpec<BuildFlags> = {
  name: "snapshot",
  summary: "bring histories up to date",
  description: "A build of the snapshots whose source changed: new versions of changed rows are added, the history stays.",
  examples: [["rmodel snapshot", "all snapshots"], ["rmodel snapshot -s customers_history", "one"]],
  options: buildOptions(),
  run: async (flags, _, invocation) => (await import("../build-run.ts")).runBuild({ command: "snapshot", flags }, invocation),
};
