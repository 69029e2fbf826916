import { Option } from "commander";
import type { CommandSpec } from "./command.ts";
import type { ServeFlags } from "../work/docs-serve.ts";
import { wholeNumber } from "./options.ts";

export const docsServe: CommandSpec<ServeFlags> = {
  parent: "docs",
  name: "serve",
  summary: "show the site in a browser",
  description: "Serves target/docs/index.html, and nothing else, to this machine only. The file opens from disk just as well. Ctrl-C ends it.",
  examples: [["rmodel docs serve", "at http://127.0.0.1:8080"], ["rmodel docs serve --port 0", "at any free port"]],
  options: [new Option("--port <n>", "port to listen at; 0: any that is free").argParser(wholeNumber(0, 65_535)).default(8080)],
  run: async (flags, _, invocation) => (await import("../work/docs-serve.ts")).docsServe(flags, invocation),
};
