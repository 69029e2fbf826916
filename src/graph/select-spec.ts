import { RmodelError } from "../errors/rmodel-error.ts";

/** One thing to select, and how far around it. */
export interface Atom {
  /** As it was written, for messages. */
  readonly text: string;
  /** `tag`, `path` …; without one the value is a name. */
  readonly method: string;
  /** What follows the dot of a method: `materialized` in `config.materialized:table`. */
  readonly key: string;
  readonly value: string;
  /** Generations of parents and of children to add; Infinity for all. */
  readonly parents: number;
  readonly children: number;
  /** `@`: all children, and all that these need to be built. */
  readonly withNeeds: boolean;
}

/** Nodes that every one of these atoms selects. */
export type Intersection = readonly Atom[];

/**
 * Reads selections: spaces (and several texts) mean either, commas mean both.
 *
 * @throws RM2014 an atom that says nothing to select, or a comma with nothing beside it
 * @example parseSpec(["2+orders", "tag:nightly,path:models/shop"])
 * // [[2+orders], [tag:nightly, path:models/shop]]
 */
export function parseSpec(texts: readonly string[]): readonly Intersection[] {
  const words = texts.flatMap((text) => text.split(/\s+/)).filter((word) => word !== "");
  return words.map((word) => word.split(",").map((text) => parseAtom(text, word)));
}

const shape = /^(?<needs>@?)(?:(?<up>\d*)\+)?(?:(?<method>[a-z_]+)(?:\.(?<key>[\w.]+))?:)?(?<value>.*?)(?:\+(?<down>\d*))?$/i;

function parseAtom(text: string, word: string): Atom {
  const { needs, up, method, key = "", value = "", down } = shape.exec(text)!.groups!;
  if (value === "" || /[+@:]/.test(value[0]!)) throw unreadable(text, word);
  return { text, method: method ?? methodFor(value), key, value, parents: generations(up), children: generations(down), withNeeds: needs === "@" };
}

const generations = (count: string | undefined): number => (count === undefined ? 0 : count === "" ? Infinity : Number(count));

/** What people write without a method: a path, a file or a name. */
function methodFor(value: string): string {
  if (/[/\\]/.test(value)) return "path";
  return /\.(ts|sql|csv)$/.test(value) ? "file" : "name";
}

function unreadable(text: string, word: string): RmodelError {
  if (text === "") return new RmodelError("RM2014", undefined, `the selection "${word}" has a comma with nothing beside it`, "write a,b without a space for what both select, or a b for what either selects");
  return new RmodelError("RM2014", undefined, `the selection "${text}" names nothing`, "write it like +orders, orders+2, @orders or tag:nightly");
}
