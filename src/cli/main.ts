import { writeSync } from "node:fs";
import { version } from "./version.ts";

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  // Answered before the argument parser is loaded, and without a stream: opening one costs as much as all the rest.
  writeSync(1, `${version}\n`);
} else {
  const { program } = await import("./program.ts");
  // The exit code is set, not forced, so that everything that was printed arrives.
  process.exitCode = await program(argv);
}
