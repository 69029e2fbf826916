import type { NodeId } from "../load/node.ts";
import type { Plan } from "../run/plan/plan.ts";
import type { Results } from "../run/results.ts";
import { isForecast } from "../run/ledger/model-run.ts";
import { isoTime } from "../run/sql-time.ts";

/** What the ledger knows of a relation that readers see. */
export interface Facts {
  readonly rows?: number;
  /** ISO text, UTC. */
  readonly builtAt?: string;
  readonly elapsedMs?: number;
}

/** Facts of every relation that is published when a run has ended. */
export function factsAfter(plan: Plan, { results, changed }: Pick<Results, "results" | "changed">): ReadonlyMap<NodeId, Facts> {
  const moved = new Set(changed);
  const built = new Map(results.filter(({ kind }) => kind === "relation").map((result) => [result.id, result]));
  const facts = new Map<NodeId, Facts>();
  for (const id of plan.compiled.relations.keys()) {
    const result = moved.has(id) ? built.get(id) : undefined;
    const live = plan.live(id);
    if (result !== undefined) facts.set(id, known(result.rows, result.startedAt, result.elapsedMs));
    else if (live !== undefined) facts.set(id, known(live.rows, isoTime(live.builtAt), undefined));
  }
  return facts;
}

/** The run that readers see of each forecast when a run has ended. */
export function servingRuns(plan: Plan, { changed }: Pick<Results, "changed">): ReadonlyMap<NodeId, string> {
  const forecasts = [...plan.compiled.graph.nodes.values()].filter(isForecast);
  return new Map(forecasts.flatMap(({ id }) => {
    const version = (changed.includes(id) ? plan.steps.get(id) : plan.live(id))?.version;
    return version === undefined ? [] : [[id, version] as const];
  }));
}

const known = (rows: number | undefined, builtAt: string | undefined, elapsedMs: number | undefined): Facts => ({ ...(rows === undefined ? {} : { rows }), ...(builtAt === undefined ? {} : { builtAt }), ...(elapsedMs === undefined ? {} : { elapsedMs }) });
