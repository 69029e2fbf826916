import type { ModelRun, Score } from "../../run/ledger/model-run.ts";
import type { ResultRow } from "../../adapters/adapter.ts";
import { approvalOf } from "../../run/ledger/model-run.ts";
import { jsonRow } from "./rows-text.ts";

/** What of a forecast's parameters is looked at here; whichever version of rmodel wrote them. */
interface Parameters {
  readonly choice?: { readonly metric?: string };
}

/** How what was chosen did, beside the best baseline: on the hold-out, by the metric that decided. */
export interface Comparison {
  readonly metric: string;
  readonly chosen: number | null;
  readonly baseline: string | null;
  readonly best: number | null;
}

export function comparisonOf({ spec, scores }: Pick<ModelRun, "spec" | "scores">): Comparison {
  const { choice } = (spec ?? {}) as Parameters;
  const metric = choice?.metric ?? "mae";
  const valueOf = (score: Score | undefined): number | null => score?.metrics[metric] ?? null;
  const judged = scores.filter(({ stage }) => stage === "validation");
  const rivals = judged.filter((score) => score.isBaseline && valueOf(score) !== null);
  const best = rivals.reduce<Score | undefined>((least, score) => (least === undefined || valueOf(score)! < valueOf(least)! ? score : least), undefined);
  return { metric, chosen: valueOf(judged.find(({ model }) => model === "chosen")), baseline: best?.model ?? null, best: valueOf(best) };
}

/** A run as other programs read it; with coefficients it is the whole export. */
export function recordOf(run: ModelRun, serving: string | undefined, coefficients?: readonly ResultRow[] | null) {
  const approval = approvalOf(run);
  return {
    forecast: run.node,
    run: run.run,
    stage: run.stage,
    serves: run.run === serving,
    registered_at: run.registeredAt,
    approved_at: approval?.at ?? null,
    approved_by: approval?.by ?? null,
    served_at: run.servedAt ?? null,
    history: run.history,
    build: run.runId,
    parameters: run.spec,
    inputs: run.inputs,
    companions: run.parts,
    comparison: comparisonOf(run),
    metrics: run.scores.map(({ model, stage, isBaseline, isChosen, n, metrics }) => ({ model, stage, is_baseline: isBaseline, is_chosen: isChosen, n, ...metrics })),
    champions: run.champions,
    coefficient_count: run.coefficients,
    ...(coefficients === undefined ? {} : { coefficients: coefficients?.map(jsonRow) ?? null }),
  };
}
