import type { CommandSpec } from "./command.ts";
import type { SelectionFlags } from "../selection.ts";
import { selectionOptions } from "./options.ts";

export const check: CommandSpec<SelectionFlags> = {
  name: "check",
  summary: "find mistakes without a database",
  description:
    "Checks types with the TypeScript compiler, the configuration, references, and that each query yields the columns it declares. All mistakes of one run are shown, each at its place. Uses of sql.raw are listed as notes.\n\n" +
    "No database is opened, unless a target is named: then its engine binds every query, over empty relations of the declared types. A selection that is given is checked as well. Exit code 2 when anything is wrong.",
  examples: [
    ["rmodel check", "the whole project"],
    ["rmodel check -t prod", "and every query, on the engine of prod"],
    ["rmodel check -s tag:nightly", "and that this selects something known"],
    ["rmodel check --log-format json", "each mistake as a JSON object"],
  ],
  options: selectionOptions(),
  run: async (flags, _, invocation) => (await import("../work/check.ts")).check(flags, invocation),
};
