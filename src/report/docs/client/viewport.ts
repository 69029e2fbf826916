/** How a drawing is seen: moved, then scaled. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

const smallest = 0.03;
const largest = 2.5;

/** Shows the whole drawing in the middle, never larger than life. */
export function fitView(drawing: Extent, frame: Extent, margin = 24): View {
  const room = { width: Math.max(1, frame.width - 2 * margin), height: Math.max(1, frame.height - 2 * margin) };
  const scale = Math.max(smallest, Math.min(1, room.width / Math.max(1, drawing.width), room.height / Math.max(1, drawing.height)));
  return { scale, x: (frame.width - drawing.width * scale) / 2, y: (frame.height - drawing.height * scale) / 2 };
}

/** Scales about a point of the frame, which stays where it is. */
export function zoomView(view: View, factor: number, at: { readonly x: number; readonly y: number }): View {
  const scale = Math.max(smallest, Math.min(largest, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** Moves the view by pixels of the frame. */
export function panView(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Brings a point of the drawing to the middle of the frame at a scale. */
export function centreView(point: { readonly x: number; readonly y: number }, frame: Extent, scale: number): View {
  return { scale, x: frame.width / 2 - point.x * scale, y: frame.height / 2 - point.y * scale };
}
