import { cull, type Drawn } from "./cull.ts";
import { h } from "./dom.ts";
import { graphNodeHeight } from "./graph-node.ts";
import type { Drawing, GraphOptions } from "./drawing.ts";
import { icon, type IconName } from "./icons.ts";
import { attachPanZoom, zoomAtCentre } from "./pan-zoom.ts";
import { centreView, fitView, type Extent, type View } from "./viewport.ts";

const margin = 20;
const maxEmbeddedHeight = 380;
/** Below this scale names cannot be read: only boxes are drawn, which also keeps large graphs quick. */
const farScale = 0.4;
/** A graph of few nodes that would be fitted smaller than this opens on its focus or where it begins instead. */
const readableScale = 0.6;
const openScale = 0.85;
const fewNodes = 80;

/**
 * Decides what part of a drawing is seen and lets the reader change it.
 *
 * @returns the buttons for it
 */
export function attachCamera(frame: SVGSVGElement, world: SVGGElement, drawing: Drawing, options: GraphOptions): HTMLElement {
  const { layout } = drawing;
  const drawn = drawnParts(drawing);
  let extent: Extent = { width: 0, height: 0 };
  let view: View = { x: 0, y: 0, scale: 1 };
  let isTouched = false;

  const show = (next: View): void => {
    view = next;
    world.setAttribute("transform", `translate(${view.x.toFixed(1)} ${view.y.toFixed(1)}) scale(${view.scale.toFixed(4)})`);
    frame.classList.toggle("is-far", view.scale < farScale);
    cull(drawn, view, extent);
  };
  const change = (next: View): void => {
    isTouched = true;
    show(next);
  };
  const middleOf = (id: string | undefined): { x: number; y: number } | undefined => {
    const box = id === undefined ? undefined : layout.nodes.get(id);
    return box && { x: box.x + box.width / 2, y: box.y + graphNodeHeight / 2 };
  };
  const focus = middleOf(options.focus);
  const open = (): void => {
    const room = { width: frame.clientWidth, height: options.mode === "page" ? frame.clientHeight : Infinity };
    const fitted = fitView(layout, room, margin);
    const isSmall = fitted.scale < readableScale && (focus !== undefined || layout.nodes.size <= fewNodes);
    const scale = isSmall ? openScale : fitted.scale;
    if (options.mode === "embedded") frame.style.height = `${Math.round(Math.min(maxEmbeddedHeight, layout.height * scale + 2 * margin))}px`;
    extent = { width: frame.clientWidth, height: frame.clientHeight };
    // What is higher than the frame begins at its top: the middle of a graph cuts through nodes at both edges.
    const beginning = { x: (extent.width / 2 - margin) / scale, y: Math.min(layout.height / 2, (extent.height / 2 - margin) / scale) };
    show(isSmall ? centreView(focus ?? beginning, extent, scale) : fitView(layout, extent, margin));
  };

  // the size is known only when the frame stands in the page, and changes with the window
  new ResizeObserver(() => {
    extent = { width: frame.clientWidth, height: frame.clientHeight };
    if (isTouched) show(view);
    else open();
  }).observe(frame);
  const fit = (): void => change(fitView(layout, extent, margin));
  attachPanZoom(frame, { get: () => view, set: change, fit, ownsWheel: options.mode === "page" });
  // the tab key also reaches nodes that are out of sight
  for (const { id, element } of drawing.nodes) element.addEventListener("focus", () => element.classList.contains("is-out") && change(centreView(middleOf(id) ?? { x: 0, y: 0 }, extent, view.scale)));
  return h(
    "div",
    { class: "graph-controls" },
    button("plus", "Zoom in", () => change(zoomAtCentre(frame, view, 1.3))),
    button("minus", "Zoom out", () => change(zoomAtCentre(frame, view, 1 / 1.3))),
    button("fit", "Show all", fit),
  );
}

function drawnParts({ layout, nodes, edges }: Drawing): readonly Drawn[] {
  const boxes = nodes.flatMap(({ id, element }) => {
    const box = layout.nodes.get(id);
    return box ? [{ element, left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + graphNodeHeight }] : [];
  });
  const paths = edges.flatMap((element, index) => {
    const points = layout.edges[index]?.points ?? [];
    const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
    return [{ element, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }];
  });
  return [...boxes, ...paths];
}

function button(name: IconName, label: string, click: () => void): HTMLElement {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, click }, icon(name));
}
