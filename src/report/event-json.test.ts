import { expect, test } from "vitest";
import { RmodelError } from "../errors/rmodel-error.ts";
import { doneJson, eventJson, isShown } from "./event-json.ts";

const time = "2026-01-01T00:00:00.000Z";

test("a result says what happened in plain fields", () => {
  const error = new RmodelError("RM4010", { file: "models/shop/a.ts", line: 1, column: 2 }, "it failed");
  const event = eventJson({ kind: "result", result: { kind: "relation", id: "shop.a", node: "shop.a", what: "table", status: "error", message: "it failed", elapsedMs: 1.23456, error } }, time);
  expect(JSON.parse(JSON.stringify(event))).toEqual({
    time, level: "error", event: "result", id: "shop.a", node: "shop.a", kind: "relation", what: "table", status: "error", message: "it failed", elapsed_ms: 1.235,
    error: { code: "RM4010", message: "it failed", file: "models/shop/a.ts", line: 1, column: 2 },
  });
});

test("the last event has the counts of the last line", () => {
  expect(doneJson({ pass: 1, warn: 2, error: 3, skip: 4, noOp: 5, total: 15 }, 7, "run", time)).toEqual({ time, level: "info", event: "done", run_id: "run", pass: 1, warn: 2, error: 3, skip: 4, no_op: 5, total: 15, elapsed_ms: 7 });
});

test.each([
  ["info", "info", true],
  ["info", "warn", false],
  ["error", "warn", true],
  ["error", "none", false],
] as const)("%s is shown where %s is the least: %s", (level, least, shown) => {
  expect(isShown(level, least)).toBe(shown);
});
