import { describe, expect, test } from "vitest";
import type { FitRequest } from "./fit.ts";
import type { Database, Row } from "./duckdb-for-tests.ts";
import { agreeingDigits, duckdb, openDatabase, postgres, relationOf } from "./duckdb-for-tests.ts";
import { defaultTolerance } from "./fit.ts";
import { engines } from "../testing/databases.ts";
import { filip, longley, noInt1, noInt2, norris, pontius, wampler1, wampler2, wampler3, wampler4, wampler5 } from "./nist-for-tests.ts";
import { preciseRegressionSteps } from "./refine.ts";
import { range, statement } from "./sql.ts";

const request = (features: number, given: Partial<FitRequest> = {}): FitRequest => ({
  relation: "observations", keys: [], features: range(1, features).map((j) => `x${j}`), target: "y", lambdas: [0], intercept: true, tolerance: defaultTolerance, minDf: 2, spelling: duckdb, ...given,
});

async function fitted(rows: readonly (readonly number[])[], given: Partial<FitRequest> = {}, database?: Database): Promise<Row> {
  const features = rows[0]!.length - 1;
  const used = database ?? (await openDatabase());
  const asked = request(features, { relation: relationOf(["y", ...range(1, features).map((j) => `x${j}`)], rows), spelling: used.spelling, ...given });
  const [fit] = await used.rows(statement(preciseRegressionSteps(asked), used.spelling));
  return fit!;
}

const worst = (fit: Row, name: string, certified: readonly number[], first = 0): number => Math.min(...certified.map((value, j) => agreeingDigits(Number(fit[`${name}${j + first}`]), value)));

// `qr` and `qrErrors`: digits that numpy 2.4.6 finds of the estimates and of their standard errors, by Householder QR and a triangular solve in the same doubles.
describe.each(engines)("NIST StRD with two corrections, on $name", async (engine) => {
  const database = await engine.open();

  // Trino plans six features for long.
  test.each((engine.name === "Trino" ? [] : [{ name: "Longley", set: longley, qr: 10.9, qrErrors: 12.3 }]).concat([
    { name: "Norris", set: norris, qr: 12.4, qrErrors: 13.8 },
    { name: "Pontius", set: pontius, qr: 12.2, qrErrors: 13.2 },
    { name: "NoInt1", set: noInt1, qr: 14.7, qrErrors: 15.7 },
    { name: "NoInt2", set: noInt2, qr: 15.1, qrErrors: 14.9 },
    { name: "Wampler1", set: wampler1, qr: 9.4, qrErrors: 0 },
    { name: "Wampler2", set: wampler2, qr: 13, qrErrors: 0 },
    { name: "Wampler3", set: wampler3, qr: 9.1, qrErrors: 13.5 },
    { name: "Wampler4", set: wampler4, qr: 7.8, qrErrors: 13.7 },
    { name: "Wampler5", set: wampler5, qr: 5.8, qrErrors: 13.7 },
  ]))("$name has the digits of QR, $qr and $qrErrors, but for the last, and says how many they are", async ({ set, qr, qrErrors }) => {
    // What is certified has 15 digits itself, and where many are right the order of a sum decides the last.
    const [digits, errorDigits] = [Math.min(qr - 0.2, 14.5), Math.min(qrErrors - 0.2, 14.5)];
    const fit = await fitted(set.rows, { intercept: set.intercept }, database);
    const first = set.intercept ? 0 : 1;
    expect(worst(fit, "b", set.estimates, first)).toBeGreaterThanOrEqual(digits);
    if (set.sigma === 0) return; // an exact polynomial: the certified errors are 0
    expect(worst(fit, "se", set.errors, first)).toBeGreaterThanOrEqual(errorDigits);
    expect(agreeingDigits(Number(fit["sigma"]), set.sigma)).toBeGreaterThanOrEqual(12);
    expect(agreeingDigits(1 - Number(fit["unexplained"]), set.r2)).toBeGreaterThanOrEqual(11);
    // What counts beside the standard error: an estimate of 1 ± 23,635,517 is not asked for its own digits.
    const apart = set.estimates.map((value, j) => Math.abs(Number(fit[`b${j + first}`]) - value) / Math.max(Math.abs(value), set.errors[j]!));
    expect(-Math.log10(Math.max(...apart, 1e-16))).toBeGreaterThanOrEqual(Math.min(Number(fit["digits"]), 14.5));
  });
});

describe("Filip", () => {
  test("a polynomial of degree 10 in raw powers drops terms instead of giving wrong digits silently", async () => {
    const fit = await fitted(filip.rows);
    expect(range(1, 10).filter((j) => fit[`dropped${j}`] === true)).toEqual([8, 10]);
  });

  test("taken in powers of (x − mean) / half range is exact to 11 digits, as its equation at the certified points", async () => {
    const [centre, half] = [-5.95, 2.825];
    const rows = filip.rows.map(([y, x]) => [y!, ...range(1, 10).map((power) => ((x! - centre) / half) ** power)]);
    const fit = await fitted(rows);
    expect(range(1, 10).some((j) => fit[`dropped${j}`] === true)).toBe(false);
    expect(agreeingDigits(Number(fit["sigma"]), filip.sigma)).toBeGreaterThanOrEqual(11);
    expect(agreeingDigits(1 - Number(fit["unexplained"]), filip.r2)).toBeGreaterThanOrEqual(11);
    expect(Number(fit["digits"])).toBeGreaterThanOrEqual(9);
  });
});

// The equation holds exactly. numpy 2.4.6 (QR) finds 7.2, 6.1 and 5.2 of its digits, because everything lies around a million.
test.each([1e-2, 1e-3, 1e-4])("features that differ by %d of their deviation keep the digits that are promised", async (difference) => {
  const rows = range(0, 39).map((i) => {
    const [a, b, c] = [Math.sin(i * 1.1), Math.cos(i * 2.3), Math.sin(i * 3.7 + 1)].map((value) => Math.round(value * 1024) / 1024) as [number, number, number];
    const x1 = 2 ** 20 + a;
    const x3 = 2 ** 20 + Math.round((a + difference * c) * 2 ** 28) / 2 ** 28;
    return [7 * 2 ** 20 + 3 * x1 - 2 * b + x3, x1, b, x3];
  });
  const fit = await fitted(rows);
  const apart = [7 * 2 ** 20, 3, -2, 1].map((value, j) => Math.abs(Number(fit[`b${j}`]) / value - 1));
  expect(-Math.log10(Math.max(...apart, 1e-16))).toBeGreaterThanOrEqual(Number(fit["digits"]));
  expect(Number(fit["digits"])).toBeGreaterThan(difference === 1e-4 ? 5 : 9);
});

test("every stage is read once, only the rows and what a correction starts from more often", () => {
  const steps = preciseRegressionSteps(request(3));
  const uses = steps.map(({ name }) => [name, steps.filter(({ query }) => new RegExp(`(from|join) ${name}\\b`).test(query)).length] as const);
  expect(uses.filter(([, count]) => count !== 1)).toEqual([["regression_rows", 3], ["refine_first_fit", 2], ["refine_corrected", 2], ["coefficients", 0]]);
});

test("Postgres materialises every group-level stage and fences every row-level one, and the text with 24 features stays under 500 KB", () => {
  const text = statement(preciseRegressionSteps(request(24, { spelling: postgres })), postgres);
  const stages = text.match(/^\w+ as |(?<=^with )\w+ as /gm) ?? [];
  const fences = text.match(/^offset 0$/gm) ?? [];
  expect((text.match(/ as materialized \(/g) ?? []).length + fences.length).toBe(stages.length);
  expect(fences).toHaveLength(6);
  expect(text.length).toBeLessThan(500 * 1024);
});
