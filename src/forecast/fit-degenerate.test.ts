import { describe, expect, test } from "vitest";
import type { FitRequest } from "./fit.ts";
import type { Row } from "./duckdb-for-tests.ts";
import { randomNumbers } from "../testing/random.ts";
import { agreeingDigits, duckdb, relationOf } from "./duckdb-for-tests.ts";
import { defaultTolerance } from "./fit.ts";
import { engines } from "../testing/databases.ts";
import { leastSquares } from "./least-squares-for-tests.ts";
import { range, statement } from "./sql.ts";
import { regressionSteps } from "./refine.ts";

const features = ["x1", "x2", "x3"];
const request = (relation: string, given: Partial<FitRequest> = {}): FitRequest => ({
  relation, keys: ["g"], features, target: "y", lambdas: [0], intercept: true, tolerance: defaultTolerance, minDf: 1, spelling: duckdb, ...given,
});

/** 40 rows [x1, x2, x3, y] of a healthy group, or of one that `change` has spoilt. */
function group(seed: number, change: (row: number[], index: number) => number[] = (row) => row, size = 40): number[][] {
  const random = randomNumbers(seed);
  return range(1, size).map((index) => {
    const [a, b, c] = [random(), random(), random()];
    return change([a, b, c, 5 + a - 2 * b + 3 * c + random() / 10], index);
  });
}

/** Each group with the features that can be told apart, by which its fit is checked. */
const groups: Record<string, { rows: number[][]; independent: number[]; dropped: number[] }> = {
  healthy: { rows: group(1), independent: [0, 1, 2], dropped: [] },
  "constant 7": { rows: group(2, ([a, b, , y]) => [a!, b!, 7, y!]), independent: [0, 1], dropped: [3] },
  "constant 0.1": { rows: group(3, ([, b, c, y]) => [0.1, b!, c!, y!]), independent: [1, 2], dropped: [1] },
  duplicate: { rows: group(4, ([a, b, , y]) => [a!, b!, a!, y!]), independent: [0, 1], dropped: [3] },
  sum: { rows: group(5, ([a, b, , y]) => [a!, b!, a! + b!, y!]), independent: [0, 1], dropped: [3] },
  "near copy": { rows: group(6, ([a, b, c, y]) => [a!, b!, a! + 1e-9 * c!, y!]), independent: [0, 1], dropped: [3] },
  "constant target": { rows: group(7, ([a, b, c]) => [a!, b!, c!, 3]), independent: [0, 1, 2], dropped: [] },
  "all zero": { rows: group(8, () => [0, 0, 0, 0]), independent: [], dropped: [1, 2, 3] },
  "one row": { rows: group(9, undefined, 1), independent: [], dropped: [1, 2, 3] },
  "two rows": { rows: group(10, undefined, 2), independent: [0], dropped: [2, 3] },
  "n = p": { rows: group(11, undefined, 3), independent: [0, 1], dropped: [3] },
  "n = p + 1": { rows: group(12, undefined, 4), independent: [0, 1, 2], dropped: [] },
  "scales 1e-8 and 1e8": { rows: group(13, ([a, b, c, y]) => [a! * 1e-8, b! * 1e8, c!, y!]), independent: [0, 1, 2], dropped: [] },
};
const names = Object.keys(groups);
const relation = relationOf(["g", ...features, "y"], names.flatMap((name, g) => groups[name]!.rows.map((row) => [g, ...row])));
const fitted = (fit: Row, x: readonly number[]): number => x.reduce((total, value, j) => total + value * Number(fit[`b${j + 1}`]), Number(fit["b0"]));
const wrongest = (fit: Row, rows: readonly number[][], independent: readonly number[]): number => {
  const subset = rows.map((row) => independent.map((j) => row[j]!));
  const reference = leastSquares(subset, rows.map((row) => row.at(-1)!), 0);
  return Math.max(...rows.map((row, i) => Math.abs(fitted(fit, row.slice(0, -1)) - subset[i]!.reduce((total, value, j) => total + value * reference[j + 1]!, reference[0]!))));
};

describe.each(engines)("on $name", async (engine) => {
  const database = await engine.open();
  const regression = (given: string, more: Partial<FitRequest> = {}): Promise<readonly Row[]> =>
    database.rows(`${statement(regressionSteps(request(given, { ...more, spelling: database.spelling })), database.spelling)} order by g`);
  // minDf −2 lets even a group of one row through.
  const fits = await regression(relation, { minDf: -2 });

  test.each(names)("a group with %s among others is finite, drops what cannot be told apart, and fits like the rest of its features", (name) => {
    const { rows, independent, dropped } = groups[name]!;
    const fit = fits[names.indexOf(name)]!;
    const numbers = Object.values(fit).filter((value) => typeof value === "number");
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(range(1, 3).filter((j) => fit[`dropped${j}`])).toEqual(dropped);
    expect(dropped.map((j) => [fit[`b${j}`], fit[`se${j}`]])).toEqual(dropped.map(() => [0, null]));
    expect(wrongest(fit, rows, independent)).toBeLessThan(1e-9);
  });

  test("spoilt groups leave a healthy one as it is alone", async () => {
    const [alone] = await regression(relationOf(["g", ...features, "y"], groups["healthy"]!.rows.map((row) => [0, ...row])));
    for (const column of ["b0", "b1", "b2", "b3", "sigma"]) expect(agreeingDigits(Number(fits[0]![column]), Number(alone![column]))).toBeGreaterThan(12);
  });

  test("a group below the least degrees of freedom has no fit", async () => {
    const found = await regression(relation, { minDf: 15 });
    expect(found.map((fit) => names[Number(fit["g"])])).not.toContain("n = p + 1");
    expect(found).toHaveLength(9);
  });

  test.each([
    { offset: 1e9, error: 1e-12 },
    { offset: 1e12, error: 1e-4 },
  ])("features that stand $offset from zero fit to $error of the largest target", async ({ offset, error }) => {
    const rows = group(21, (row) => row.map((value) => 10 * value + offset));
    const [fit] = await regression(relationOf(["g", ...features, "y"], rows.map((row) => [1, ...row])));
    expect(wrongest(fit!, rows, [0, 1, 2])).toBeLessThan(error * offset);
    expect(fit).toMatchObject({ dropped1: false, dropped2: false, dropped3: false });
  });

  test("rows that cannot be computed with are left out and counted, and tiny values count as 0", async () => {
    const odd = ["null", "cast('NaN' as double precision)", "cast('Infinity' as double precision)", "cast('-Infinity' as double precision)", "cast(1e160 as double precision)"];
    const healthy = group(31).map((row) => [1, ...row]);
    const [wanted] = await regression(relationOf(["g", ...features, "y"], [...healthy, [1, 0, 0.5, 0.5, 4]]));
    const spoilt = [...odd.map((value) => [1, value, 0.5, 0.5, 4]), ...odd.map((value) => [1, 0.5, 0.5, 0.5, value]), [1, "1e-200", 0.5, 0.5, 4]];
    const [fit] = await regression(relationOf(["g", ...features, "y"], [...healthy, ...spoilt]));
    expect(fit).toMatchObject({ n: 41n, excluded: 10n });
    for (const column of ["b0", "b1", "b2", "b3", "sigma"]) expect(agreeingDigits(Number(fit![column]), Number(wanted![column]))).toBeGreaterThan(12);
  });
});
