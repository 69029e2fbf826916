/**
 * Puts every node into a column: right of all its parents, and nodes without parents next to their first child.
 *
 * Longest path over a topological order, linear. In a cycle, which a project cannot have, the nodes stay in
 * column 0 and their edges point sideways or back; the layout leaves those out.
 */
export function rankNodes(ids: readonly string[], edges: readonly (readonly [from: string, to: string])[]): ReadonlyMap<string, number> {
  const children = new Map<string, string[]>(ids.map((id) => [id, []]));
  const waiting = new Map<string, number>(ids.map((id) => [id, 0]));
  for (const [from, to] of edges) {
    children.get(from)?.push(to);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const ranks = new Map<string, number>(ids.map((id) => [id, 0]));
  const roots = ids.filter((id) => waiting.get(id) === 0);
  const ready = [...roots];
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const child of children.get(id) ?? []) {
      ranks.set(child, Math.max(ranks.get(child) ?? 0, (ranks.get(id) ?? 0) + 1));
      const left = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  for (const root of roots) {
    const nearest = Math.min(...(children.get(root) ?? []).map((child) => ranks.get(child) ?? 0));
    if (nearest !== Infinity) ranks.set(root, Math.max(0, nearest - 1));
  }
  return ranks;
}
