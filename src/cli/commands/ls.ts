import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { ListFlags } from "../work/list.ts";
import { selectionOptions } from "./options.ts";

export const ls: CommandSpec<ListFlags> = {
  name: "ls",
  alias: "list",
  summary: "list what is selected",
  description: "Lists nodes and tests, those that others read first. With it a selection can be tried before it is built. Nothing selected is no error here.",
  examples: [
    ["rmodel ls", "everything"],
    ["rmodel ls -s +fct_orders --resource-type model", "the models that fct_orders needs, and itself"],
    ["rmodel ls -s tag:nightly --output path", "files"],
    ["rmodel ls --output json", "one JSON object a line"],
  ],
  options: [
    ...selectionOptions(),
    new Option("--output <form>", "form of each line").choices(["name", "path", "json"]).default("name"),
    new Option("--resource-type <type...>", "only these kinds").choices(["model", "source", "seed", "snapshot", "test", "unit_test"]).default([]),
  ],
  run: async (flags, _, invocation) => (await import("../work/list.ts")).list(flags, invocation),
};
