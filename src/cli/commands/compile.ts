import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { CompileFlags } from "../work/compile.ts";
import { allowEmptyOption, executionTimeOption, selectionOptions } from "./options.ts";

export const compile: CommandSpec<CompileFlags> = {
  name: "compile",
  summary: "write the SQL of models and tests to target/compiled",
  description: "Writes each model and test as SQL with the names that readers use, contracts proved, nothing executed. Models that --select names are printed, too, laid out for reading, and tests where it names nothing else.",
  examples: [
    ["rmodel compile", "the whole project"],
    ["rmodel compile -s fct_orders", "one model, printed"],
    ["rmodel compile --inline 'select count(*) from {{shop.fct_orders}}'", "SQL of your own"],
  ],
  options: [
    ...selectionOptions(),
    new Option("--inline <sql>", "SQL to compile instead; relations are written {{domain.name}}").conflicts(["select", "exclude"]),
    new Option("--output <form>", "form of what is printed").choices(["text", "json"]).default("text"),
    executionTimeOption(),
    allowEmptyOption(),
  ],
  run: async (flags, _, invocation) => (await import("../work/compile.ts")).compile(flags, invocation),
};
