import type { Columns, Item } from "./item.ts";

const sweeps = 24;
/** Stop when so many sweeps in a row crossed no fewer edges. */
const patience = 6;

/**
 * Orders each column so that few edges cross: items go to the mean place of their neighbours in the
 * column before, then after, in turns, and the best order seen is kept.
 *
 * @source Sugiyama, Tagawa & Toda 1981, barycentre method
 */
export function orderColumns(columns: Columns): void {
  let best = columns.map((column) => [...column]);
  let fewest = countCrossings(columns);
  let idle = 0;
  for (let sweep = 0; sweep < sweeps && fewest > 0 && idle < patience; sweep += 1) {
    if (sweep % 2 === 0) for (const column of columns) sortColumn(column, (item) => item.before);
    else for (const column of [...columns].reverse()) sortColumn(column, (item) => item.after);
    const crossings = countCrossings(columns);
    idle = crossings < fewest ? 0 : idle + 1;
    if (crossings < fewest) {
      fewest = crossings;
      best = columns.map((column) => [...column]);
    }
  }
  best.forEach((order, rank) => {
    columns[rank]?.splice(0, order.length, ...order);
    number(order);
  });
}

/** Edges that cross between neighbouring columns; n log n with a Fenwick tree. */
export function countCrossings(columns: Columns): number {
  let crossings = 0;
  for (const column of columns) {
    const ends = column.flatMap((item) => item.after.map((next) => next.place).sort((a, b) => a - b));
    const size = Math.max(0, ...ends) + 1;
    const tree = new Int32Array(size + 1);
    ends.forEach((end, seen) => {
      let atOrBefore = 0;
      for (let at = end + 1; at > 0; at -= at & -at) atOrBefore += tree[at] ?? 0;
      crossings += seen - atOrBefore;
      for (let at = end + 1; at <= size; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
    });
  }
  return crossings;
}

function sortColumn(column: Item[], neighbours: (item: Item) => readonly Item[]): void {
  const wanted = new Map(column.map((item) => [item, meanPlace(item, neighbours(item))]));
  column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || a.place - b.place);
  number(column);
}

function meanPlace(item: Item, neighbours: readonly Item[]): number {
  if (neighbours.length === 0) return item.place;
  return neighbours.reduce((sum, neighbour) => sum + neighbour.place, 0) / neighbours.length;
}

function number(column: readonly Item[]): void {
  column.forEach((item, place) => (item.place = place));
}
