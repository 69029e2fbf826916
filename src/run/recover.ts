import type { Driver, Shown } from "../adapters/adapter.ts";
import type { Effects } from "./effects.ts";
import type { Ledger, State } from "./state.ts";
import { movedView } from "./state.ts";

/**
 * Finishes what a build that was ended left behind: files whose commit came through take their names, relations that
 * were announced and never finished are dropped.
 */
export async function recover(state: State, driver: Driver, ledger: Ledger, effects: Effects): Promise<State> {
  for (const { path, beside } of state.exports) {
    if (path !== "" && path !== movedView && (await effects.stat(beside)) !== undefined) await effects.rename(beside, path);
  }
  if (state.exports.length > 0) {
    const moves = state.exports.filter(({ path }) => path === movedView).map(({ beside }) => JSON.parse(beside) as Shown);
    if (moves.length > 0) await finishMoving(moves, driver, ledger);
    await driver.published();
    await driver.state.execute(`delete from ${ledger.table("exports")}`);
  }
  if (state.unfinished.length > 0) {
    for (const { name, kind } of state.unfinished) if (kind === "file") await effects.remove(name);
    await driver.transaction(async (session) => {
      for (const { schema, name, kind } of state.unfinished) if (kind !== "file") await driver.drop(session, { schema, name }, kind);
      await session.state.execute(`delete from ${ledger.table("announced")}`);
    });
  }
  return { ...state, unfinished: [], exports: [] };
}

/** Views may still show what was live before: the ledger decided, and the build was ended while they followed. */
async function finishMoving(moves: readonly Shown[], driver: Driver, ledger: Ledger): Promise<void> {
  await driver.session((session) => driver.show(session, moves));
  // Comments are set after the views moved, so these are set again.
  const nodes = moves.map(({ view }) => ledger.text(`${view.schema}.${view.name}`));
  await driver.state.execute(`update ${ledger.table("live")} set decoration = '' where node in (${nodes.join(", ")})`);
}
