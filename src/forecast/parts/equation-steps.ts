import type { FitRequest } from "../fit.ts";
import type { Step } from "../sql.ts";
import { cell } from "../fit.ts";
import { keyNames } from "../rows.ts";
import { range, select, sum } from "../sql.ts";
import { refineSteps } from "../refine.ts";

/** From this penalty on the matrix R + λI has a condition below p / λ, 24,000 at most, so the first pass is right to 11 digits. */
const leastPlainPenalty = 1e-3;

/** Whether residuals are computed, for which the rows are read again. */
export const needsScan = (lambdas: readonly number[]): boolean => lambdas.some((lambda) => lambda < leastPlainPenalty);

/**
 * Second pass of a fit, up to the step `coefficients`. Where every penalty is large enough no residuals are computed for it, as they
 * would change nothing to be seen: that scan, once per penalty, is the largest one of a forecast.
 *
 * Then c = λb holds exactly, and the mean squared residual follows from the swept matrix: r²/n = a_qq − λ Σ b², as b'Rb = b'r − λ b'b.
 *
 * @param rows, fit relations as `rowSteps` and `fitSteps` make them
 */
export function equationSteps(request: FitRequest, rows: () => string, fit: string): readonly Step[] {
  if (needsScan(request.lambdas)) return refineSteps(request, rows(), fit);
  const steps = refineSteps(request, "", fit);
  const q = request.features.length + 1;
  const solution = range(1, q - 1).map((j) => cell(j, q));
  const query = select(
    [...keyNames(request), "penalty_index", ...solution.map((b, i) => `penalty * ${b} as c${i + 1}`), `${cell(q, q)} - penalty * (${sum(solution.map((b) => `${b} * ${b}`))}) as rr`],
    `from ${fit} as fitted`,
  );
  return [{ name: "refine_sums", query }, ...steps.slice(steps.findIndex(({ name }) => name === "refine_gradient"))];
}
