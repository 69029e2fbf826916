import type { Compiled } from "../../compile/compiled.ts";
import type { NodeId, ProjectNode } from "../../load/node.ts";
import type { Template } from "../../compile/render.ts";
import { textOf } from "../../compile/render.ts";

/** SQL as people read it: every relation with the name that readers use. */
export const logicalText = (template: Template, compiled: Compiled): string => textOf(template, (id) => logicalName(id, compiled));

/** `"shop"."fct_sales"`; a source that is a table has its own name. */
export function logicalName(id: NodeId, { graph, dialect }: Compiled): string {
  const node = graph.nodes.get(id)!;
  const { database, schema, name } = node.kind === "source" && node.reads.kind === "table" ? node.reads : { database: undefined, schema: node.domain, name: node.name };
  return [...(database === undefined ? [] : [database]), schema, name].map((part) => dialect.quote(part)).join(".");
}

/** Compiled SQL of a model; undefined for what no query of the project makes. */
export function modelText(id: NodeId, compiled: Compiled): string | undefined {
  const query = compiled.relations.get(id)?.query;
  return query === undefined ? undefined : logicalText(query, compiled);
}

/** Where a model's SQL lies below the target folder: `compiled/models/shop/facts/fct_sales.sql`. */
export const compiledPath = (node: Pick<ProjectNode, "path" | "name">): string => `compiled/${sqlPath(node)}`;

/** Where the statements that were sent for a node lie below the target folder. */
export const sentPath = (node: ProjectNode): string => `run/${sqlPath(node)}`;

/** Beside the file of the definition, under the relation's name: one file may make several relations. */
const sqlPath = ({ path, name }: Pick<ProjectNode, "path" | "name">): string => `${path.slice(0, path.lastIndexOf("/") + 1)}${name}.sql`;
