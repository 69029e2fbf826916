import type { CommandSpec } from "./command.ts";
import type { FreshnessFlags } from "../work/freshness.ts";
import { executionTimeOption, selectionOptions } from "./options.ts";

export const sourceFreshness: CommandSpec<FreshnessFlags> = {
  parent: "source",
  name: "freshness",
  summary: "tell how old the data of sources is",
  description:
    "For each source with `freshness`: the newest `loadedAt`, or the time of its newest file, against what it allows. Writes target/sources.json, which source_status: selects by (fresh, stale, error).\n\n" +
    "Exit code 1 when a source is older than its errorAfterHours or cannot be asked.",
  examples: [["rmodel source freshness", "all sources"], ["rmodel source freshness -s source:shop", "those of a domain"]],
  options: [...selectionOptions(), executionTimeOption()],
  run: async (flags, _, invocation) => (await import("../work/freshness.ts")).freshness(flags, invocation),
};
