import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { InitFlags } from "../work/init.ts";

export const init: CommandSpec<InitFlags> = {
  name: "init",
  usage: "[dir]",
  summary: "start a project",
  description: "Writes a small shop project that builds at once: a source, a seed, a staging view, a fact table, a macro, a data test and a unit test. The folder has to be empty or new; its name becomes the project's.",
  examples: [["rmodel init my_shop", "in a new folder"], ["rmodel init", "here"]],
  options: [
    new Option("--template <name>", "what to start from").choices(["empty"]).default("empty"),
    new Option("--engine <name>", "database to build in").choices(["duckdb"]).default("duckdb"),
  ],
  run: async (flags, [folder], invocation) => (await import("../work/init.ts")).init(folder ?? ".", flags, invocation),
};
