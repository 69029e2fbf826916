import { Option } from "commander";
import type { BuildFlags } from "../runs.ts";
import type { CommandSpec } from "./command.ts";
import { allowEmptyOption, executionTimeOption, selectionOptions, threadsOption, waitOption } from "./options.ts";

const failFast = () => new Option("-x, --fail-fast", "start nothing new after the first failure");
const storeFailures = () => new Option("--store-failures", "keep the failing rows of every test in the schema rmodel__failures");
const plan = () => new Option("--no-plan", "send each statement as it is, sharing no work between them");

/** Flags of everything that builds. */
export const buildOptions = (): readonly Option[] => [
  ...selectionOptions(),
  new Option("--force", "build again although nothing changed"),
  failFast(),
  threadsOption(),
  waitOption(),
  executionTimeOption(),
  storeFailures(),
  allowEmptyOption(),
  plan(),
  new Option("--publish <what>", "after a failure publish nothing, or what does not depend on it").choices(["whole", "passing"]).default("whole"),
  new Option("--dry-run", "say what would be built and stop"),
];

/** Flags of what only looks: nothing to force, nothing to publish. */
export const auditOptions = (): readonly Option[] => [...selectionOptions(), failFast(), threadsOption(), waitOption(), executionTimeOption(), storeFailures(), allowEmptyOption(), plan()];

export const build: CommandSpec<BuildFlags> = {
  name: "build",
  summary: "load, build, test and publish what changed",
  description:
    "Loads sources and seeds, builds the models that changed, tests them before anybody can read them, and publishes all of them at once. Unit tests run first.\n\n" +
    "A failing test of severity error publishes nothing: readers keep what they have, what depends on it is skipped, and the next build goes on from here.",
  examples: [
    ["rmodel build", "the whole project"],
    ["rmodel build -s +fct_orders", "one model and everything it reads"],
    ["rmodel build -s state:modified --exclude tag:slow", "what changed since the last build"],
    ["rmodel build --dry-run", "only say what would happen"],
  ],
  options: buildOptions(),
  run: async (flags, _, invocation) => (await import("../build-run.ts")).runBuild({ command: "build", flags }, invocation),
};
