import type { Graph } from "../../graph/graph.ts";
import type { NodeId, ProjectNode, Sql } from "../../load/node.ts";
import type { Origin } from "../../errors/rmodel-error.ts";
import { fragmentsOf } from "../../graph/references.ts";
import { isRelation } from "../../load/node.ts";
import { walkParts } from "../../define/fragment.ts";

/** Where a project pastes text into its SQL unchecked. */
export function rawSql({ nodes }: Graph): readonly { readonly node: NodeId; readonly origin: Origin }[] {
  return [...nodes.values()].flatMap((node) => [...fragmentsOf(node), ...testFragments(node)].flatMap(rawIn).map((origin) => ({ node: node.id, origin })));
}

function rawIn(fragment: Sql): readonly Origin[] {
  const nested = [...walkParts(fragment)].flatMap((part) => (part.kind === "fragment" ? [part.fragment] : []));
  return [fragment, ...nested].filter(({ parts }) => parts.some(({ kind }) => kind === "raw")).map(({ origin }) => origin);
}

function testFragments(node: ProjectNode): readonly Sql[] {
  if (!isRelation(node)) return [];
  return node.tests.flatMap(({ where, spec }) => [...(where === undefined ? [] : [where]), ...("expression" in spec ? [spec.expression as Sql] : [])]);
}
