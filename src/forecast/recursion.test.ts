import { describe, expect, test } from "vitest";
import type { Term } from "./terms.ts";
import { duckdb, postgres, relationOf } from "./duckdb-for-tests.ts";
import { engines } from "../testing/databases.ts";
import { randomNumbers } from "../testing/random.ts";
import { foldTerms, neededValues, recursionSteps } from "./recursion.ts";
import { lagWeights, seasonalLag, termName, termSql } from "./terms.ts";
import { range, statement } from "./sql.ts";

const weighted = (terms: readonly Term[]) => terms.map((term, j) => ({ coefficient: `b${j + 1}`, weights: lagWeights(term) ?? [] }));

test("lags and rolling means fold into one weight per past value", () => {
  const terms: readonly Term[] = [{ kind: "lag", lag: 1 }, { kind: "rolling_mean", window: 2, lag: 1 }, seasonalLag(7, 2)];
  expect(foldTerms(weighted(terms), duckdb)).toEqual([
    { lag: 1, expression: "b1 + b2 * cast(0.5 as double)" },
    { lag: 2, expression: "b2 * cast(0.5 as double)" },
    { lag: 14, expression: "b3" },
  ]);
});

test("a recursion needs only the past values that its steps reach", () => {
  expect(neededValues([1, 14], 3)).toEqual([1, 12, 13, 14]);
});

/** The recursion as a loop: forecasts and √Σq². */
function loop(weights: ReadonlyMap<number, number>, values: readonly number[], constants: readonly number[]): { forecast: number[]; spread: number[] } {
  const forecast: number[] = [];
  const impulse: number[] = [];
  constants.forEach((constant, index) => {
    const at = (lag: number): number => (index >= lag ? forecast[index - lag]! : values[lag - index - 1]!);
    forecast.push([...weights].reduce((total, [lag, weight]) => total + weight * at(lag), constant));
    impulse.push(index === 0 ? 1 : [...weights].reduce((total, [lag, weight]) => total + (index >= lag ? weight * impulse[index - lag]! : 0), 0));
  });
  return { forecast, spread: impulse.map((_, h) => Math.hypot(...impulse.slice(0, h + 1))) };
}

test("every step is read once, and Postgres materialises it", () => {
  const text = statement(recursionSteps({ relation: "origins", carry: ["g"], horizon: 5, terms: weighted([{ kind: "lag", lag: 2 }]), spelling: postgres }), postgres);
  expect(text.match(/from recursion_\d\b/g)).toHaveLength(6);
  expect(text.match(/as materialized/g)).toHaveLength(9);
});

describe.each(engines)("on $name", async (engine) => {
  const database = await engine.open();

  describe.each([
    { horizon: 39, longest: 52, lags: [1, 2, 3, 4, 5, 13, 26, 39, 51, 52] },
    { horizon: 14, longest: 28, lags: [1, 7, 14, 28] },
    { horizon: 1, longest: 7, lags: [1, 7] },
  ])("horizon $horizon, $longest values back", ({ horizon, longest, lags }) => {
    test("the unrolled recursion gives what a loop gives", async () => {
      const random = randomNumbers(horizon);
      const series = range(1, 5).map((g) => {
        const coefficients = lags.map(() => (random() - 0.3) / lags.length);
        return { g, coefficients, values: range(1, longest).map(() => 80 + 40 * random()), constants: range(1, horizon).map(() => 30 + 20 * random()) };
      });
      const columns = ["g", ...lags.map((_, j) => `b${j + 1}`), ...range(1, longest).map((i) => `v${i}`), ...range(1, horizon).map((h) => `c${h}`)];
      const relation = relationOf(columns, series.map(({ g, coefficients, values, constants }) => [g, ...coefficients, ...values, ...constants]));
      const steps = recursionSteps({ relation, carry: ["g"], horizon, terms: weighted(lags.map((lag) => ({ kind: "lag", lag }))), spelling: database.spelling });
      const rows = await database.rows(`${statement(steps, database.spelling)} order by g, step`);
      expect(rows).toHaveLength(5 * horizon);
      series.forEach(({ coefficients, values, constants }, g) => {
        const wanted = loop(new Map(lags.map((lag, j) => [lag, coefficients[j]!])), values, constants);
        range(1, horizon).forEach((h) => {
          const row = rows[g * horizon + h - 1]!;
          expect(Math.abs(Number(row["forecast"]) - wanted.forecast[h - 1]!)).toBeLessThan(1e-10);
          expect(Math.abs(Number(row["spread"]) - wanted.spread[h - 1]!)).toBeLessThan(1e-10);
        });
      });
    });
  });

  test("an unstable equation ends at its bounds, and a missing value means no forecast", async () => {
    // Trino plans the longest horizon for minutes.
    const horizon = engine.name === "Trino" ? 14 : 120;
    const relation = relationOf(["g", "b1", "v1", "low", "high", ...range(1, horizon).map((h) => `c${h}`)], [1, 2].map((g) => [g, -1e8, g === 1 ? 5 : "null", 0, 10, ...range(1, horizon).map(() => 0)]));
    const steps = recursionSteps({ relation, carry: ["g"], horizon, terms: weighted([{ kind: "lag", lag: 1 }]), bounds: { lower: "low", upper: "high" }, spelling: database.spelling });
    const rows = await database.rows(`${statement(steps, database.spelling)} order by g, step`);
    expect(rows.slice(0, 2).map((row) => row["forecast"])).toEqual([0, 0]);
    expect(rows.slice(0, horizon).every((row) => Number.isFinite(row["spread"]))).toBe(true);
    expect(rows).toHaveLength(horizon);
  });

  test.each([
    { kind: "lag", lag: 3 },
    { kind: "difference", lag: 1, over: 7 },
    { kind: "rolling_mean", window: 4, lag: 2 },
    { kind: "rolling_sum", window: 3, lag: 1 },
    { kind: "exponential_mean", window: 5, lag: 1, decay: 0.5 },
  ] satisfies Term[])("the window expression of $kind is its weighted sum", async (term) => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
    const rows = await database.rows(
      `select ${termSql(term, "y", "order by t", database.spelling)} as ${termName(term)} from ${relationOf(["t", "y"], values.map((y, t) => [t, y]))} order by t desc limit 1`,
    );
    const wanted = (lagWeights(term) ?? []).reduce((total, { lag, weight }) => total + weight * values[values.length - 1 - lag]!, 0);
    expect(Object.values(rows[0]!)[0]).toBeCloseTo(wanted, 12);
  });
});
