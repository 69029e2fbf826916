import type { Dialect, Session } from "../adapters/adapter.ts";
import type { Ledger, Version } from "./state.ts";
import type { NodeId } from "../load/node.ts";
import { groupBy } from "./group-by.ts";

export interface Retiring {
  readonly ledger: Ledger;
  readonly plan: { readonly compiled: { readonly dialect: Dialect; readonly graph: { readonly project: { readonly config: { readonly retain: number } } } } };
}

/**
 * Drops versions of the given nodes that no environment shows, no kept view reads and that are not among the newest
 * `retain` besides the live ones. Only what the ledger lists is ever dropped.
 */
export async function dropOldVersions(session: Session, nodes: readonly NodeId[], { ledger, plan }: Retiring): Promise<void> {
  if (nodes.length === 0) return;
  const { dialect, graph } = plan.compiled;
  const { retain } = graph.project.config;
  const all = await ledger.versions(session);
  const crowded = new Set([...groupBy(all, ({ node }) => node)].filter(([node, versions]) => nodes.includes(node) && versions.length > retain + 1).map(([node]) => node));
  if (crowded.size === 0) return;
  const kept = await keptVersions(session, ledger, all, retain);
  const dropped = all.filter((version) => crowded.has(version.node) && !kept.has(idOf(version.node, version.version)));
  for (const { relation, kind } of dropped) {
    await session.execute(`drop ${kind} if exists ${dialect.quote(relation.schema)}.${dialect.quote(relation.name)}`);
    if (kind === "table") await session.execute(`drop table if exists ${dialect.quote(relation.schema)}.${dialect.quote(`${relation.name}__rejects`)}`);
  }
  for (const { node, version } of dropped) await session.execute(`delete from ${ledger.table("versions")} where node = ${ledger.text(node)} and version = ${ledger.text(version)}`);
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
  return kept;
}

const idOf = (node: NodeId, version: string): string => `${node}@${version}`;
