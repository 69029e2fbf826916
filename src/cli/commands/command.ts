import type { Option } from "commander";
import type { GlobalFlags } from "../environment.ts";
import type { Invocation } from "../invocation.ts";

/** One command of the command line; `run` imports what it needs when it is called. */
export interface CommandSpec<F extends GlobalFlags = never> {
  readonly name: string;
  readonly alias?: string;
  /** The command that this one is under: `source` of `source freshness`. */
  readonly parent?: string;
  /** Arguments, as commander writes them: `[dir]`. */
  readonly usage?: string;
  /** A line for the list of commands. */
  readonly summary: string;
  /** What `--help` says first: what happens, what is written, when it fails. */
  readonly description: string;
  /** Command lines with what they do, for `--help`. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  readonly options?: readonly Option[];
  /** @returns the exit code */
  readonly run: (flags: F, args: readonly (string | undefined)[], invocation: Invocation) => Promise<number>;
}
