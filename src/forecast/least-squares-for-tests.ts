/**
 * An independent reference for tests: least squares by Householder QR, ridge as extra rows. Returns intercept and coefficients.
 *
 * @source Golub & Van Loan, Matrix Computations, 4th ed., 5.3.2; ridge: rows √(λn)·I below the standardised columns
 */
export function leastSquares(x: readonly (readonly number[])[], y: readonly number[], lambda: number): readonly number[] {
  const n = x.length;
  const columns = x[0]!.length;
  const means = Array.from({ length: columns }, (_, j) => mean(x.map((row) => row[j]!)));
  const deviations = means.map((center, j) => Math.sqrt(mean(x.map((row) => (row[j]! - center) ** 2))));
  const target = mean(y);
  const ridge = lambda === 0 ? [] : means.map((_, i) => means.map((_, j) => (i === j ? Math.sqrt(lambda * n) : 0)));
  const standard = [...x.map((row) => row.map((value, j) => (value - means[j]!) / deviations[j]!)), ...ridge];
  const solution = solveByReflections(standard, [...y.map((value) => value - target), ...ridge.map(() => 0)]);
  const coefficients = solution.map((value, j) => value / deviations[j]!);
  return [target - coefficients.reduce((total, value, j) => total + value * means[j]!, 0), ...coefficients];
}

const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;

function solveByReflections(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const a = matrix.map((row, i) => [...row, right[i]!]);
  const columns = matrix[0]!.length;
  for (let k = 0; k < columns; k++) {
    const length = Math.hypot(...a.slice(k).map((row) => row[k]!));
    const v = a.slice(k).map((row) => row[k]!);
    v[0]! += v[0]! < 0 ? -length : length;
    const square = v.reduce((total, value) => total + value * value, 0);
    for (let j = k; j <= columns; j++) {
      const factor = (2 * v.reduce((total, value, i) => total + value * a[k + i]![j]!, 0)) / square;
      v.forEach((value, i) => (a[k + i]![j]! -= factor * value));
    }
  }
  const solution: number[] = Array(columns).fill(0);
  for (let k = columns - 1; k >= 0; k--) {
    const known = solution.reduce((total, value, j) => (j > k ? total + value * a[k]![j]! : total), 0);
    solution[k] = (a[k]![columns]! - known) / a[k]![k]!;
  }
  return solution;
}
