import type { ForecastPart, ForecastSpec } from "./spec.ts";
import type { PartSource, Words } from "./parts/part-source.ts";
import type { Spelling } from "./sql.ts";
import { backtestPart } from "./parts/backtest.ts";
import { baselinesPart } from "./parts/baselines.ts";
import { blocksPart } from "./parts/blocks.ts";
import { calendarPart } from "./parts/calendar.ts";
import { candidatesPart } from "./parts/candidates.ts";
import { coefficientsPart } from "./parts/coefficients.ts";
import { directPart } from "./parts/direct.ts";
import { ensemblePart } from "./parts/ensemble.ts";
import { errorsPart } from "./parts/errors.ts";
import { expectedErrorsPart } from "./parts/expected-errors.ts";
import { featuresPart } from "./parts/features.ts";
import { finalPart } from "./parts/final.ts";
import { originsPart } from "./parts/origins.ts";
import { picksPart } from "./parts/picks.ts";
import { planOf } from "./parts/plan.ts";
import { rankingPart } from "./parts/ranking.ts";
import { recursivePart } from "./parts/recursive.ts";
import { regressionParts } from "./parts/regression.ts";
import { scoresPart } from "./parts/scores.ts";
import { seriesPart } from "./parts/series.ts";
import { standardErrorsPart } from "./parts/gaussian.ts";

export { runIdMark } from "./published.ts";
export { forecastProblems, forecastWarnings } from "./problems.ts";

/**
 * The relations that a forecast makes, in the order in which they read each other; the last (name "") is the forecast itself.
 *
 * Each is one statement and is to become a table of its own, so that no engine plans or computes a fit twice.
 * People read `series`, `coefficients`, `backtest`, `scores` and the forecast; the others are steps on the way.
 */
export function forecastParts(spec: ForecastSpec): readonly ForecastPart[] {
  return sourcesOf(spec).map(({ sql: _, checks = [], ...part }) => ({ ...part, checks: checks.map(({ failures: __, ...check }) => check) }));
}

/** The SQL of one part. `nameOf("of")`, `nameOf("future")`, `nameOf("holidays")`, `nameOf("external:x")`, `nameOf("part:series")` give what stands after `from`, without alias. */
export function forecastPartSql(spec: ForecastSpec, part: string, nameOf: (name: string) => string, spelling: Spelling): string {
  return partNamed(spec, part).sql({ nameOf, spelling });
}

/** A query of the rows that break a check of a part: any row means that nothing may read the part. */
export function forecastCheckSql(spec: ForecastSpec, part: string, check: string, nameOf: (name: string) => string, spelling: Spelling): string {
  const found = partNamed(spec, part).checks?.find(({ name }) => name === check);
  if (found === undefined) throw new TypeError(`part "${part}" of a forecast has no check "${check}"`);
  return found.failures({ nameOf, spelling } satisfies Words);
}

function partNamed(spec: ForecastSpec, name: string): PartSource {
  const found = sourcesOf(spec).find((part) => part.name === name);
  if (found === undefined) throw new TypeError(`a forecast has no part "${name}"`);
  return found;
}

function sourcesOf(spec: ForecastSpec): readonly PartSource[] {
  const plan = planOf(spec);
  return [
    calendarPart(plan),
    seriesPart(plan),
    originsPart(plan),
    blocksPart(plan),
    baselinesPart(plan),
    ...(plan.models.length === 0 ? [] : [featuresPart(plan)]),
    ...plan.models.flatMap((model) => [...regressionParts(plan, model), model.mode === "direct" ? directPart(plan, model) : recursivePart(plan, model)]),
    ...(plan.models.length === 0 ? [] : [coefficientsPart(plan)]),
    candidatesPart(plan),
    errorsPart(plan, "candidates"),
    ...(spec.ensemble ? [ensemblePart(plan), errorsPart(plan, "ensemble")] : []),
    backtestPart(plan),
    rankingPart(plan),
    picksPart(plan),
    scoresPart(plan),
    spec.interval.kind === "conformal" ? expectedErrorsPart(plan) : standardErrorsPart(plan),
    finalPart(plan),
  ];
}
