import { expect, test } from "vitest";
import { below, evenly, skewed, uniform } from "./uniform.ts";

const p = 2147483647n;

/** The recipe as it stands, in integers of any size. */
function uniformByBigInt(i: number, salt: number): number {
  const x = (BigInt(i) * 7919n + BigInt(salt) * 1000003n + 1n) % p;
  return Number(x ** 5n % p);
}

test.each([
  { first: 0, step: 1, salt: 1 },
  { first: 1, step: 104_729, salt: 7 },
  { first: 2 ** 31 - 20_000, step: 1, salt: 104 },
  { first: 10 ** 12 - 20_000, step: 1, salt: 10 ** 9 },
])("plain numbers give what BigInt gives, from row $first on in steps of $step with salt $salt", ({ first, step, salt }) => {
  for (let k = 0; k < 20_000; k++) {
    const i = first + k * step;
    if (uniform(i, salt) !== uniformByBigInt(i, salt)) expect.fail(`row ${i}: ${uniform(i, salt)} is not ${uniformByBigInt(i, salt)}`);
  }
});

test("a residue of 0, 1 and p − 1 comes out exactly", () => {
  // (−1 / 7919) mod p, so that x is 0; its neighbours make x the smallest and the largest residue of the recipe.
  const zeroAt = Number(powerOf(7919n, p - 2n) * (p - 1n) % p);
  const oneAfter = Number(powerOf(7919n, p - 2n));
  expect([uniform(zeroAt, 0), uniform(0, 0), uniform((2 * zeroAt) % Number(p), 0)]).toEqual([0, 1, Number(p) - 1]);
  expect(uniform((zeroAt + oneAfter) % Number(p), 0)).toBe(1);
});

test("a million rows with salt 1 have mean .5004, standard deviation .2888 and lag-1 correlation .0005", () => {
  const values = Array.from({ length: 1_000_000 }, (_, k) => uniform(k + 1, 1) / Number(p));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let squares = 0;
  let neighbours = 0;
  values.forEach((value, k) => {
    squares += (value - mean) ** 2;
    if (k > 0) neighbours += (value - mean) * (values[k - 1]! - mean);
  });
  expect([mean, Math.sqrt(squares / values.length), neighbours / squares].map((value) => value.toFixed(4))).toEqual(["0.5004", "0.2888", "0.0005"]);
});

test("every tenth gets its share of even numbers to within two, of any run", () => {
  for (const [first, length] of [[0, 100], [1_000_003, 400], [10 ** 9, 5_000]] as const) {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let k = first; k < first + length; k++) counts[below(evenly(k), 10)]!++;
    for (const count of counts) expect(Math.abs(count - length / 10)).toBeLessThanOrEqual(2);
  }
});

test("scaling reaches both ends, and is exact where the quotient is nearly whole", () => {
  expect([below(0, 10), below(Number(p) - 1, 10)]).toEqual([0, 9]);
  const n = 2 ** 20;
  for (let k = 1; k < n; k += 101) {
    const u = Number((BigInt(k) * p) / BigInt(n));
    expect([below(u, n), below(u + 1, n)]).toEqual([k - 1, k]);
  }
});

test.each([
  { power: 2, share: 0.5 },
  { power: 3, share: 0.63 },
] as const)("a quarter of the integers gets the share $share of the draws at power $power", ({ power, share }) => {
  const draws = Array.from({ length: 100_000 }, (_, i) => skewed(uniform(i, 1), 100, power));
  expect(draws.filter((value) => value < 25).length / draws.length).toBeCloseTo(share, 2);
  expect([Math.min(...new Set(draws)), Math.max(...new Set(draws))]).toEqual([0, 99]);
});

function powerOf(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let factor = base % p, left = exponent; left > 0n; left >>= 1n, factor = (factor * factor) % p) {
    if (left & 1n) result = (result * factor) % p;
  }
  return result;
}
