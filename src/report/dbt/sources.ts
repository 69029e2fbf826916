import type { ArtefactContext } from "./metadata.ts";
import type { Freshness, SourceNode } from "../../load/node.ts";
import { metadata } from "./metadata.ts";
import { uniqueId } from "./names.ts";

/** How fresh one source was found; `error` when it could not be asked. */
export type FreshnessResult =
  | { readonly node: SourceNode; readonly status: "runtime error"; readonly error: string }
  | { readonly node: SourceNode; readonly status: "pass" | "warn" | "error"; readonly loadedAt: string; readonly checkedAt: string; readonly elapsedMs: number };

/** The freshness of sources, as dbt's `sources.json`, schema v3. */
export function sourcesArtefact(results: readonly FreshnessResult[], project: string, elapsedMs: number, context: ArtefactContext) {
  return { metadata: metadata("sources/v3", context), results: results.map((result) => entryOf(result, project)), elapsed_time: elapsedMs / 1000 };
}

function entryOf(result: FreshnessResult, project: string) {
  const unique_id = uniqueId(result.node, project);
  if (result.status === "runtime error") return { unique_id, error: result.error, status: result.status };
  const { node, loadedAt, checkedAt, status, elapsedMs } = result;
  return {
    unique_id,
    max_loaded_at: loadedAt,
    snapshotted_at: checkedAt,
    max_loaded_at_time_ago_in_s: (Date.parse(checkedAt) - Date.parse(loadedAt)) / 1000,
    status,
    criteria: freshnessCriteria(node.freshness),
    adapter_response: {},
    timing: [],
    thread_id: "main",
    execution_time: elapsedMs / 1000,
  };
}

/** In minutes, because dbt counts whole numbers and ours may be half an hour. */
export function freshnessCriteria({ warnAfterHours, errorAfterHours }: Freshness = {}) {
  const after = (hours: number | undefined) => (hours === undefined ? null : { count: Math.round(hours * 60), period: "minute" });
  return { warn_after: after(warnAfterHours), error_after: after(errorAfterHours), filter: null };
}
