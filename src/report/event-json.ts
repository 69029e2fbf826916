import type { Counts } from "./standing.ts";
import type { Result } from "../run/results.ts";
import type { RunEvent } from "../run/events.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { asJson } from "../errors/format.ts";
import { isBad } from "../run/results.ts";

export type Level = "debug" | "info" | "warn" | "error" | "none";

/** An event as one JSON object, for `--log-format json` and the log file. */
export interface JsonEvent {
  readonly time: string;
  readonly level: Level;
  readonly event: string;
  readonly [field: string]: unknown;
}

export function eventJson(event: RunEvent, time: string): JsonEvent {
  switch (event.kind) {
    case "started":
      return { time, level: "info", event: "started", run_id: event.runId, relations: event.relations, tests: event.tests, unchanged: event.unchanged };
    case "result":
      return { time, level: levelOf(event.result), event: "result", ...resultFields(event.result) };
    case "published":
      return { time, level: "info", event: "published", nodes: event.nodes, elapsed_ms: rounded(event.elapsedMs) };
    case "withheld":
      return { time, level: "warn", event: "withheld", reason: event.reason };
    case "note":
      return { time, level: "info", event: "note", text: event.text };
  }
}

export const doneJson = ({ noOp, ...fields }: Counts, elapsedMs: number, runId: string, time: string): JsonEvent => ({ time, level: "info", event: "done", run_id: runId, ...fields, no_op: noOp, elapsed_ms: rounded(elapsedMs) });

/** How much a result matters. */
export const levelOf = ({ status }: Pick<Result, "status">): Level => (isBad(status) ? "error" : status === "warn" || status === "skipped" ? "warn" : "info");

function resultFields({ id, node, kind, what, status, message, rows, failures, elapsedMs, startedAt, relation, sample, queryPath, error }: Result): Record<string, unknown> {
  return {
    id, node, kind, what, status,
    // What has no value is left out by JSON.
    message: message === "" ? undefined : message,
    rows, failures,
    elapsed_ms: rounded(elapsedMs),
    started_at: startedAt, relation, sample,
    query_path: queryPath,
    error: error instanceof RmodelError ? asJson(error) : error instanceof Error ? { message: error.message } : undefined,
  };
}

const rounded = (elapsedMs: number): number => Math.round(elapsedMs * 1000) / 1000;

const order: readonly Level[] = ["debug", "info", "warn", "error", "none"];

/** Whether something of this level is shown where `least` is the least important level shown. */
export const isShown = (level: Level, least: Level): boolean => least !== "none" && order.indexOf(level) >= order.indexOf(least);
