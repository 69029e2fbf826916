import type { CommandSpec } from "./command.ts";

export const explain: CommandSpec = {
  name: "explain",
  usage: "[code]",
  summary: "say what an error code means",
  description: "Says what an error code means, why it is an error, and how to mend it. Without a code it lists all of them.",
  examples: [["rmodel explain RM2002", "about cycles"], ["rmodel explain 2002", "the same"]],
  run: async (_, [code], invocation) => (await import("../work/explain.ts")).explainCode(code, invocation),
};
