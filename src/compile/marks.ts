import type { Origin } from "../errors/rmodel-error.ts";

/** Where a stretch of rendered SQL was written: from `start`, the `index`th text chunk of the `sql` tag at `origin`. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly origin: Origin;
  readonly index: number;
}

/** Index of a mark that stands for its origin itself, not for a text chunk of a tag there. */
export const wholePlace = -1;

/** Marks for `RenderContext.mark`, and how to take them out again. */
export class Marks {
  private readonly places: { origin: Origin; index: number }[] = [];

  readonly mark = (origin: Origin, index: number): string => `\uE002${this.places.push({ origin, index }) - 1}\uE003`;

  /** The text without its marks, and what each stretch of it came from. */
  strip(marked: string): { readonly text: string; readonly spans: readonly Span[] } {
    let text = "";
    const spans: Span[] = [];
    marked.split(/\uE002(\d+)\uE003/).forEach((piece, index, pieces) => {
      if (index % 2 === 1) return;
      const place = index === 0 ? undefined : this.places[Number(pieces[index - 1])];
      if (place !== undefined) spans.push({ start: text.length, end: text.length + piece.length, ...place });
      text += piece;
    });
    return { text, spans };
  }
}
