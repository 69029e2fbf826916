import { describe, expect, test } from "vitest";
import type { EngineError } from "../../errors/engine-error.ts";
import { Failure } from "./failure.ts";
import { engineError, offsetOf } from "./errors.ts";

const failed = (name: string, type: string, statement = "create table t as select 1"): EngineError => engineError(new Failure("no", { kind: "query", name, type }), statement) as EngineError;

describe("a failure", () => {
  test.each([
    ["of the statement", "DIVISION_BY_ZERO", "USER_ERROR", false],
    ["of a worker", "PAGE_TRANSPORT_TIMEOUT", "INTERNAL_ERROR", true],
    ["of the storage", "HIVE_FILESYSTEM_ERROR", "EXTERNAL", true],
    ["for want of memory", "EXCEEDED_LOCAL_MEMORY_LIMIT", "INSUFFICIENT_RESOURCES", true],
    ["because somebody else writes", "ICEBERG_COMMIT_ERROR", "EXTERNAL", false],
  ])("%s may pass: %s %s %s", (_, name, type, transient) => expect(failed(name, type).transient).toBe(transient));

  test.each(["insert into t values 1", " MERGE into t using s on true when matched then delete", "update t set a = 1", "delete from t"])("of %j is never tried again", (statement) => {
    expect(failed("PAGE_TRANSPORT_TIMEOUT", "INTERNAL_ERROR", statement).transient).toBe(false);
  });

  test("of the connection may pass", () => {
    expect(engineError(new Failure("lost", { kind: "connection" }), "select 1")).toMatchObject({ transient: true, cancelled: false });
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
