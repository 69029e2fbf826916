import type { BuildFlags } from "../runs.ts";
import type { CommandSpec } from "./command.ts";
import { buildOptions } from "./build.ts";

export const run: CommandSpec<BuildFlags> = {
  name: "run",
  summary: "build and publish without tests",
  description: "Builds and publishes like build, but audits nothing: what is wrong in the data is published with it. For trying something out; rmodel build is the one to trust.",
  examples: [["rmodel run -s fct_orders", "one model, quickly"]],
  options: buildOptions(),
  run: async (flags, _, invocation) => (await import("../build-run.ts")).runBuild({ command: "run", flags }, invocation),
};
