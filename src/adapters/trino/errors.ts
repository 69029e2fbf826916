import type { FailureDetails } from "./failure.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { Failure } from "./failure.ts";

/**
 * Errors of a cluster that lost a worker, is starting, or has no room for another query: nothing is wrong with the
 * statement, and nothing came of it. Trino's other internal errors, and memory that a query wants in vain, come again.
 */
const passing = new Set([
  "NO_NODES_AVAILABLE", "REMOTE_TASK_ERROR", "REMOTE_TASK_FAILED", "REMOTE_TASK_MISMATCH", "REMOTE_HOST_GONE", "REMOTE_BUFFER_CLOSE_FAILED", "ABANDONED_TASK",
  "PAGE_TRANSPORT_ERROR", "PAGE_TRANSPORT_TIMEOUT", "TOO_MANY_REQUESTS_FAILED", "SERVER_STARTING_UP", "SERVER_SHUTTING_DOWN", "QUERY_QUEUE_FULL",
]);

/** What Trino said about a statement, with its place; where there is none, with what the server's list of queries calls it. */
export function engineError(thrown: unknown, statement: string): unknown {
  if (!(thrown instanceof Failure)) return thrown;
  const { kind, name, place, queryId } = thrown.details;
  const message = place === undefined ? `${thrown.message}${kind === "cancelled" || queryId === undefined ? "" : ` (query ${queryId})`}` : thrown.message.replace(/^line \d+:\d+: /, "");
  return new EngineError(name === "ICEBERG_COMMIT_ERROR" ? `another build writes this table, or has made it: ${message}` : message, statement, {
    ...(place === undefined ? {} : { offset: offsetOf(statement, place) }),
    cancelled: kind === "cancelled",
    ...(/^EXCEEDED_(TIME|CPU)_LIMIT$/.test(name ?? "") ? { limit: name! } : {}),
    transient: passing.has(name ?? ""),
    cause: thrown,
  });
}

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
