import { expect, test } from "vitest";
import { cull, type Drawn } from "./cull.ts";

test("only what the frame shows is drawn", () => {
  const out = new Set<number>();
  const at = (left: number): Drawn => ({ element: { classList: { toggle: (_name: string, isOut: boolean) => (isOut ? out.add(left) : out.delete(left)) } } as unknown as Element, left, right: left + 10, top: 0, bottom: 10 });
  const drawn = [0, 100, 200].map(at);
  cull(drawn, { x: 0, y: 0, scale: 1 }, { width: 150, height: 50 });
  expect([...out]).toEqual([200]);
  cull(drawn, { x: -300, y: 0, scale: 2 }, { width: 150, height: 50 });
  expect([...out].sort()).toEqual([0, 100]);
});
