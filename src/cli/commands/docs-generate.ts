import type { CommandSpec } from "./command.ts";

export const docsGenerate: CommandSpec = {
  parent: "docs",
  name: "generate",
  summary: "write the site to target/docs/index.html",
  description: "Writes one file that opens from disk and loads nothing: models with columns, descriptions, tests and their last result, SQL, the lineage graph and a search. What was built and tested is read from the target; without a database it says so of nothing.",
  examples: [["rmodel docs generate", "then open target/docs/index.html"]],
  run: async (flags, _, invocation) => (await import("../work/docs-generate.ts")).docsGenerate(flags, invocation),
};
