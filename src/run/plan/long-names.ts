import type { Origin } from "../../errors/rmodel-error.ts";
import type { RelationNode } from "../../load/node.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";

/** Names that readers use and that have more bytes than the target keeps. */
export function longNames(node: RelationNode, most: number): readonly RmodelError[] {
  if (node.kind === "model" && node.materialized === "ephemeral") return [];
  // Of a source readers see only the rows that it set aside.
  const rejects = node.kind === "source" && node.reads.kind === "file" && node.reads.onBadRow === "reject";
  const isSeen = node.kind !== "source" || rejects;
  const names: readonly (readonly [what: string, name: string, origin: Origin])[] = [
    ...(!isSeen ? [] : ([["domain", node.domain, node.origin], [node.kind, rejects ? `${node.name}__rejects` : node.name, node.origin]] as const)),
    ...node.columns.map(({ name, origin }) => ["column", name, origin] as const),
  ];
  return names.flatMap(([what, name, origin]) => {
    const bytes = Buffer.byteLength(name);
    return bytes <= most ? [] : [new RmodelError("RM2022", origin, `the ${what} "${name}" of "${node.id}" has ${bytes} bytes, and the target keeps ${most}`, "give it a shorter name")];
  });
}
