import type { Invocation } from "./invocation.ts";
import type { RunRequest } from "./runs.ts";
import type { Settled } from "../run/ledger/state.ts";
import { Workspace } from "./workspace.ts";
import { Ledger } from "../run/ledger/state.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { isPlain } from "./runs.ts";
import { paintOf } from "../report/terminal/paint.ts";
import { upToDateLines } from "../report/terminal/summary.ts";
import { exitCodes } from "./exit-codes.ts";

/** `build`, `run`, `seed`, `snapshot`, `test` and `retry`: the same pipeline over different parts. */
export async function runBuild(request: RunRequest, invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const workspace = new Workspace(request.flags, terminal);
  try {
    const upToDate = isPlain(request) ? await settledHere(workspace) : undefined;
    if (upToDate !== undefined) {
      const { total, notes = [] } = upToDate;
      terminal.closing(upToDateLines(total, performance.now(), paintOf(workspace.around.color)), { event: "done", pass: 0, warn: 0, error: 0, skip: 0, no_op: total, total });
      for (const note of notes) terminal.note(note);
      return exitCodes.ok;
    }
    // Imported only now: a build that has nothing to do needs none of it.
    return await (await import("./build-selected.ts")).buildSelected(request, workspace, invocation);
  } finally {
    workspace.close();
  }
}

/** What an earlier build left, when that is just what this one would: then no TypeScript is run and nothing is compiled. */
async function settledHere(workspace: Workspace): Promise<Settled | undefined> {
  const key = await workspace.settleKey();
  if (key === undefined) return undefined;
  const profiled = await workspace.lastKnown();
  try {
    const driver = await workspace.connect(profiled);
    try {
      const settled = await new Ledger(driver.stateDialect).settled(driver.state, "");
      return settled?.key === key ? settled : undefined;
    } finally {
      await driver.close();
    }
  } catch (thrown) {
    // No database yet, or one in use: the build itself tells what is wrong. One that does not answer was waited for already.
    if (thrown instanceof RmodelError && thrown.code.startsWith("RM4") && thrown.code !== "RM4001") return undefined;
    throw thrown;
  }
}
