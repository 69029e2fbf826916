import type { Paint } from "../../errors/paint.ts";
import { plain } from "../../errors/paint.ts";

const escape = (on: number, off: number) => (text: string): string => (text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`);

const coloured: Paint = Object.freeze({ red: escape(31, 39), yellow: escape(33, 39), green: escape(32, 39), dim: escape(2, 22), bold: escape(1, 22) });

/** The colours of a terminal, or none: the words are the same. */
export const paintOf = (color: boolean): Paint => (color ? coloured : plain);
