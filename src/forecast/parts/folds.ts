import type { ForecastSpec } from "../spec.ts";
import { constants, range } from "../sql.ts";

/** One origin: a forecast as in earnest from the row that lies `beginsBefore` periods before the newest known one. */
export interface Fold {
  /** 0 is the forecast itself; then the blocks, counted from the end of the history. */
  readonly fold: number;
  readonly stage: "forecast" | "validation" | "test";
  readonly beginsBefore: number;
  /** The horizon, or less in the newest block of a test that is no multiple of it. */
  readonly length: number;
  /** The fold at whose origin the coefficients were fitted: its own, or the first of its stage. */
  readonly fit: number;
}

/**
 * The forecast, the test's blocks and the validation's.
 *
 * The test is the history's last `test` periods, cut into horizons from its beginning on; the validation's blocks end where it begins.
 * With `refit: "once"` every block of a stage uses the coefficients of the stage's oldest origin.
 */
export function foldsOf({ horizon, validation }: Pick<ForecastSpec, "horizon" | "validation">): readonly Fold[] {
  const { blocks, refit, test } = validation;
  const testBlocks = Math.ceil(test / horizon);
  const tests = range(1, testBlocks).map((fold) => {
    const beginsBefore = test - (testBlocks - fold) * horizon;
    return { fold, stage: "test" as const, beginsBefore, length: Math.min(horizon, beginsBefore), fit: refit === "once" ? testBlocks : fold };
  });
  const validations = range(1, blocks).map((block) => {
    const fold = testBlocks + block;
    return { fold, stage: "validation" as const, beginsBefore: test + block * horizon, length: horizon, fit: refit === "once" ? testBlocks + blocks : fold };
  });
  return [{ fold: 0, stage: "forecast", beginsBefore: 0, length: horizon, fit: 0 }, ...tests, ...validations];
}

/** Folds as a constant table `folds`, to stand after `join`. */
export const foldTable = (folds: readonly Fold[]): string =>
  constants("folds", ["fold", "fit", "begins_before", "block_length"], folds.map(({ fold, fit, beginsBefore, length }) => [fold, fit, beginsBefore, length].map(String)));

/** Origins at which something is fitted, each once. */
export const fitFolds = (folds: readonly Fold[]): readonly Fold[] => folds.filter(({ fold, fit }) => fold === fit);

/** The oldest fold of a stage: what its scores are scaled by lies before it. */
export const oldestOf = (folds: readonly Fold[], stage: Fold["stage"]): Fold | undefined => folds.filter((fold) => fold.stage === stage).at(-1);
