import type { FailureDetails } from "./failure.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { Failure } from "./failure.ts";

/** Kinds of failures that are not about the statement. */
const passing = new Set(["INTERNAL_ERROR", "EXTERNAL", "INSUFFICIENT_RESOURCES"]);

/**
 * What Trino said about a statement, with its place.
 *
 * Whatever the server, the workers or the storage failed at may succeed when it is sent again. A statement that adds to
 * or changes a table is never sent again: it may have come through although its answer did not.
 */
export function engineError(thrown: unknown, statement: string): unknown {
  if (!(thrown instanceof Failure)) return thrown;
  const { kind, name, type, place } = thrown.details;
  const message = place === undefined ? thrown.message : thrown.message.replace(/^line \d+:\d+: /, "");
  const isConflict = name === "ICEBERG_COMMIT_ERROR";
  const transient = !isConflict && !changesRows(statement) && (kind === "connection" || (kind === "query" && passing.has(type ?? "")));
  return new EngineError(isConflict ? `another build writes this table, or has made it: ${message}` : message, statement, {
    ...(place === undefined ? {} : { offset: offsetOf(statement, place) }),
    cancelled: kind === "cancelled",
    ...(/^EXCEEDED_(TIME|CPU)_LIMIT$/.test(name ?? "") ? { limit: name! } : {}),
    transient,
    cause: thrown,
  });
}

const changesRows = (statement: string): boolean => /^\s*(insert|merge|update|delete)\b/i.test(statement);

/** Trino counts lines and code points from 1; a JavaScript string counts UTF-16 units from 0. */
export function offsetOf(statement: string, { line, column }: { readonly line: number; readonly column: number }): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) {
    const end = statement.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  const before = Array.from(statement.slice(start, start + 2 * column)).slice(0, column - 1).join("");
  return Math.min(start + before.length, statement.length);
}

/** What the protocol told about an error; undefined for one of another kind. */
export function failureOf(thrown: unknown): FailureDetails | undefined {
  const cause = thrown instanceof EngineError ? thrown.cause : thrown;
  return cause instanceof Failure ? cause.details : undefined;
}
