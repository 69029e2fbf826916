import { describe, expect, test } from "vitest";
import { agreeingDigits, relationOf } from "./duckdb-for-tests.ts";
import { defaultTolerance } from "./fit.ts";
import { engines } from "../testing/databases.ts";
import { noInt1, norris, wampler1, wampler2, wampler4 } from "./nist-for-tests.ts";
import { range, statement } from "./sql.ts";
import { regressionSteps } from "./refine.ts";

describe.each(engines)("with one correction, on $name", async (engine) => {
  const database = await engine.open();

  test.each([
    { name: "Norris", set: norris, digits: 12 },
    { name: "NoInt1", set: noInt1, digits: 14 },
    { name: "Wampler1", set: wampler1, digits: 9 },
    { name: "Wampler2", set: wampler2, digits: 12 },
    { name: "Wampler4", set: wampler4, digits: 7.5 },
  ])("NIST $name: coefficients agree to $digits digits, and the statistics too", async ({ set, digits }) => {
    const { rows, intercept, estimates, errors, sigma, r2 } = set;
    const features = range(1, rows[0]!.length - 1).map((j) => `x${j}`);
    const [fit] = await database.rows(
      statement(
        regressionSteps({
          relation: relationOf(["y", ...features], rows), keys: [], features, target: "y", lambdas: [0], intercept, tolerance: defaultTolerance, minDf: 1, spelling: database.spelling,
        }),
        database.spelling,
      ),
    );
    const first = intercept ? 0 : 1;
    const worst = (name: string, certified: readonly number[]): number => Math.min(...certified.map((value, j) => agreeingDigits(Number(fit?.[`${name}${j + first}`]), value)));
    expect(worst("b", estimates)).toBeGreaterThanOrEqual(digits);
    if (sigma === 0) return; // an exact polynomial: the certified errors are 0
    expect(worst("se", errors)).toBeGreaterThanOrEqual(Math.min(digits, 10));
    expect(agreeingDigits(Number(fit?.["sigma"]), sigma)).toBeGreaterThanOrEqual(12);
    expect(agreeingDigits(Number(fit?.["rss"]), sigma ** 2 * (rows.length - estimates.length))).toBeGreaterThanOrEqual(12);
    expect(agreeingDigits(Number(fit?.["r2"]), r2)).toBeGreaterThanOrEqual(12);
  });
});
