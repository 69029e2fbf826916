import type { NodeId } from "../load/node.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { RenderContext, Template } from "./render.ts";
import { Marks, wholePlace } from "./marks.ts";
import { templatePlace } from "../load/template-place.ts";
import { textOf } from "./render.ts";

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
