import type { CommandSpec } from "./command.ts";
import { build } from "./build.ts";

/** Every command, in the order of `--help`. */
export const commands: readonly CommandSpec[] = [build];

/** What commands with a second word have in common. */
export const groups: Readonly<Record<string, string>> = { source: "look at sources", docs: "the docs site of the project" };
