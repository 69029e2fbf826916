import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Screen } from "./screen.ts";
import { plain } from "../../errors/paint.ts";
import { progressLine } from "./progress.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const clear = "\r\u001b[2K";

test("lines stay and the live line is always below them", () => {
  const written: string[] = [];
  let live = "1 of 2";
  const screen = new Screen({ write: (text) => written.push(text) }, () => live);
  screen.line("a");
  vi.advanceTimersByTime(60);
  live = "2 of 2";
  vi.advanceTimersByTime(60);
  screen.line("b");
  screen.close();
  expect(written).toEqual(["a\n1 of 2", `${clear}2 of 2`, `${clear}b\n`]);
});

test("without a live line nothing is written but lines, several at a time", () => {
  const written: string[] = [];
  const screen = new Screen({ write: (text) => written.push(text) }, undefined);
  screen.line("a");
  screen.line("b");
  vi.advanceTimersByTime(600);
  screen.close();
  expect(written).toEqual(["a\nb\n"]);
});

test("the live line fits the terminal", () => {
  const progress = { done: 10, total: 1_000, elapsedMs: 3_410, waitingFor: "shop.a_name_that_is_long" };
  expect(progressLine(progress, 200, plain)).toBe(`${"─".repeat(24)}     10 of 1,000  shop.a_name_that_is_long  3.41 s`);
  expect(progressLine({ ...progress, done: 500 }, 64, plain)).toBe(`${"━".repeat(12)}${"─".repeat(12)}    500 of 1,000  shop.a_name…  3.41 s`);
  expect(progressLine(progress, 64, plain).length).toBeLessThan(64);
});
