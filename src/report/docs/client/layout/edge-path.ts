import type { Point } from "./layout.ts";

/** The `d` of an edge: curves between columns, straight lines through the columns it passes. */
export function edgePath(points: readonly Point[]): string {
  const [start, ...rest] = points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
  if (!start) return "";
  let previous = start;
  let path = `M${start.x} ${start.y}`;
  rest.forEach((point, index) => {
    const middle = Math.round((previous.x + point.x) / 2);
    path += index % 2 === 0 ? `C${middle} ${previous.y} ${middle} ${point.y} ${point.x} ${point.y}` : `H${point.x}`;
    previous = point;
  });
  return path;
}
