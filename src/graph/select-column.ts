import type { Atom } from "./select-spec.ts";
import type { NodeId, ProjectNode, TestNode } from "../load/node.ts";
import type { Scope, Selection } from "./select-scope.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { fragmentsOf, readsOf } from "./references.ts";
import { isRelation } from "../load/node.ts";
import { oneNamed, unknownName } from "./select-names.ts";
import { pick } from "./select-scope.ts";

/**
 * The nodes that read a column by reference, and the column's tests: `column:stg_orders.amount`.
 *
 * With `+` behind it, everything that a change of the column may reach. A column that SQL text names without a
 * reference is not seen; a relation that is read without any column reference counts as read whole.
 */
export function byColumn(atom: Atom, scope: Scope): Selection {
  const dot = atom.value.lastIndexOf(".");
  if (dot < 1) throw new RmodelError("RM2014", undefined, `the selection "${atom.text}" names no column`, "write it like column:orders.amount");
  const relationName = { text: atom.text, value: atom.value.slice(0, dot) };
  const column = { text: atom.text, value: atom.value.slice(dot + 1) };
  const relations = scope.nodes.filter(isRelation);
  const relation = oneNamed(relationName, relations);
  if (relation === undefined) throw unknownName(relationName, `no relation is called "${relationName.value}"`, relations.flatMap(({ id, name }) => [name, id]));
  const columns = relation.columns.map(({ name }) => name);
  if (!columns.includes(column.value)) throw unknownName(column, `"${relation.id}" has no column "${column.value}"`, columns);
  return pick(scope, (node) => reads(node, relation.id, column.value), (test) => isTestOf(test, relation.id, column.value));
}

function reads(node: ProjectNode, relation: NodeId, column: string): boolean {
  if (node.kind === "snapshot") return node.of === relation;
  const read = readsOf(fragmentsOf(node)).get(relation);
  return read !== undefined && (read.columns.has(column) || read.columns.size === 0);
}

const isTestOf = ({ node, column, spec }: TestNode, relation: NodeId, name: string): boolean =>
  (node === relation && column === name) || (spec.kind === "relationships" && spec.to === relation && spec.column === name);
