import type { SelectionFlags } from "./selection.ts";

export interface BuildFlags extends SelectionFlags {
  readonly failFast?: boolean;
  readonly threads?: number;
  /** Seconds. */
  readonly wait?: number;
  readonly executionTime?: string;
  readonly force?: boolean;
  readonly plan: boolean;
  readonly publish: "whole" | "passing";
  readonly dryRun?: boolean;
  readonly storeFailures?: boolean;
  readonly allowEmpty?: boolean;
}

export type BuildCommand = "build" | "run" | "seed" | "snapshot" | "test";

/** What a run was asked to do, whole: `retry` does just that again. */
export interface RunRequest {
  readonly command: BuildCommand;
  readonly flags: BuildFlags;
  /** Clock of the run; the flag's or, without one, the moment it began. */
  readonly executionTime?: string;
  /** What was selected, where the same selectors would select something else after the run. */
  readonly selected?: { readonly nodes: readonly string[]; readonly tests: readonly string[] };
  /** Of the run that this one goes on with. */
  readonly runId?: string;
}

/** Whether a request is the plain one: build everything that changed. Only it can find, or leave, nothing to do. */
export const isPlain = ({ command, flags }: RunRequest): boolean =>
  command === "build" && flags.select.length + flags.exclude.length === 0 && flags.plan && !flags.force && !flags.storeFailures && !flags.dryRun;

/** Flags that say what is done; where and how it is shown is up to each command line. */
const kept = ["select", "exclude", "failFast", "force", "plan", "publish", "storeFailures", "vars", "allowEmpty"] as const;

/** The request as it is kept in the ledger. */
export function invocationText({ command, flags, executionTime, selected }: RunRequest): string {
  return JSON.stringify({ command, flags: Object.fromEntries(kept.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]]))), executionTime, selected });
}
