import { Option } from "commander";
import type { CleanFlags } from "../work/clean.ts";
import type { CommandSpec } from "./command.ts";
import { waitOption } from "./options.ts";

export const clean: CommandSpec<CleanFlags> = {
  name: "clean",
  summary: "remove what can be made again",
  description:
    "Removes target/ and logs/ of the project. Databases and exported files in them stay: the next build would not make them again.\n\n" +
    "With --versions it drops instead, from the target, the versions of relations that its ledger lists and that no reader and no kept view points at. The newest of each stays, because a retry may go on from it.",
  examples: [["rmodel clean --dry-run", "only list"], ["rmodel clean", "remove files"], ["rmodel clean --versions", "drop old versions in the database"]],
  options: [new Option("--dry-run", "list and remove nothing"), new Option("--versions", "drop old versions in the target instead of files"), waitOption()],
  run: async (flags, _, invocation) => (await import("../work/clean.ts")).clean(flags, invocation),
};
