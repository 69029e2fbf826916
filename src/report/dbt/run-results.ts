import type { ArtefactContext } from "./metadata.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Result } from "../../run/results.ts";
import type { Standing } from "../standing.ts";
import { metadata } from "./metadata.ts";
import { testUniqueId, uniqueId } from "./names.ts";

export interface RunResultsContext extends ArtefactContext {
  readonly graph: Graph;
  readonly command: string;
  readonly elapsedMs: number;
}

/**
 * How a run went, as dbt's `run_results.json`, schema v6.
 *
 * What did not have to run is there too: unchanged relations as `no-op`, tests with the verdict that still holds.
 * Sample rows of failing tests are not: they are data.
 */
export function runResults({ ran, unchanged, held }: Standing, context: RunResultsContext) {
  const { graph, command, elapsedMs } = context;
  const project = graph.project.config.name;
  const idOf = ({ id }: Result): string => {
    const node = graph.nodes.get(id);
    return node === undefined ? testUniqueId(id, project) : uniqueId(node, project);
  };
  const entry = (result: Result, isHeld: boolean) => entryOf(result, idOf(result), isHeld);
  return {
    metadata: metadata("run-results/v6", context),
    results: [...ran.map((result) => entry(result, false)), ...unchanged.map((result) => entry(result, true)), ...held.map((result) => entry(result, true))],
    elapsed_time: seconds(elapsedMs),
    args: { which: command },
  };
}

function entryOf({ kind, status, startedAt, elapsedMs, rows, queryId, message, failures, relation }: Result, id: string, isHeld: boolean) {
  return {
    status,
    timing: startedAt === undefined ? [] : [{ name: "execute", started_at: startedAt, completed_at: new Date(Date.parse(startedAt) + elapsedMs).toISOString() }],
    thread_id: "main",
    execution_time: seconds(elapsedMs),
    adapter_response: { ...(rows === undefined ? {} : { rows_affected: rows }), ...(queryId === undefined ? {} : { query_id: queryId }), ...(isHeld ? { unchanged: true } : {}) },
    message: message === "" ? null : message,
    failures: kind === "relation" ? null : (failures ?? null),
    unique_id: id,
    compiled: null,
    compiled_code: null,
    relation_name: relation ?? null,
  };
}

const seconds = (elapsedMs: number): number => Math.round(elapsedMs * 1000) / 1_000_000;
