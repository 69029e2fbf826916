import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { DocsFlags } from "../work/docs-generate.ts";

export const docsGenerate: CommandSpec<DocsFlags> = {
  parent: "docs",
  name: "generate",
  summary: "write the site to target/docs/index.html",
  description: "Writes one file that opens from disk and loads nothing: models with columns, descriptions, tests and their last result, SQL, the lineage graph and a search, pictures of forecasts, regressions and charts with rows of the target. What was built and tested is read from the target; without a database it says so of nothing.",
  examples: [
    ["rmodel docs generate", "then open target/docs/index.html"],
    ["rmodel docs generate --no-rows", "a page without data, for everybody"],
  ],
  options: [new Option("--no-rows", "draw no rows of the target")],
  run: async (flags, _, invocation) => (await import("../work/docs-generate.ts")).docsGenerate(flags, invocation),
};
