/** Colours of a terminal as functions over text. Colour never carries meaning of its own: the words are the same without. */
export interface Paint {
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string): string => text;

/** No colour: files, pipes and NO_COLOR. */
export const plain: Paint = Object.freeze({ red: same, yellow: same, green: same, dim: same, bold: same });
