import type { Compiled } from "./compiled.ts";
import type { ModelNode, NodeId } from "../load/node.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { RenderContext, Template } from "./render.ts";
import { unmark } from "./translate/places.ts";
import { Marks, wholePlace } from "./marks.ts";
import { finalQuery } from "./query.ts";
import { relationOf } from "../graph/graph.ts";
import { templatePlace } from "../load/template-place.ts";
import { render, textOf } from "./render.ts";

/**
 * The place in a model's file that a position of its SQL was written at.
 *
 * Renders again with marks: places are only asked for when something is wrong.
 *
 * @param write renders the SQL with the given context
 * @param find the position in the SQL, or undefined when it is not there
 */
export function placeIn(root: string, context: RenderContext, write: (marked: RenderContext) => Template, nameOf: (id: NodeId) => string, find: (text: string) => number | undefined): Origin | undefined {
  const marks = new Marks();
  const { text, spans } = marks.strip(textOf(write({ ...context, mark: marks.mark }), nameOf));
  const offset = find(text);
  if (offset === undefined) return undefined;
  // A complaint about a hole shows the end of the text before it, which is where the hole stands.
  const span = spans.findLast(({ start }) => start <= offset);
  if (span === undefined || span.index === wholePlace) return span?.origin;
  return templatePlace(root, span.origin, span.index, Math.min(offset, span.end) - span.start + span.skipped);
}

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
