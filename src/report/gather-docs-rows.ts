import type { Compiled } from "../compile/compiled.ts";
import type { NodeId, RelationNode } from "../load/node.ts";
import type { ResultRow, Value } from "../adapters/adapter.ts";

/** How pictures get their rows: from what readers see. */
export interface Reader {
  /** What stands after `from`; undefined where nothing of it is published. */
  nameOf(id: NodeId): string | undefined;
  query(sql: string): Promise<readonly ResultRow[]>;
}

/** Bounds of what the site holds of the rows of one project. */
export const limits = Object.freeze({
  /** Series of a forecast, groups of a regression. */
  keys: 24,
  /** Periods of a history. */
  periods: 520,
  /** Terms of one equation. */
  terms: 40,
  segments: 200,
  bars: 40,
  points: 520,
  colors: 8,
  /** Bytes of JSON of one forecast or regression, and of all together. */
  bytesEach: 300_000,
  bytesAll: 1_500_000,
});

/** A number to six digits, which is more than a picture shows; what is none is null. */
export function numberOf(value: Value | undefined): number | null {
  if (value === null || value === undefined || value === "" || typeof value === "boolean") return null;
  const number = Number(value);
  return Number.isFinite(number) ? Number(number.toPrecision(6)) : null;
}

export const wholeOf = (value: Value | undefined): number => Math.round(Number(value ?? 0));

/** A date or time as ISO text; engines write the space and the zone in ways of their own. */
export const dayOf = (value: Value | undefined): string => String(value).slice(0, 10);

/** Keys that may be shown. */
export function shownKeys(keys: readonly string[], node: RelationNode): readonly string[] {
  return keys.filter((key) => node.columns.find(({ name }) => name === key)?.pii !== true);
}

/** What a series is called: its keys, and a number where a personal one is not told. */
export function labelOf(row: ResultRow, keys: readonly string[], shown: readonly string[], number: number): string {
  const texts = shown.map((key) => String(row[key]));
  return [...texts, ...(shown.length === keys.length ? [] : [`series ${number}`])].join(" · ");
}

/** `a = b` for each key, between two aliases; true without keys. */
export function sameKeys(one: string, other: string, keys: readonly string[], quote: (name: string) => string): string {
  return keys.length === 0 ? "1 = 1" : keys.map((key) => `${one}.${quote(key)} = ${other}.${quote(key)}`).join(" and ");
}

/** `24 of 3,000 series, the largest`; nothing where all are shown. */
export const someOf = (shown: number, all: number, noun: string, which: string): readonly string[] => (shown >= all ? [] : [`${count(shown)} of ${count(all)} ${noun}, ${which}`]);

export const count = (number: number): string => number.toLocaleString("en-US");

/** A relation of a declaration, by the part's name. */
export const partOf = ({ graph }: Compiled, owner: NodeId, part: string): RelationNode | undefined => graph.nodes.get(`${owner}__${part}`) as RelationNode | undefined;

/** The longest beginning of a list of which the JSON keeps within so many bytes; at least one. */
export function within<T>(list: readonly T[], bytes: number): readonly T[] {
  let left = bytes;
  return list.filter((one, index) => (left -= sizeOf(one)) >= 0 || index === 0);
}

/** Bytes of a value as JSON. */
export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
