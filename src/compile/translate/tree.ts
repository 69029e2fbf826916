/** A node of DuckDB's syntax tree. */
export type Node = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);

export function nodeIn(node: Node, key: string): Node | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

export function nodesIn(node: Node, key: string): readonly Node[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function listIn(node: Node, key: string): readonly unknown[] {
  const value = node[key];
  return Array.isArray(value) ? value : [];
}

export const textsIn = (node: Node, key: string): readonly string[] => listIn(node, key).filter((item) => typeof item === "string");

export function textIn(node: Node, key: string): string {
  const value = node[key];
  return typeof value === "string" ? value : "";
}

export const flagIn = (node: Node, key: string): boolean => node[key] === true;

/** Where the node was written, in UTF-16 units; undefined for what the parser made up. */
export function placeOf(node: Node): number | undefined {
  const place = node.query_location;
  return typeof place === "number" ? place : undefined;
}

/** The first place written inside a node, for nodes that have none of their own. */
export function firstPlaceIn(value: unknown): number | undefined {
  if (Array.isArray(value)) return leastOf(value.map(firstPlaceIn));
  if (!isNode(value)) return undefined;
  return placeOf(value) ?? leastOf(Object.values(value).map(firstPlaceIn));
}

const leastOf = (places: readonly (number | undefined)[]): number | undefined => {
  const known = places.filter((place) => place !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

/** A property that says something and is none of `known`: what is not known to be right is not translated. */
export function unknownIn(node: Node, known: ReadonlySet<string>): string | undefined {
  return Object.keys(node).find((key) => !known.has(key) && says(node[key]));
}

function says(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== "" && value !== false;
}

/** What a node means, without its places and its own alias: equal for two spellings of one expression. */
export function meaningOf(node: Node): string {
  return JSON.stringify({ ...node, alias: "" }, (key, value: unknown) => (key === "query_location" ? undefined : value));
}
