import { describe, expect, test } from "vitest";
import type { Row } from "./duckdb-for-tests.ts";
import type { FitRequest } from "./fit.ts";
import { randomNumbers } from "../testing/random.ts";
import { defaultTolerance, fitSteps } from "./fit.ts";
import { agreeingDigits, duckdb, openDatabase, postgres, relationOf } from "./duckdb-for-tests.ts";
import { engines, withoutTrino } from "../testing/databases.ts";
import { constants, range, statement } from "./sql.ts";
import { leastSquares } from "./least-squares-for-tests.ts";
import { refineSteps, regressionSteps } from "./refine.ts";
import { rowSteps } from "./rows.ts";

const request = (given: Partial<FitRequest>): FitRequest => ({
  relation: "observations", keys: ["g"], features: ["x1", "x2"], target: "y", lambdas: [0], intercept: true, tolerance: defaultTolerance, minDf: 1, spelling: duckdb, ...given,
});
const coefficients = (row: Row | undefined, count: number): number[] => range(0, count).map((j) => Number(row?.[`b${j}`]));
const largestError = (found: readonly number[], wanted: readonly number[]): number =>
  Math.max(...wanted.map((value, j) => Math.abs(value - found[j]!))) / Math.max(...wanted.map(Math.abs));

/** Groups of rows [g, x1 … xp, y]; features share a factor, so they are correlated. */
function randomGroups(groups: number, size: number, features: number, random: () => number): number[][] {
  return range(1, groups).flatMap((g) =>
    range(1, size).map(() => {
      const shared = random();
      const x = range(1, features).map((j) => random() + shared * (j % 3) + 10 * j);
      return [g, ...x, x.reduce((total, value, j) => total + value * ((j % 5) - 2), 3) + random()];
    }),
  );
}

describe.each(engines)("on $name", async (engine) => {
  const database = await engine.open();
  const regression = (given: Partial<FitRequest>): Promise<readonly Row[]> => database.rows(statement(regressionSteps(request({ ...given, spelling: database.spelling })), database.spelling));

  test.each([1e-3, 0.1, 1, 10])("ridge with lambda %d is the closed form on standardised columns with penalty lambda·n", async (lambda) => {
    const rows = randomGroups(1, 60, 4, randomNumbers(7));
    const [fit] = await regression({ relation: relationOf(["g", "a", "b", "c", "d", "y"], rows), features: ["a", "b", "c", "d"], lambdas: [lambda] });
    const wanted = leastSquares(rows.map((row) => row.slice(1, 5)), rows.map((row) => row[5]!), lambda);
    expect(largestError(coefficients(fit, 4), wanted)).toBeLessThan(1e-12);
  });

  // numpy 2.4.6: (Z'Z + λnI)⁻¹Z'y on standardised columns, df = tr H, and the covariance A⁻¹Z'ZA⁻¹ with σ² = RSS/(n − df − 1)
  test.each([
    {
      lambda: 0, b0: 1.471642764016, b1: 2.035169491525, b2: -1.077140373751, b3: -0.1359843546284, se0: 0.6241729031927, se1: 0.04570886762834, se2: 0.1432094696081, se3: 0.1402742040844,
      df: 3, sigma: 0.8697692413775, rss: 12.10397653194, r2: 0.9955646030408,
    },
    {
      lambda: 0.1, b0: 1.543342146593, b1: 1.732451314087, b2: -0.8942668553716, b3: 0.4527306922749, se0: 1.099514734805, se1: 0.06982007247011, se2: 0.248396481391, se3: 0.2137466754957,
      df: 2.614673449111, sigma: 1.669877946913, rss: 45.6903578637, r2: 0.9832571656265,
    },
  ])("standard errors and statistics with lambda $lambda are those of numpy", async ({ lambda, ...wanted }) => {
    const rows = range(1, 20).map((i) => [i, (i * i) % 7, ((3 * i) % 5) + i / 4, 2 * i - ((i * i) % 7) + (i % 3)]);
    const [fit] = await regression({ relation: relationOf(["a", "b", "c", "y"], rows), keys: [], features: ["a", "b", "c"], lambdas: [lambda] });
    for (const [name, value] of Object.entries(wanted)) expect(agreeingDigits(Number(fit?.[name]), value)).toBeGreaterThan(12);
  });
});

// Each group stands there several times: the fits are many, and few have to be checked.
const copies = { DuckDB: 100, PostgreSQL: 10, Trino: 1 };

describe.each(withoutTrino)("on $name", async ({ name, open }) => {
  const database = await open();

  test.each([12, 20])(`${30 * copies[name]} groups with %d features equal least squares by Householder QR`, async (features) => {
    const rows = randomGroups(30, 150, features, randomNumbers(features));
    const names = range(1, features).map((j) => `x${j}`);
    await database.create("observations", relationOf(["g", ...names, "y"], rows).slice(1, -1));
    const given = constants("copies", ["copy"], range(0, copies[name] - 1).map((copy) => [String(copy)]));
    const relation = `(select g + 100 * copy as g, ${names.join(", ")}, y from observations cross join ${given})`;
    const fits = await database.rows(`${statement(regressionSteps(request({ relation, features: names, spelling: database.spelling })), database.spelling)} order by g`);
    expect(fits).toHaveLength(30 * copies[name]);
    for (const fit of fits.slice(0, 30)) {
      const group = rows.filter((row) => row[0] === Number(fit["g"]));
      const wanted = leastSquares(group.map((row) => row.slice(1, -1)), group.map((row) => row.at(-1)!), 0);
      expect(largestError(coefficients(fit, features), wanted)).toBeLessThan(1e-12);
    }
  }, 60_000);
});

test("three chained tables give what one statement gives", async () => {
  const database = await openDatabase();
  await database.run(`create table observations as ${relationOf(["g", "x1", "x2", "y"], randomGroups(3, 20, 2, randomNumbers(1))).slice(1, -1)}`);
  const whole = request({ lambdas: [0, 0.1] });
  await database.run(`create table kept_rows as ${statement(rowSteps(whole), duckdb)}`);
  await database.run(`create table kept_fit as ${statement(fitSteps(whole, "kept_rows"), duckdb)}`);
  const chained = await database.rows(`${statement(refineSteps(whole, "kept_rows", "kept_fit"), duckdb)} order by g, penalty_index`);
  expect(chained).toHaveLength(6);
  expect(chained).toEqual(await database.rows(`${statement(regressionSteps(whole), duckdb)} order by g, penalty_index`));
});

test("names with quotes and keys that are called like a statistic are no problem", async () => {
  const relation = `(select 1 as "n""b1", i as "a ""b""", 2.0 * i + 1 + mod(i, 2) as "select" from range(10) as numbers(i))`;
  const [fit] = await (await openDatabase()).rows(
    statement(regressionSteps(request({ relation, keys: ['"n""b1"'], features: ['a "b"'], target: "select" })), duckdb),
  );
  expect(fit?.['n"b1']).toBe(1);
  expect(fit?.["b1"]).toBeCloseTo(2.0303030303, 9);
});

test("a regression without features is the mean with its standard error", async () => {
  const [fit] = await (await openDatabase()).rows(statement(regressionSteps(request({ relation: relationOf(["y"], [[1], [2], [3], [6]]), keys: [], features: [] })), duckdb));
  expect(fit).toMatchObject({ b0: 3, n: 4n, df: 0, rss: expect.closeTo(14, 12), r2: 0 });
  expect(fit?.["se0"]).toBeCloseTo(Math.sqrt(14 / 3 / 4), 12);
});

const wide = statement(regressionSteps(request({ features: range(1, 20).map((j) => `x${j}`), spelling: postgres })), postgres);

test("the text of a fit with 20 features stays under 250 KB", () => {
  expect(wide.length).toBeLessThan(250 * 1024);
});

test("every stage is read once, only the rows and the fit by both passes", () => {
  const steps = regressionSteps(request({ spelling: postgres }));
  const uses = Object.fromEntries(steps.map(({ name }) => [name, steps.filter(({ query }) => new RegExp(`(from|join) ${name}\\b`).test(query)).length]));
  const { regression_rows, fit, coefficients: result, ...others } = uses;
  expect({ regression_rows, fit, result }).toEqual({ regression_rows: 2, fit: 2, result: 0 });
  expect(new Set(Object.values(others))).toEqual(new Set([1]));
});

test("Postgres materialises every group-level stage and fences every row-level one", () => {
  const stages = wide.match(/^\w+ as |(?<=^with )\w+ as /gm) ?? [];
  const fences = wide.match(/^offset 0$/gm) ?? [];
  expect((wide.match(/ as materialized \(/g) ?? []).length + fences.length).toBe(stages.length);
  expect(fences).toHaveLength(4);
});
