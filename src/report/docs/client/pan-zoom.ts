import { panView, zoomView, type View } from "./viewport.ts";

interface PanZoom {
  readonly get: () => View;
  readonly set: (view: View) => void;
  readonly fit: () => void;
  /** False inside a page: the wheel then scrolls the page unless Ctrl is held. */
  readonly ownsWheel: boolean;
}

const dragThreshold = 4;
const keyStep = 60;

/** Lets the reader move and scale a drawing by mouse, touch (two fingers scale), wheel and keyboard. */
export function attachPanZoom(frame: SVGSVGElement, control: PanZoom): void {
  attachPointers(frame, control);
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!control.ownsWheel && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      control.set(zoomView(control.get(), Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), pointIn(frame, event)));
    },
    { passive: false },
  );
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = viewAfterKey(event.key, control.get(), frame);
    if (next === undefined) return;
    event.preventDefault();
    if (next === "fit") control.fit();
    else control.set(next);
  });
}

/** Scales about the middle of the frame, for buttons and keys. */
export function zoomAtCentre(frame: SVGSVGElement, view: View, factor: number): View {
  return zoomView(view, factor, { x: frame.clientWidth / 2, y: frame.clientHeight / 2 });
}

function attachPointers(frame: SVGSVGElement, control: PanZoom): void {
  const pointers = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (pointers.size === 0) travelled = 0;
    pointers.set(event.pointerId, pointIn(frame, event));
  });
  frame.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = pointIn(frame, event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (travelled > dragThreshold && !frame.hasPointerCapture(event.pointerId)) frame.setPointerCapture(event.pointerId);
    if (travelled > dragThreshold) control.set(other ? pinch(control.get(), before, now, other) : panView(control.get(), now.x - before.x, now.y - before.y));
    pointers.set(event.pointerId, now);
  });
  for (const ending of ["pointerup", "pointercancel"] as const) frame.addEventListener(ending, (event) => pointers.delete(event.pointerId));
  // the end of a drag over a node must not open it
  frame.addEventListener("click", (event) => travelled > dragThreshold && event.preventDefault(), { capture: true });
  frame.addEventListener("dragstart", (event) => event.preventDefault());
}

function pinch(view: View, before: Point, now: Point, other: Point): View {
  const factor = distance(now, other) / Math.max(1, distance(before, other));
  return zoomView(panView(view, (now.x - before.x) / 2, (now.y - before.y) / 2), factor, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function viewAfterKey(key: string, view: View, frame: SVGSVGElement): View | "fit" | undefined {
  switch (key) {
    case "ArrowLeft":
      return panView(view, keyStep, 0);
    case "ArrowRight":
      return panView(view, -keyStep, 0);
    case "ArrowUp":
      return panView(view, 0, keyStep);
    case "ArrowDown":
      return panView(view, 0, -keyStep);
    case "+":
    case "=":
      return zoomAtCentre(frame, view, 1.25);
    case "-":
      return zoomAtCentre(frame, view, 0.8);
    case "0":
      return "fit";
    default:
      return undefined;
  }
}

function pointIn(frame: SVGSVGElement, event: MouseEvent): Point {
  const box = frame.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
