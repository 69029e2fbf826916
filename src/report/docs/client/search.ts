import type { DocsNode } from "../docs-data.ts";
import { isTest, layerOf } from "./layers.ts";
import { plainText } from "./markdown.ts";

/** Where a word was found; also the prefixes that narrow a search: `tag:daily`. */
const fields = ["name", "column", "tag", "owner", "domain", "layer", "kind", "description", "sql"] as const;
export type SearchField = (typeof fields)[number];

/** One node that holds every word of a query. */
export interface SearchResult {
  readonly node: DocsNode;
  readonly score: number;
  /** The column to open, when a column matched better than anything else of the node. */
  readonly column?: string;
  /** Why it was found, when its name does not say so. */
  readonly reason?: { readonly field: SearchField; readonly text: string };
}

export interface SearchIndex {
  readonly entries: readonly Entry[];
}

interface Entry {
  readonly node: DocsNode;
  readonly texts: readonly Text[];
}

interface Text {
  readonly field: SearchField;
  readonly text: string;
  readonly lower: string;
  readonly column?: string;
}

interface Term {
  readonly word: string;
  readonly field?: SearchField;
}

interface Hit {
  readonly text: Text;
  readonly score: number;
}

/** Points for a word found as the whole text, at its start, at the start of a word in it, or inside a word. */
const points: Readonly<Record<SearchField, readonly [whole: number, start: number, word: number, inside: number]>> = {
  name: [120, 80, 60, 35],
  column: [40, 30, 22, 12],
  tag: [34, 24, 18, 8],
  owner: [30, 20, 16, 8],
  domain: [24, 16, 12, 6],
  layer: [24, 16, 12, 4],
  kind: [20, 12, 8, 4],
  description: [14, 12, 12, 5],
  sql: [4, 4, 4, 2],
};
/** A name that holds the letters of the word in order ("rdp" in "rpt_daily_profit"), a little less the more are between. */
const looseNamePoints = 9;
/** A test with a fitting name stands behind the models it checks, and so does what is made along with a forecast. */
const minorFactor = 0.5;

/** Prepares the texts once; a search is then one pass over them (1,000 nodes: a few ms). */
export function buildSearchIndex(nodes: readonly DocsNode[]): SearchIndex {
  return { entries: nodes.map((node) => ({ node, texts: textsOf(node) })) };
}

/**
 * Finds the nodes that hold every word of the query, best first.
 *
 * Names weigh most, then columns, tags, descriptions and SQL; equal scores keep name order.
 *
 * @example search(index, "daily tag:finance")
 */
export function search(index: SearchIndex, query: string, limit = 50): readonly SearchResult[] {
  const terms = parseQuery(query);
  if (terms.length === 0) return [];
  return index.entries
    .flatMap((entry) => match(entry, terms) ?? [])
    .sort((a, b) => b.score - a.score || (a.node.id < b.node.id ? -1 : 1))
    .slice(0, limit);
}

/** The words to mark in a result. */
export function searchWords(query: string): readonly string[] {
  return parseQuery(query).map((term) => term.word);
}

/** Cuts a text around the first of the words, to about `length` characters. */
export function snippet(text: string, words: readonly string[], length = 110): string {
  const flat = text.replace(/\s+/g, " ").trim();
  const lower = flat.toLowerCase();
  const first = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  const start = Math.max(0, Math.min(...first, flat.length) - Math.floor(length / 3));
  if (first.length === 0 || start === 0) return flat.length > length ? `${flat.slice(0, length)}…` : flat;
  return `…${flat.slice(start, start + length)}${start + length < flat.length ? "…" : ""}`;
}

/** Splits a text into plain and marked parts. */
export function markWords(text: string, words: readonly string[]): readonly { readonly text: string; readonly marked: boolean }[] {
  const patterns = words.filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (patterns.length === 0) return [{ text, marked: false }];
  return text
    .split(new RegExp(`(${patterns.join("|")})`, "gi"))
    .map((part, position) => ({ text: part, marked: position % 2 === 1 }))
    .filter((part) => part.text !== "");
}

function textsOf(node: DocsNode): readonly Text[] {
  const text = (field: SearchField, value: string | undefined, column?: string): Text[] =>
    value ? [{ field, text: value, lower: value.toLowerCase(), ...(column === undefined ? {} : { column }) }] : [];
  return [
    ...text("name", node.name),
    ...node.columns.flatMap((column) => [...text("column", column.name, column.name), ...text("description", plainText(column.description), column.name)]),
    ...node.tags.flatMap((tag) => text("tag", tag)),
    ...text("owner", node.owner),
    ...text("domain", node.domain),
    ...text("layer", layerOf(node)),
    ...text("kind", node.kind),
    ...text("description", plainText(node.description)),
    ...text("sql", node.source),
    ...text("sql", node.compiled),
  ];
}

function parseQuery(query: string): readonly Term[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((part) => {
      const [prefix = "", ...rest] = part.split(":");
      const field = fields.find((name) => name === prefix);
      return field && rest.join("") !== "" ? { word: rest.join(":"), field } : { word: part };
    });
}

function match(entry: Entry, terms: readonly Term[]): SearchResult | undefined {
  const hits: Hit[] = [];
  for (const term of terms) {
    const hit = bestHit(entry, term);
    if (!hit) return undefined;
    hits.push(hit);
  }
  const best = hits.reduce((a, b) => (b.score > a.score ? b : a)).text;
  const score = (isTest(entry.node) || entry.node.companion !== undefined ? minorFactor : 1) * hits.reduce((sum, hit) => sum + hit.score, 0);
  const result = { node: entry.node, score, ...(best.column === undefined ? {} : { column: best.column }) };
  return best.field === "name" ? result : { ...result, reason: { field: best.field, text: best.text } };
}

function bestHit(entry: Entry, term: Term): Hit | undefined {
  let best: Hit | undefined;
  for (const text of entry.texts) {
    if (term.field && term.field !== text.field) continue;
    const score = scoreOf(text, term.word);
    if (score > (best?.score ?? 0)) best = { text, score };
  }
  return best;
}

function scoreOf(text: Text, word: string): number {
  const [whole, start, atWord, inside] = points[text.field];
  const at = text.lower.indexOf(word);
  if (at === -1) return text.field === "name" ? looseScore(text.lower, word) : 0;
  if (text.lower.length === word.length) return whole;
  if (at === 0) return start + word.length / text.lower.length;
  return /[^a-z0-9]/.test(text.lower[at - 1] ?? "") ? atWord : inside;
}

function looseScore(name: string, word: string): number {
  if (word.length < 3) return 0;
  let at = -1;
  for (const letter of word) {
    at = name.indexOf(letter, at + 1);
    if (at === -1) return 0;
  }
  return looseNamePoints * (word.length / name.length);
}
