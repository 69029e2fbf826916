import type { Compiled } from "../compile/compiled.ts";
import type { Driver } from "../adapters/adapter.ts";
import type { State } from "../run/state.ts";
import type { Workspace } from "./workspace.ts";
import { EngineError } from "../errors/engine-error.ts";
import { Ledger } from "../run/state.ts";
import { RmodelError } from "../errors/rmodel-error.ts";

/** What the target has, read without a lock; undefined where nothing was built yet. */
export async function ledgerState(workspace: Workspace, compiled: Compiled): Promise<State | undefined> {
  return withReader(workspace, compiled, async (driver) => {
    try {
      return await driver.session((session) => new Ledger(compiled.dialect).read(session, ""));
    } catch (thrown) {
      // The database is there, but no ledger in it.
      if (thrown instanceof EngineError) return undefined;
      throw thrown;
    }
  });
}

/** Works with a connection that only reads; undefined where there is no database yet. */
async function withReader<T>(workspace: Workspace, { graph }: Compiled, work: (driver: Driver) => Promise<T>): Promise<T | undefined> {
  let driver: Driver;
  try {
    driver = await workspace.connect(graph);
  } catch (thrown) {
    if (thrown instanceof RmodelError && thrown.code === "RM4001" && thrown.message.includes("does not exist yet")) return undefined;
    throw thrown;
  }
  try {
    return await work(driver);
  } finally {
    await driver.close();
  }
}
