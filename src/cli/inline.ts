import type { Graph } from "../graph/graph.ts";
import type { NodeId } from "../load/node.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { isRelation } from "../load/node.ts";
import { nearest } from "../errors/nearest.ts";

/** SQL typed on the command line: text, and relations written as `{{shop.orders}}` or `{{orders}}`. */
export interface Inline {
  readonly relations: readonly NodeId[];
  readonly text: (nameOf: (id: NodeId) => string) => string;
}

/**
 * Reads SQL of the command line.
 *
 * @throws RM2012 a relation that the project does not have, RM2010 a bare name that several domains have
 */
export function parseInline(sql: string, graph: Graph): Inline {
  const pieces = sql.replace(/[\s;]+$/, "").split(/\{\{\s*([^{}]*?)\s*\}\}/);
  const ids = pieces.map((piece, index) => (index % 2 === 0 ? undefined : relationCalled(piece, graph)));
  return {
    relations: [...new Set(ids.filter((id) => id !== undefined))],
    text: (nameOf) => pieces.map((piece, index) => (ids[index] === undefined ? piece : nameOf(ids[index]))).join(""),
  };
}

function relationCalled(name: string, graph: Graph): NodeId {
  const relations = [...graph.nodes.values()].filter(isRelation);
  const found = relations.filter((node) => node.id === name || node.name === name);
  if (found.length === 1) return found[0]!.id;
  if (found.length > 1) throw new RmodelError("RM2010", undefined, `"{{${name}}}" could be ${found.map(({ id }) => id).join(" or ")}`, "write the domain too");
  if (name.endsWith("__rejects")) throw new RmodelError("RM2012", undefined, `the query reads "{{${name}}}", but rejected rows are no relation of the project`, `write ${name} without braces, domain first`);
  const guess = nearest(name, relations.flatMap((node) => [node.name, node.id]));
  throw new RmodelError("RM2012", undefined, `the query reads "{{${name}}}", but no relation is called so`, guess === undefined ? "rmodel ls shows what there is" : `did you mean {{${guess}}}?`);
}
