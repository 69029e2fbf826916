import { describe, expect, test } from "vitest";
import { agreeingDigits, relationOf } from "./duckdb-for-tests.ts";
import { defaultTolerance } from "./fit.ts";
import { engines } from "../testing/databases.ts";
import { regressionSteps } from "./refine.ts";
import { statement } from "./sql.ts";

// NIST StRD linear regression (public domain): data and certified values, nothing recomputed.
const norris = [
  [0.1, 0.2], [338.8, 337.4], [118.1, 118.2], [888.0, 884.6], [9.2, 10.1], [228.1, 226.5], [668.5, 666.3], [998.5, 996.3], [449.1, 448.6],
  [778.9, 777.0], [559.2, 558.2], [0.3, 0.4], [0.1, 0.6], [778.1, 775.5], [668.8, 666.9], [339.3, 338.0], [448.9, 447.5], [10.8, 11.6],
  [557.7, 556.0], [228.3, 228.1], [998.0, 995.8], [888.8, 887.6], [119.6, 120.2], [0.3, 0.3], [0.6, 0.3], [557.6, 556.8], [339.3, 339.1],
  [888.0, 887.2], [998.5, 999.0], [778.9, 779.0], [10.2, 11.1], [117.6, 118.3], [228.9, 229.2], [668.4, 669.1], [449.2, 448.9], [0.2, 0.5],
];
const wampler1 = [1, 6, 63, 364, 1365, 3906, 9331, 19608, 37449, 66430, 111111, 177156, 271453, 402234, 579195, 813616, 1118481, 1508598, 2000719, 2613660, 3368421];
const wampler2 = [
  1, 1.11111, 1.24992, 1.42753, 1.65984, 1.96875, 2.38336, 2.94117, 3.68928, 4.68559, 6, 7.71561, 9.92992, 12.75603, 16.32384, 20.78125, 26.29536,
  33.05367, 41.26528, 51.16209, 63,
];
const wampler4 = [
  75901, -204794, 204863, -204436, 253665, -200894, 214131, -185192, 221249, -138370, 315911, -27644, 455253, 197434, 783995, 608816, 1370781,
  1303798, 2205519, 2408860, 3444321,
];
const powers = (targets: readonly number[]): number[][] => targets.map((y, x) => [y, x, x ** 2, x ** 3, x ** 4, x ** 5]);

describe.each(engines)("on $name", async (engine) => {
  const database = await engine.open();

  test.each([
    {
      name: "Norris", rows: norris, intercept: true, coefficients: [-0.262323073774029, 1.00211681802045], digits: 12,
      errors: [0.232818234301152, 0.000429796848199937], sigma: 0.884796396144373, rss: 26.6173985294224, r2: 0.999993745883712,
    },
    {
      name: "NoInt1", rows: Array.from({ length: 11 }, (_, i) => [130 + i, 60 + i]), intercept: false, coefficients: [0, 2.07438016528926], digits: 14,
      errors: [0, 0.0165289256198347], sigma: Math.sqrt(12.7272727272727), rss: 127.272727272727, r2: 0.999365492298663,
    },
    { name: "Wampler1", rows: powers(wampler1), intercept: true, coefficients: [1, 1, 1, 1, 1, 1], digits: 9 },
    { name: "Wampler2", rows: powers(wampler2), intercept: true, coefficients: [1, 0.1, 0.01, 0.001, 0.0001, 0.00001], digits: 12 },
    {
      name: "Wampler4", rows: powers(wampler4), intercept: true, coefficients: [1, 1, 1, 1, 1, 1], digits: 7.5,
      errors: [215232.62467817, 236355.173469681, 77934.3524331583, 10147.550755035, 564.566512170752, 11.2324854679312],
      sigma: Math.sqrt(55702845333.3333), rss: 835542680000, r2: 0.957478440825662,
    },
  ])("NIST $name: coefficients agree to $digits digits, and the statistics too", async ({ rows, intercept, coefficients, digits, errors, sigma, rss, r2 }) => {
    const features = coefficients.slice(1).map((_, i) => `x${i + 1}`);
    const [fit] = await database.rows(
      statement(
        regressionSteps({
          relation: relationOf(["y", ...features], rows), keys: [], features, target: "y", lambdas: [0], intercept, tolerance: defaultTolerance, minDf: 1, spelling: database.spelling,
        }),
        database.spelling,
      ),
    );
    const worst = (name: string, certified: readonly number[]): number => Math.min(...certified.map((value, j) => agreeingDigits(Number(fit?.[`${name}${j}`]), value)));
    expect(worst("b", coefficients)).toBeGreaterThanOrEqual(digits);
    if (errors === undefined) return; // an exact polynomial: the certified errors are 0
    expect(worst("se", errors)).toBeGreaterThanOrEqual(Math.min(digits, 10));
    expect(agreeingDigits(Number(fit?.["sigma"]), sigma)).toBeGreaterThanOrEqual(12);
    expect(agreeingDigits(Number(fit?.["rss"]), rss)).toBeGreaterThanOrEqual(12);
    expect(agreeingDigits(Number(fit?.["r2"]), r2)).toBeGreaterThanOrEqual(12);
  });
});
