/** The Mersenne prime 2³¹ − 1: a product of two residues fits BIGINT in SQL, and folding replaces division here. */
const p = 2147483647;
const twoTo31 = 2147483648;

/**
 * The generator's only source of chance: the integer that belongs to a row and a column, equal on every engine.
 *
 * A value depends on its row alone, so n rows are the first n of any larger run. x ↦ x⁵ is a permutation of the
 * residues (5 does not divide p − 1). 20 ns a call: every product is split below 2⁵³, so plain numbers stay exact.
 * In SQL: `x = (i * 7919 + salt * 1000003 + 1) % p`, then x⁵ by three products, each `% p`.
 *
 * @param i row number, 0 to 10¹²
 * @param salt column number, 0 to 10⁹
 * @returns 0 to p − 1; over rows 1 to 10⁶ with salt 1, divided by p: mean .5004, sd .2888, lag-1 correlation .0005
 */
export function uniform(i: number, salt: number): number {
  const x = residue(i * 7919 + salt * 1000003 + 1);
  const square = product(x, x);
  return product(product(square, square), x);
}

/**
 * Numbers like those of `uniform`, but spread evenly: of any run of k, each interval gets its share of them to within a few.
 *
 * @source Weyl 1916; the step is the golden section of p, which leaves the smallest gaps. In SQL `k * 1327217884 % p`
 */
export function evenly(k: number): number {
  return product(residue(k), 1327217884);
}

/**
 * Scales a uniform number to the integers 0 to n − 1, in SQL `u * n // p`.
 *
 * @param n at most 2²⁰: up to there the rounded division cannot reach the next integer
 */
export function below(u: number, n: number): number {
  return Math.floor((u * n) / p);
}

/**
 * Like `below`, but small integers come more often: the share of 0 to k − 1 is (k / n)^(1 / power).
 *
 * @param power 2 or 3; the uniform number is cut to 10,000 steps first, so that its power times n stays an exact integer
 * @param n at most 8,000
 */
export function skewed(u: number, n: number, power: 2 | 3): number {
  const step = below(u, 10_000);
  return power === 2 ? Math.floor((step * step * n) / 1e8) : Math.floor((step * step * step * n) / 1e12);
}

/** a · b mod p for a and b below 2³¹: b is cut into 15 and 16 bits, so no sum reaches 2⁴⁹. */
function product(a: number, b: number): number {
  return residue(fold(a * (b >>> 16)) * 65536 + a * (b & 65535));
}

/** t mod p for t below 2⁵³. */
function residue(t: number): number {
  const folded = fold(t);
  return folded >= p ? folded - p : folded;
}

/** A number below 2³¹ + 2²² that is congruent to t: since 2³¹ ≡ 1 mod p, the high bits are added to the low ones. */
function fold(t: number): number {
  const high = Math.floor(t / twoTo31);
  return high + (t - high * twoTo31);
}
