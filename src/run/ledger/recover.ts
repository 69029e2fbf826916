import type { Driver, Session, Shown } from "../../adapters/adapter.ts";
import type { Effects } from "../effects.ts";
import type { Ledger, State } from "./state.ts";
import { dropVersions, oldVersions } from "./retire.ts";
import { groupBy } from "../group-by.ts";
import { movedView } from "./state.ts";

/**
 * Finishes what a build that was ended left behind: files whose commit came through take their names, views follow the
 * ledger and what they leave behind is retired, relations that were announced and never finished are dropped.
 *
 * @param retain versions that are kept besides the live ones
 */
export async function recover(state: State, driver: Driver, ledger: Ledger, effects: Effects, retain: number): Promise<State> {
  for (const { path, beside } of state.exports) {
    if (path !== "" && path !== movedView && (await effects.stat(beside)) !== undefined) await effects.rename(beside, path);
  }
  let { versions, live } = state;
  if (state.exports.length > 0) {
    const moves = state.exports.filter(({ path }) => path === movedView).map(({ beside }) => JSON.parse(beside) as Shown);
    if (moves.length > 0) ({ versions, live } = await finishMoving(moves, state, driver, ledger, retain));
    await driver.published();
    await driver.state.execute(`delete from ${ledger.table("exports")}`);
  }
  if (state.unfinished.length > 0) {
    for (const { name, kind } of state.unfinished) if (kind === "file") await effects.remove(name);
    await driver.endWork?.(state.unfinished.filter(({ kind }) => kind !== "file"));
    await driver.transaction((session) => dropUnfinished(session, state.unfinished, driver, ledger));
  }
  return { ...state, versions, live, unfinished: [], exports: [] };
}

/** Views may still show what was live before: the ledger decided, and the build was ended while they followed. */
async function finishMoving(moves: readonly Shown[], { live }: State, driver: Driver, ledger: Ledger, retain: number): Promise<Pick<State, "versions" | "live">> {
  const nodes = moves.map(({ view }) => `${view.schema}.${view.name.replace(/__rejects$/, "")}`);
  await driver.transaction(async (session) => {
    await driver.show(session, moves, []);
    await dropVersions(session, driver, ledger, await oldVersions(session, ledger, nodes, retain));
    // Comments are set after the views moved, so the build that comes now sets these again.
    await session.state.execute(`update ${ledger.table("live")} set decoration = '' where node in (${nodes.map((node) => ledger.text(node)).join(", ")})`);
  });
  return {
    versions: groupBy(await ledger.versions(driver.state), ({ node }) => node),
    live: new Map([...live].map(([node, shown]) => [node, nodes.includes(node) ? { ...shown, decoration: "" } : shown])),
  };
}

/** Again and again until nothing more goes: a table may stand under a view that comes after it. What stays is tried again by the next build. */
async function dropUnfinished(session: Session, unfinished: State["unfinished"], driver: Driver, ledger: Ledger): Promise<void> {
  let waiting = unfinished.filter(({ kind }) => kind !== "file");
  for (let before = Infinity; waiting.length > 0 && waiting.length < before; ) {
    before = waiting.length;
    const left: typeof waiting = [];
    for (const one of waiting) if (!(await driver.drop(session, one, one.kind as "table" | "view"))) left.push(one);
    waiting = left;
  }
  const stays = waiting.map(({ schema, name }) => `(relation_schema = ${ledger.text(schema)} and relation_name = ${ledger.text(name)})`);
  await session.state.execute(`delete from ${ledger.table("announced")}${stays.length === 0 ? "" : ` where not (${stays.join(" or ")})`}`);
}
