import { program } from "./program.ts";

// The exit code is set, not forced, so that everything that was printed arrives.
process.exitCode = await program(process.argv.slice(2));
