import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { ModelListFlags } from "../work/model-list.ts";
import { selectionOptions } from "./options.ts";

export const modelList: CommandSpec<ModelListFlags> = {
  parent: "model",
  name: "list",
  summary: "list the runs of forecasts",
  description:
    "Lists the runs of each forecast, newest first: a run is a version of it that passed its tests. Shown are where it stands, whether readers see it, and its score on the hold-out beside that of the best baseline, by the metric that the forecast chooses by.\n\n" +
    "A forecast with approval: \"manual\" serves approved runs only; the others are approved as they are built.",
  examples: [
    ["rmodel model list", "all forecasts"],
    ["rmodel model list -s sales_forecast", "one"],
    ["rmodel model list --output json", "everything that is known of each run"],
  ],
  options: [...selectionOptions(), new Option("--output <form>", "form of the list").choices(["table", "json"]).default("table")],
  run: async (flags, _, invocation) => (await import("../work/model-list.ts")).modelList(flags, invocation),
};
