import { expect, test } from "vitest";
import { centreView, fitView, zoomView } from "./viewport.ts";

test("a small drawing is shown in its size, a large one is made to fit", () => {
  expect(fitView({ width: 100, height: 50 }, { width: 500, height: 300 }, 0)).toEqual({ scale: 1, x: 200, y: 125 });
  expect(fitView({ width: 1000, height: 100 }, { width: 500, height: 300 }, 0)).toEqual({ scale: 0.5, x: 0, y: 125 });
});

test("the point under the pointer stays where it is while scaling", () => {
  expect(zoomView({ x: 10, y: 20, scale: 1 }, 2, { x: 110, y: 120 })).toEqual({ x: -90, y: -80, scale: 2 });
});

test("scaling has its ends", () => {
  expect(zoomView({ x: 0, y: 0, scale: 1 }, 1e9, { x: 0, y: 0 }).scale).toBe(2.5);
  expect(zoomView({ x: 0, y: 0, scale: 1 }, 1e-9, { x: 0, y: 0 }).scale).toBe(0.03);
});

test("a point is brought to the middle", () => {
  expect(centreView({ x: 100, y: 100 }, { width: 400, height: 200 }, 2)).toEqual({ scale: 2, x: 0, y: -100 });
});
