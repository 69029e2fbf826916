import type { Template } from "../render.ts";

/** Text before an expression that was written at `offset`; nothing for what was written nowhere. */
export const markOf = (offset: number | undefined): string => (offset === undefined ? "" : `\uE004${offset}\uE005`);

/** Translated text without its marks, and the way back to where a stretch of it was written. */
export interface Unmarked {
  readonly text: string;
  /** Offset in the query that was translated, of the nearest mark at or before `position`. */
  offsetAt(position: number): number | undefined;
}

/** The number that the text is, when it is nothing else. */
export const digitsOf = (marked: string): number | undefined => {
  const { text } = unmark(marked);
  return /^\d+$/.test(text) ? Number(text) : undefined;
};

/** A template without its marks. */
export const unmarked = (template: Template): Template => template.map((chunk) => (typeof chunk === "string" ? chunk.replace(/\uE004\d+\uE005/g, "") : chunk));

/** Takes the marks out of translated text. */
export function unmark(marked: string): Unmarked {
  let text = "";
  const places: { readonly start: number; readonly offset: number }[] = [];
  marked.split(/\uE004(\d+)\uE005/).forEach((piece, index) => {
    if (index % 2 === 1) places.push({ start: text.length, offset: Number(piece) });
    else text += piece;
  });
  return { text, offsetAt: (position) => places.findLast(({ start }) => start <= position)?.offset };
}
