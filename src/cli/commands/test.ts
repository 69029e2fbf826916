import { InvalidArgumentError, Option } from "commander";
import type { BuildFlags } from "../runs.ts";
import type { CommandSpec } from "./command.ts";
import { auditOptions } from "./build.ts";

interface TestFlags extends BuildFlags {
  readonly engines?: readonly string[];
}

const targets = (text: string): readonly string[] => {
  const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
  if (new Set(names).size !== names.length || names.length < 2) throw new InvalidArgumentError("It has to be two or more different targets of the profile, such as dev,postgres.");
  return names;
};

export const test: CommandSpec<TestFlags> = {
  name: "test",
  summary: "run tests over what is published, and unit tests",
  description:
    "Audits what readers see now, whatever is known from earlier runs, and runs the unit tests in memory. Nothing is built and nothing is published. Exit code 1 when a test of severity error fails.\n\n" +
    "With --engines the project is built on each of the named targets, and what readers see there is compared value by value. Exit code 1 when anything differs.",
  examples: [
    ["rmodel test", "all tests"],
    ["rmodel test -s fct_orders", "those of one model"],
    ["rmodel test -s test_type:unit", "unit tests only"],
    ["rmodel test --engines dev,postgres", "build on both and compare every relation"],
  ],
  options: [...auditOptions(), new Option("--engines <targets>", "build on these targets of the profile and compare what they hold").argParser(targets)],
  run: async (flags, _, invocation) =>
    flags.engines !== undefined
      ? (await import("../work/compare-engines.ts")).compareEngines(flags.engines, { ...flags, publish: "whole" }, invocation)
      : (await import("../build-run.ts")).runBuild({ command: "test", flags: { ...flags, publish: "whole" } }, invocation),
};
