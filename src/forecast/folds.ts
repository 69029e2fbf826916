import type { ForecastRequest } from "./forecast.ts";
import { constants, range } from "./sql.ts";

/** Fold 0 is the forecast itself, fold f the block that begins f horizons before the end. */
export function folds({ blocks, horizon, fit }: ForecastRequest): string {
  const trained = (fold: number): number => (fold === 0 ? 0 : fit === "once" ? blocks : fold) * horizon;
  return constants("folds", ["fold", "begins_before", "trained_before"], range(0, blocks).map((fold) => [fold, fold * horizon, trained(fold)].map(String)));
}
