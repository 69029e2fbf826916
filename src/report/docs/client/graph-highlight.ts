import type { Drawing } from "./drawing.ts";

/** Marks a node with its edges and neighbours while the pointer or the keyboard is on it. */
export function highlightNeighbours(frame: SVGSVGElement, drawing: Drawing): void {
  const touching = elementsByNode(drawing);
  let marked: readonly Element[] = [];
  const mark = (elements: readonly Element[]): void => {
    for (const element of marked) element.classList.remove("is-hot");
    marked = elements;
    for (const element of marked) element.classList.add("is-hot");
    frame.classList.toggle("has-hot", marked.length > 0);
  };
  for (const { id, element } of drawing.nodes) {
    for (const event of ["pointerenter", "focus"]) element.addEventListener(event, () => mark(touching.get(id) ?? []));
    for (const event of ["pointerleave", "blur"]) element.addEventListener(event, () => mark([]));
  }
}

function elementsByNode(drawing: Drawing): ReadonlyMap<string, Element[]> {
  const own = new Map(drawing.nodes.map(({ id, element }) => [id, element]));
  const touching = new Map<string, Element[]>(drawing.nodes.map(({ id, element }) => [id, [element]]));
  drawing.layout.edges.forEach(({ from, to }, index) => {
    for (const [id, other] of [[from, own.get(to)], [to, own.get(from)]] as const) {
      touching.get(id)?.push(...[drawing.edges[index], other].filter((element) => element !== undefined));
    }
  });
  return touching;
}
