import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { ModelShowFlags } from "../work/model-show.ts";

export const modelShow: CommandSpec<ModelShowFlags> = {
  parent: "model",
  name: "show",
  usage: "<forecast> [run]",
  summary: "show parameters, scores and coefficients of a run",
  description:
    "Shows what a run was told to do, what it read, how every candidate did over all series, how many series each won, and who decided what. Without a run it is the newest one; its first four characters are enough where no other run has them.\n\n" +
    "As JSON it is the whole record with all coefficients, for another registry or a file beside a release. Coefficients are read from the run's own version, so of one whose rows were dropped they are null.",
  examples: [
    ["rmodel model show sales_forecast", "the newest run"],
    ["rmodel model show sales_forecast 3fa2b8 --coefficients", "one run with its equations"],
    ["rmodel model show sales_forecast --output json > run.json", "the export"],
  ],
  options: [new Option("--coefficients", "print the coefficients, too"), new Option("--output <form>", "form of the answer").choices(["text", "json"]).default("text")],
  run: async (flags, [forecast, run], invocation) => (await import("../work/model-show.ts")).modelShow(forecast!, run, flags, invocation),
};
