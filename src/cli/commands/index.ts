import type { CommandSpec } from "./command.ts";
import { build } from "./build.ts";

/** Every command, in the order of `--help`. */
export const commands: readonly CommandSpec[] = [build];
