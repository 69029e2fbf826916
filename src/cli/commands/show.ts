import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { ShowFlags } from "../work/show.ts";
import { selectionOptions, wholeNumber } from "./options.ts";

export const show: CommandSpec<ShowFlags> = {
  name: "show",
  summary: "print rows of a relation",
  description: "Prints rows of what is published, or of SQL of your own. It only reads. Columns marked pii are masked, null is shown as null.",
  examples: [
    ["rmodel show -s fct_orders", "five rows"],
    ["rmodel show -s fct_orders --limit 100 --output csv", "for a spreadsheet"],
    ["rmodel show --inline 'select sum(amount) as total from {{fct_orders}}'", "a question"],
  ],
  options: [
    ...selectionOptions(),
    new Option("--inline <sql>", "query to run instead; relations are written {{domain.name}}").conflicts(["select", "exclude"]),
    new Option("--limit <n>", "most rows to print").argParser(wholeNumber(0, 1_000_000)).default(5),
    new Option("--output <form>", "form of the rows").choices(["table", "json", "csv"]).default("table"),
  ],
  run: async (flags, _, invocation) => (await import("../work/show.ts")).show(flags, invocation),
};
