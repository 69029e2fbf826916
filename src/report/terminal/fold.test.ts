import { expect, test } from "vitest";
import type { Result } from "../../run/results.ts";
import { TestFold } from "./fold.ts";
import { nodeLine } from "./node-lines.ts";
import { plain } from "../../errors/paint.ts";

const result = (id: string, status: Result["status"], more: Partial<Result> = {}): Result => ({ kind: "test", id, node: "shop.sales", what: "not_null", status, message: "", elapsedMs: 10, ...more });
const shown = (fold: TestFold, one: Result): readonly string[] => fold.add("shop.sales", one).map((line) => nodeLine(line, { what: 7, id: 10 }, plain));

test("passing tests of a relation share the line that its last test lets out", () => {
  const fold = new TestFold(new Map([["shop.sales", 3]]));
  expect(shown(fold, result("shop.a", "pass"))).toEqual([]);
  expect(shown(fold, result("shop.b", "pass"))).toEqual([]);
  expect(shown(fold, result("shop.c", "pass"))).toEqual(["ok     3 tests  shop.sales                    0.03 s"]);
});

test("a failing test and a warning each have their own line at once", () => {
  const fold = new TestFold(new Map([["shop.sales", 3]]));
  expect(shown(fold, result("shop.a", "pass"))).toEqual([]);
  expect(shown(fold, result("shop.b", "fail", { failures: 1_200 }))).toEqual(["fail   test     shop.sales  1,200 failures    0.01 s  b"]);
  expect(shown(fold, result("shop.c", "warn", { failures: 1 }))).toEqual(["warn   test     shop.sales       1 failure    0.01 s  c", "ok     1 test   shop.sales                    0.01 s"]);
});

test("skipped tests say because of what", () => {
  const fold = new TestFold(new Map([["shop.sales", 2]]));
  const skipped = { message: "because of shop.orders", elapsedMs: 0 };
  shown(fold, result("shop.a", "skipped", skipped));
  expect(shown(fold, result("shop.b", "skipped", skipped))).toEqual(["skip   2 tests  shop.sales  because of shop.orders"]);
});

test("what never ended is let out at the end", () => {
  const fold = new TestFold(new Map([["shop.sales", 2]]));
  shown(fold, result("shop.a", "pass"));
  expect(fold.rest().map(({ what }) => what)).toEqual(["1 test"]);
});
