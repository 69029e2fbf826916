import type { Site } from "./site.ts";

/**
 * The ids around a node: so many steps up and down, the node itself included.
 *
 * @example neighbourhood(site, "shop.fct_sales", 1, Infinity) // its parents, itself and all that depends on it
 */
export function neighbourhood(site: Site, id: string, up: number, down: number): ReadonlySet<string> {
  return new Set([...walk(site.parents, id, up), ...walk(site.children, id, down)]);
}

/**
 * As `neighbourhood` with the largest equal depth that keeps within `limit` nodes; at least one step.
 */
export function compactNeighbourhood(site: Site, id: string, limit: number): ReadonlySet<string> {
  let best = neighbourhood(site, id, 1, 1);
  for (let depth = 2; ; depth += 1) {
    const wider = neighbourhood(site, id, depth, depth);
    if (wider.size === best.size || wider.size > limit) return best;
    best = wider;
  }
}

function walk(next: Site["parents"], id: string, depth: number): Set<string> {
  const seen = new Set([id]);
  let edge = [id];
  for (let step = 0; step < depth && edge.length > 0; step += 1) {
    const found = edge.flatMap((from) => next.get(from) ?? []).map((node) => node.id);
    edge = [...new Set(found)].filter((to) => !seen.has(to));
    for (const to of edge) seen.add(to);
  }
  return seen;
}
