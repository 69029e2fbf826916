import type { Extent, View } from "./viewport.ts";

/** A drawn element and the part of the drawing it covers. */
export interface Drawn {
  readonly element: Element;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Hides what is outside of the frame, so that a large graph seen near costs no more than a small one.
 *
 * Only what a move changes is touched. Links keep their place in the tab order: the style sheet hides what is in them.
 */
export function cull(drawn: readonly Drawn[], view: View, frame: Extent): void {
  const left = -view.x / view.scale;
  const top = -view.y / view.scale;
  const right = left + frame.width / view.scale;
  const bottom = top + frame.height / view.scale;
  for (const part of drawn) part.element.classList.toggle("is-out", part.right < left || part.left > right || part.bottom < top || part.top > bottom);
}
