import type { Driver } from "../adapters/adapter.ts";
import type { Effects } from "./effects.ts";
import type { Ledger, State } from "./state.ts";

/**
 * Finishes what a build that was ended left behind: files whose commit came through take their names, relations that
 * were announced and never finished are dropped.
 */
export async function recover(state: State, driver: Driver, ledger: Ledger, effects: Effects): Promise<State> {
  for (const { path, beside } of state.exports) {
    if (path !== "" && (await effects.stat(beside)) !== undefined) await effects.rename(beside, path);
  }
  if (state.exports.length > 0) {
    await driver.published();
    await driver.execute(`delete from ${ledger.table("exports")}`);
  }
  if (state.unfinished.length > 0) {
    const { quote } = ledger;
    for (const { name, kind } of state.unfinished) if (kind === "file") await effects.remove(name);
    await driver.transaction(async (session) => {
      for (const { schema, name, kind } of state.unfinished) if (kind !== "file") await session.execute(`drop ${kind} if exists ${quote(schema)}.${quote(name)}`);
      await session.execute(`delete from ${ledger.table("announced")}`);
    });
  }
  return { ...state, unfinished: [], exports: [] };
}
