import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { GlobalFlags } from "../environment.ts";

export interface BuildFlags extends GlobalFlags {
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly fullRefresh?: boolean;
  readonly failFast?: boolean;
  readonly threads?: string;
  readonly wait?: string | boolean;
  readonly executionTime?: string;
  readonly force?: boolean;
  readonly plan: boolean;
  readonly publish: "whole" | "passing";
  readonly dryRun?: boolean;
  readonly storeFailures?: boolean;
  readonly allowEmpty?: boolean;
}

const list = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export const selectionOptions = (): readonly Option[] => [
  new Option("-s, --select <spec...>", "nodes to take: name, path, tag:x, +upstream, downstream+, a,b (both)").argParser(list).default([]),
  new Option("--exclude <spec...>", "nodes to leave out of the selection").argParser(list).default([]),
];

export const buildOptions = (): readonly Option[] => [
  ...selectionOptions(),
  new Option("--force", "build again although nothing changed"),
  new Option("-f, --full-refresh", "build incremental models from scratch"),
  new Option("-x, --fail-fast", "start nothing new after the first failure"),
  new Option("--threads <n>", "how many nodes to work on at the same time"),
  new Option("--wait [seconds]", "wait while another build uses the target (default: an hour)"),
  new Option("--execution-time <time>", "clock of the build, ISO text in UTC (default: now)"),
  new Option("--store-failures", "keep the failing rows of every test in the schema rmodel__failures"),
  new Option("--allow-empty", "a selection that matches nothing is no error"),
  new Option("--no-plan", "send each statement as it is, sharing no work between them"),
  new Option("--publish <what>", "after a failure publish nothing (whole), or what does not depend on it (passing)").choices(["whole", "passing"]).default("whole"),
  new Option("--dry-run", "say what would be built and stop"),
];

export const build: CommandSpec<BuildFlags> = {
  name: "build",
  summary: "load, build, test and publish what changed",
  description:
    "Loads sources and seeds, builds the models that changed, tests them before anybody can read them, and publishes all of them at once.\n" +
    "A failing test of severity error publishes nothing: readers keep what they have, and the next build goes on from here.",
  options: buildOptions(),
  run: async (flags) => (await import("../build-run.ts")).runBuild("build", flags),
};
