import { expect, test } from "vitest";
import { largeProject } from "../../fixture/large.ts";
import { onlineRetail } from "../../fixture/online-retail.ts";
import { buildColumns } from "./item.ts";
import { layoutGraph, type Edge, type Layout } from "./layout.ts";
import { countCrossings, orderColumns } from "./order.ts";
import { fitInOrder } from "./place.ts";
import { rankNodes } from "./rank.ts";

const size = { widthOf: () => 100, height: 40, columnGap: 50, rowGap: 10 };

function layoutOf(nodes: readonly { readonly id: string; readonly dependsOn: readonly string[] }[]): { layout: Layout; edges: readonly Edge[] } {
  const edges = nodes.flatMap((node) => node.dependsOn.map((parent): Edge => [parent, node.id]));
  return { layout: layoutGraph(nodes.map((node) => node.id), edges, size), edges };
}

test("a diamond: parents left of children, the middle ones above each other, the ends between them", () => {
  const { nodes, width, height } = layoutGraph(["a", "b", "c", "d"], [["a", "b"], ["a", "c"], ["b", "d"], ["c", "d"]], size);
  expect(Object.fromEntries([...nodes].map(([id, { x, y }]) => [id, [x, y]]))).toEqual({ a: [0, 25], b: [150, 0], c: [150, 50], d: [300, 25] });
  expect([width, height]).toEqual([400, 90]);
});

test("a node without parents stands next to its first child", () => {
  expect(rankNodes(["a", "b", "c", "late"], [["a", "b"], ["b", "c"], ["late", "c"]]).get("late")).toBe(1);
});

test("a cycle, which a project cannot have, still gives a drawing", () => {
  expect(layoutGraph(["a", "b", "c"], [["a", "b"], ["b", "a"], ["b", "c"]], size).nodes.size).toBe(3);
});

test("nothing gives an empty drawing", () => {
  expect(layoutGraph([], [], size)).toEqual({ nodes: new Map(), edges: [], width: 0, height: 0 });
});

test("edges that need not cross do not", () => {
  const edges: Edge[] = [["a", "z"], ["b", "y"], ["c", "x"]];
  const ids = ["a", "b", "c", "x", "y", "z"];
  const { columns } = buildColumns(ids, edges, rankNodes(ids, edges));
  expect(countCrossings(columns)).toBe(3);
  orderColumns(columns);
  expect(countCrossings(columns)).toBe(0);
});

test("items are placed as near to their wish as order and gaps allow", () => {
  expect(fitInOrder([0, 0, 100], [1, 1, 1], [0, 10, 20])).toEqual([-5, 5, 100]);
});

test.each([["the sample", onlineRetail.nodes], ["1,000 nodes", largeProject(1000).nodes]] as const)("%s: no two boxes overlap, every edge runs from left to right between its nodes", (_name, nodes) => {
  const { layout, edges } = layoutOf(nodes);
  const boxes = [...layout.nodes.values()].sort((a, b) => a.x - b.x || a.y - b.y);
  boxes.slice(1).forEach((box, index) => {
    const before = boxes[index];
    if (before?.x === box.x) expect(box.y - before.y).toBeGreaterThanOrEqual(size.height - 0.01);
  });
  expect(layout.edges.length).toBe(edges.length);
  for (const { from, to, points } of layout.edges) {
    expect(points[0]?.x).toBe((layout.nodes.get(from)?.x ?? 0) + 100);
    expect(points.at(-1)?.x).toBe(layout.nodes.get(to)?.x);
    expect(points.map((point) => point.x)).toEqual(points.map((point) => point.x).sort((a, b) => a - b));
  }
});

test("1,000 nodes near a screen's shape within a second (usually 50 ms)", () => {
  const { nodes } = largeProject(1000);
  layoutOf(nodes);
  const start = performance.now();
  const { layout } = layoutOf(nodes);
  expect(performance.now() - start).toBeLessThan(1000);
  expect(layout.width / layout.height).toBeGreaterThan(0.7);
  expect(layout.width / layout.height).toBeLessThan(4);
});
