import type { Driver, Session } from "../../adapters/adapter.ts";
import type { Ledger, Version } from "./state.ts";
import type { NodeId } from "../../load/node.ts";
import { groupBy } from "../group-by.ts";
import { keptRuns } from "./registry.ts";

/**
 * Versions of the given nodes that no environment shows, no kept view reads and that are not among the newest `retain`
 * besides the live ones. Runs of forecasts that serve, wait, or would serve after a rollback are kept with all their companions.
 */
export async function oldVersions(session: Session, ledger: Ledger, nodes: readonly NodeId[], retain: number): Promise<readonly Version[]> {
  if (nodes.length === 0) return [];
  const all = await ledger.versions(session.state);
  const crowded = new Set([...groupBy(all, ({ node }) => node)].filter(([node, versions]) => nodes.includes(node) && versions.length > retain + 1).map(([node]) => node));
  if (crowded.size === 0) return [];
  const kept = await keptVersions(session.state, ledger, all, retain);
  return all.filter((version) => crowded.has(version.node) && !kept.has(idOf(version.node, version.version)));
}

/**
 * Drops versions, and only what the ledger lists; one that somebody else's object depends on stays, and stays listed.
 *
 * @returns those that are gone
 */
export async function dropVersions(session: Session, driver: Driver, ledger: Ledger, versions: readonly Version[]): Promise<readonly Version[]> {
  const dropped: Version[] = [];
  for (const old of versions) {
    const { node, version, relation, kind } = old;
    if (!(await driver.drop(session, relation, kind))) continue;
    if (kind === "table") await driver.drop(session, { schema: relation.schema, name: `${relation.name}__rejects` }, "table");
    await session.state.execute(`delete from ${ledger.table("versions")} where node = ${ledger.text(node)} and version = ${ledger.text(version)}`);
    dropped.push(old);
  }
  return dropped;
}

async function keptVersions(session: Session, ledger: Ledger, all: readonly Version[], retain: number): Promise<ReadonlySet<string>> {
  const live = await session.query(`select distinct node, version from ${ledger.table("live")}`);
  const newest = [...groupBy(all, ({ node }) => node).values()].flatMap((versions) => versions.slice(-(retain + 1)));
  const byId = new Map(all.map((version) => [idOf(version.node, version.version), version]));
  const kept = new Set<string>();
  const keep = (id: string): void => {
    if (kept.has(id)) return;
    kept.add(id);
    const version = byId.get(id);
    // A table has its rows; a view still reads what it was made of.
    if (version?.kind === "view") for (const [node, input] of Object.entries(version.inputs)) keep(idOf(node, input));
  };
  for (const row of live) keep(idOf(String(row.node), String(row.version)));
  for (const { node, version } of newest) keep(idOf(node, version));
  for (const { node, run, parts } of await keptRuns(session, ledger)) for (const [id, version] of [[node, run], ...Object.entries(parts)] as const) keep(idOf(id, version));
  return kept;
}

const idOf = (node: NodeId, version: string): string => `${node}@${version}`;
