import { describe, expect, test } from "vitest";
import type { EngineError } from "../../errors/engine-error.ts";
import { Failure } from "./failure.ts";
import { engineError, offsetOf } from "./errors.ts";

const failed = (name: string, type: string): EngineError => engineError(new Failure("no", { kind: "query", name, type }), "select 1") as EngineError;

describe("a failure", () => {
  test.each([
    ["of the statement", "DIVISION_BY_ZERO", "USER_ERROR", false],
    ["of a worker", "PAGE_TRANSPORT_TIMEOUT", "INTERNAL_ERROR", true],
    ["of a cluster without workers", "NO_NODES_AVAILABLE", "INTERNAL_ERROR", true],
    ["of Trino itself", "GENERIC_INTERNAL_ERROR", "INTERNAL_ERROR", false],
    ["for want of memory", "EXCEEDED_LOCAL_MEMORY_LIMIT", "INSUFFICIENT_RESOURCES", false],
    ["for want of time", "EXCEEDED_TIME_LIMIT", "INSUFFICIENT_RESOURCES", false],
    ["because somebody else writes", "ICEBERG_COMMIT_ERROR", "EXTERNAL", false],
  ])("%s may pass: %s %s %s", (_, name, type, transient) => expect(failed(name, type).transient).toBe(transient));

  test("that has no place in the statement names the query", () => {
    const told = (place: { line: number; column: number } | undefined) => (engineError(new Failure("line 1:8: no", { kind: "query", queryId: "q1", place }), "select x") as EngineError).message;
    expect([told(undefined), told({ line: 1, column: 8 })]).toEqual(["line 1:8: no (query q1)", "no"]);
  });

  test("of a commit says what it means", () => {
    expect(failed("ICEBERG_COMMIT_ERROR", "EXTERNAL").message).toBe("another build writes this table, or has made it: no");
  });

  test("that we wanted is a cancel", () => {
    expect(engineError(new Failure("the statement was cancelled", { kind: "cancelled" }), "select 1")).toMatchObject({ cancelled: true, transient: false });
  });

  test("that is none of Trino's stays what it is", () => {
    const bug = new TypeError("x");
    expect(engineError(bug, "select 1")).toBe(bug);
  });
});

test.each([
  ["select x", 1, 8, "x"],
  ["select 1,\n  x", 2, 3, "x"],
  ["select '𝄞𝄞', x", 1, 14, "x"],
  ["select 1\r\n, x", 2, 3, "x"],
  ["select (", 1, 9, ""],
  ["select 1", 7, 1, ""],
])("%j, line %d, column %d is %j", (statement, line, column, expected) => {
  const offset = offsetOf(statement, { line, column });
  expect(offset).toBeLessThanOrEqual(statement.length);
  expect(statement.slice(offset, offset + expected.length)).toBe(expected);
});
