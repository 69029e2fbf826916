import type { Fold } from "./folds.ts";
import type { FeatureColumn } from "./feature-columns.ts";
import type { ForecastSpec, RegressionModel } from "../spec.ts";
import { foldsOf } from "./folds.ts";
import { differenceOf } from "./difference.ts";
import { featureColumns } from "./feature-columns.ts";
import { quoteIdentifier } from "../sql.ts";

/** A declaration with everything that follows from it, so that each part says only its own SQL. */
export interface Plan {
  readonly spec: ForecastSpec;
  /** Quoted. */
  readonly keys: readonly string[];
  readonly time: string;
  /** The forecast itself first, then hold-out blocks, the newest first. */
  readonly folds: readonly Fold[];
  readonly models: readonly PlannedModel[];
  /** Every feature column of any model, each once. */
  readonly features: readonly FeatureColumn[];
  /** Columns beside the target whose past is used, and columns that are known ahead; not quoted. Their names are other1… and known1…. */
  readonly others: readonly string[];
  readonly known: readonly string[];
  /** Segments that are no keys; not quoted. */
  readonly segments: readonly string[];
  /** The baselines that compete. The naive one always does: it is the last resort of a series that is too short for others. */
  readonly baselines: readonly ForecastSpec["baselines"][number][];
}

export interface PlannedModel extends RegressionModel {
  readonly columns: readonly FeatureColumn[];
  /** The model explains the change over so many periods; 0: the value itself. */
  readonly difference: number;
  /** One candidate per penalty. */
  readonly candidates: readonly string[];
  readonly divides: boolean;
}

export function planOf(spec: ForecastSpec): Plan {
  const columnsOf = featureColumns(spec);
  const models = spec.models.map((model) => ({
    ...model,
    columns: columnsOf.byModel(model),
    difference: differenceOf(model, spec),
    candidates: model.lambdas.map((lambda) => `${model.name}_${lambda}`),
    divides: model.pooled && (model.scaled ?? true),
  }));
  return {
    spec,
    keys: spec.keys.map(quoteIdentifier),
    time: quoteIdentifier(spec.time),
    folds: foldsOf(spec),
    models,
    features: columnsOf.all(),
    others: columnsOf.others,
    known: columnsOf.known,
    segments: spec.segments.filter((segment) => !spec.keys.includes(segment)),
    baselines: spec.baselines.includes("naive") ? spec.baselines : [...spec.baselines, "naive"],
  };
}
