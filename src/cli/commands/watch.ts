import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { WatchFlags } from "../work/watch.ts";
import { selectionOptions, threadsOption } from "./options.ts";

export const watch: CommandSpec<WatchFlags> = {
  name: "watch",
  summary: "build again at every save",
  description:
    "Builds once, and then at every save of a model, macro, seed or source file: what changed and what depends on it, with its tests. One build at a time; a save during a build queues one more. A mistake is shown and the watch goes on. Ctrl-C ends it.\n\n" +
    "Between builds the database is free for other programs.",
  examples: [
    ["rmodel watch", "build at every save"],
    ["rmodel watch -s +fct_orders", "only what this model needs"],
    ["rmodel watch --check", "only look for mistakes, types too"],
  ],
  options: [
    ...selectionOptions(),
    new Option("--build", "build, test and publish at every save (default)").conflicts(["check", "compile"]),
    new Option("--check", "only check").conflicts(["build", "compile"]),
    new Option("--compile", "only write target/compiled").conflicts(["build", "check"]),
    threadsOption(),
  ],
  run: async (flags, _, invocation) => (await import("../work/watch.ts")).watch(flags, invocation),
};
