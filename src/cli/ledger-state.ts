import type { Driver, Session } from "../adapters/adapter.ts";
import type { State } from "../run/ledger/state.ts";
import type { Workspace } from "./workspace.ts";
import { EngineError } from "../errors/engine-error.ts";
import { Ledger } from "../run/ledger/state.ts";
import { RmodelError } from "../errors/rmodel-error.ts";

type Profiled = Parameters<Workspace["connect"]>[0];

/** What the target has; undefined where nothing was built yet. */
export const ledgerState = (workspace: Workspace, profiled: Profiled): Promise<State | undefined> =>
  withReader(workspace, profiled, (driver) => readLedger(driver, (ledger, session) => ledger.read(session, "")));

/** Reads from the ledger; undefined where the target has none. */
export async function readLedger<T>(driver: Driver, read: (ledger: Ledger, session: Session) => Promise<T>): Promise<T | undefined> {
  try {
    return await driver.session((session) => read(new Ledger(driver.stateDialect), session.state));
  } catch (thrown) {
    // The database is there, but no ledger in it.
    if (thrown instanceof EngineError && !thrown.cancelled) return undefined;
    throw thrown;
  }
}

/** Works with a connection that takes no lock and only reads; undefined where there is no database yet. */
export async function withReader<T>(workspace: Workspace, profiled: Profiled, work: (driver: Driver) => Promise<T>): Promise<T | undefined> {
  let driver: Driver;
  try {
    driver = await workspace.connect(profiled);
  } catch (thrown) {
    if (thrown instanceof RmodelError && thrown.code === "RM4006") return undefined;
    throw thrown;
  }
  try {
    return await work(driver);
  } finally {
    await driver.close();
  }
}
