import type { ForecastSpec, RegressionModel } from "../spec.ts";

/**
 * What a model's own target is a change over.
 *
 * A direct forecast knows nothing newer than its origin, so there a change is taken over the whole horizon, or over the least number of whole seasons that is not shorter.
 */
export function differenceOf({ mode, target }: RegressionModel, { horizon, season }: ForecastSpec): number {
  if (target === "level") return 0;
  const least = mode === "direct" ? horizon : 1;
  return target === "diff" ? least : season * Math.ceil(least / season);
}
