import type { GlobalFlags } from "../environment.ts";
import type { Invocation } from "../invocation.ts";
import type { RunRequest } from "../runs.ts";
import { Workspace } from "../workspace.ts";
import { exitCodes } from "../exit-codes.ts";
import { readLedger, withReader } from "../ledger-state.ts";
import { runBuild } from "../build-run.ts";

export interface RetryFlags extends GlobalFlags {
  readonly threads?: number;
  readonly wait?: number;
}

/** Goes on with the last run, under its own id: what it built is its own. */
export async function retry(flags: RetryFlags, invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const workspace = new Workspace(flags, terminal);
  // The project may not load without the parameters of the run that is looked for.
  const profiled = await workspace.lastKnown();
  const last = await withReader(workspace, profiled, (driver) => readLedger(driver, (ledger, session) => ledger.lastRun(session, "")));
  if (last === undefined || last.status === "ok") {
    terminal.note(last === undefined ? "Nothing to retry: nothing was run here yet." : `Nothing to retry: the last run (${last.command}, ${last.startedAt}) was good.`);
    return exitCodes.ok;
  }
  const request = JSON.parse(last.invocation) as RunRequest;
  terminal.note(`Retrying ${request.command} of ${last.startedAt}, which ${last.status === "failed" ? "failed" : "was ended"}.`);
  return runBuild({ ...request, flags: { ...flags, ...request.flags }, runId: last.runId }, invocation);
}
