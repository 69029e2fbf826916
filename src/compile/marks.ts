import type { Origin } from "../errors/rmodel-error.ts";

/** Where a stretch of rendered SQL was written: from `start`, the `index`th text chunk of the `sql` tag at `origin`. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly origin: Origin;
  readonly index: number;
  /** Characters at the start of the chunk that are not in the SQL. */
  readonly skipped: number;
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
    marked.split(/\uE002(\d+)(?:,(\d+))?\uE003/).forEach((piece, index, pieces) => {
      if (index % 3 !== 0) return;
      const place = index === 0 ? undefined : this.places[Number(pieces[index - 2])];
      if (place !== undefined) spans.push({ start: text.length, end: text.length + piece.length, skipped: Number(pieces[index - 1] ?? 0), ...place });
      text += piece;
    });
    return { text, spans };
  }
}

/** The text without white space at its start; a mark there remembers how much it was. */
export const trimStart = (text: string): string => text.replace(/^(?:\uE002(\d+)\uE003)?\s*/, (all: string, place: string | undefined) => (place === undefined ? "" : `\uE002${place},${all.length - place.length - 2}\uE003`));
