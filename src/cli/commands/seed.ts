import type { BuildFlags } from "../runs.ts";
import type { CommandSpec } from "./command.ts";
import { buildOptions } from "./build.ts";

export const seed: CommandSpec<BuildFlags> = {
  name: "seed",
  summary: "load, test and publish seeds",
  description: "A build of the seeds that changed, with their tests. A seed with a bad row fails whole: the old one stays.",
  examples: [["rmodel seed", "all seeds"], ["rmodel seed -s countries --force", "one, although its file did not change"]],
  options: buildOptions(),
  run: async (flags, _, invocation) => (await import("../build-run.ts")).runBuild({ command: "seed", flags }, invocation),
};
