import type { Columns, Item } from "./item.ts";

const sweeps = 12;

/**
 * Gives each item its vertical centre: as near to its neighbours as its column's order and gaps allow.
 *
 * @param room the height an item takes in its column, gap included
 */
export function placeItems(columns: Columns, room: (item: Item, rank: number) => number): void {
  const offsets = columns.map((column, rank) => runningOffsets(column.map((item) => room(item, rank))));
  columns.forEach((column, rank) => column.forEach((item, place) => (item.y = offsets[rank]?.[place] ?? 0)));
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isLast = sweep >= sweeps - 2;
    const ranks = columns.map((_, rank) => rank);
    for (const rank of sweep % 2 === 0 ? ranks : ranks.reverse()) {
      const column = columns[rank] ?? [];
      const pull = (item: Item): readonly Item[] => (isLast ? [...item.before, ...item.after] : sweep % 2 === 0 ? item.before : item.after);
      const placed = fitInOrder(column.map((item) => wantedY(item, pull(item))), column.map(stiffness), offsets[rank] ?? []);
      column.forEach((item, place) => (item.y = placed[place] ?? 0));
    }
  }
}

/**
 * The places nearest to the wanted ones (least weighted squares) that keep the order and the offsets between them.
 *
 * With the offsets taken off this is isotonic regression, solved by pooling neighbours that are out of order.
 *
 * @source Barlow et al. 1972, pool adjacent violators
 */
export function fitInOrder(wanted: readonly number[], weights: readonly number[], offsets: readonly number[]): readonly number[] {
  const pools: { value: number; weight: number; size: number }[] = [];
  wanted.forEach((y, index) => {
    let pool = { value: y - (offsets[index] ?? 0), weight: weights[index] ?? 1, size: 1 };
    for (let last = pools.at(-1); last && last.value > pool.value; last = pools.at(-1)) {
      const weight = last.weight + pool.weight;
      pool = { value: (last.value * last.weight + pool.value * pool.weight) / weight, weight, size: last.size + pool.size };
      pools.pop();
    }
    pools.push(pool);
  });
  return pools.flatMap((pool) => Array<number>(pool.size).fill(pool.value)).map((value, index) => value + (offsets[index] ?? 0));
}

function runningOffsets(rooms: readonly number[]): readonly number[] {
  let end = 0;
  return rooms.map((room) => (end += room) - room / 2);
}

function wantedY(item: Item, neighbours: readonly Item[]): number {
  if (neighbours.length === 0) return item.y;
  return neighbours.reduce((sum, neighbour) => sum + neighbour.y, 0) / neighbours.length;
}

/** Passing points hold their line, so that long edges run straight. */
function stiffness(item: Item): number {
  return item.id === undefined ? 4 : 1;
}
