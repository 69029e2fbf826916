/** What stands in a column: a node, or the passing point of an edge that crosses the column (no id). */
export interface Item {
  readonly id?: string;
  /** Items of the column before and after that an edge joins to this one. */
  readonly before: Item[];
  readonly after: Item[];
  /** Place in its column, then vertical centre; both are settled step by step. */
  place: number;
  y: number;
}

export type Columns = readonly Item[][];
export interface Path {
  readonly from: string;
  readonly to: string;
  /** The node it leaves, passing points, the node it enters. */
  readonly items: readonly Item[];
}

/** Builds the columns with a passing point wherever an edge crosses a column. */
export function buildColumns(
  ids: readonly string[],
  edges: readonly (readonly [from: string, to: string])[],
  ranks: ReadonlyMap<string, number>,
): { columns: Columns; paths: readonly Path[] } {
  const columns: Item[][] = [];
  const add = (rank: number, id?: string): Item => {
    const column = (columns[rank] ??= []);
    const item: Item = { ...(id === undefined ? {} : { id }), before: [], after: [], place: column.length, y: 0 };
    column.push(item);
    return item;
  };
  const highest = Math.max(0, ...ranks.values());
  for (let rank = 0; rank <= highest; rank += 1) columns[rank] = [];
  const items = new Map(ids.map((id) => [id, add(ranks.get(id) ?? 0, id)]));
  const paths: Path[] = [];
  for (const [from, to] of edges) {
    const start = items.get(from);
    const end = items.get(to);
    const first = ranks.get(from) ?? 0;
    const last = ranks.get(to) ?? 0;
    if (!start || !end || first >= last) continue;
    const passing = Array.from({ length: last - first - 1 }, (_, step) => add(first + step + 1));
    const all = [start, ...passing, end];
    for (let step = 1; step < all.length; step += 1) {
      all[step - 1]?.after.push(all[step] as Item);
      all[step]?.before.push(all[step - 1] as Item);
    }
    paths.push({ from, to, items: all });
  }
  return { columns, paths };
}
