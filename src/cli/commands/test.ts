import type { BuildFlags } from "./build.ts";
import type { CommandSpec } from "./command.ts";
import { auditOptions } from "./build.ts";

export const test: CommandSpec<BuildFlags> = {
  name: "test",
  summary: "run tests over what is published, and unit tests",
  description: "Audits what readers see now, whatever is known from earlier runs, and runs the unit tests in memory. Nothing is built and nothing is published. Exit code 1 when a test of severity error fails.",
  examples: [
    ["rmodel test", "all tests"],
    ["rmodel test -s fct_orders", "those of one model"],
    ["rmodel test -s test_type:unit", "unit tests only"],
  ],
  options: auditOptions(),
  run: async (flags, _, invocation) => (await import("../build-run.ts")).runBuild({ command: "test", flags: { ...flags, publish: "whole" } }, invocation),
};
