import type { Compiled } from "./compiled.ts";
import type { ModelNode, NodeId } from "../load/node.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { RenderContext } from "./render.ts";
import { finalQuery } from "./query.ts";
import { placeIn } from "./place.ts";
import { relationOf } from "../graph/graph.ts";
import { render, textOf } from "./render.ts";
import { unmark } from "./translate/places.ts";

/** The place of a position in a statement of a model: one of its own before or after, or one that ends with its query. */
export function placeInStatement(node: ModelNode, statement: string, offset: number, { graph, context, relations, translator }: Compiled, nameOf: (id: NodeId) => string): Origin {
  const { exact, marked } = relations.get(node.id)!;
  const declaredType = (id: NodeId, name: string) => relationOf(graph, id).columns.find((column) => column.name === name)?.type;
  const write = (marked: RenderContext) => finalQuery(node, marked, declaredType, exact);
  const find = (text: string) => (statement.endsWith(text) ? offset - (statement.length - text.length) : undefined);
  if (translator !== undefined && marked !== undefined) {
    const { text, offsetAt } = unmark(textOf(marked, nameOf));
    const position = find(text);
    if (position !== undefined) return translator.placeOf(translator.sourceOf(node, declaredType, exact), offsetAt(position) ?? 0) ?? node.origin;
  }
  for (const part of [write, ...[...node.pre, ...node.post].map((fragment) => (marked: RenderContext) => render(fragment, marked))]) {
    const place = placeIn(graph.project.root, context, part, nameOf, find);
    if (place !== undefined) return place;
  }
  return node.origin;
}
