import { expect, test } from "vitest";
import { duckdb, openDatabase, postgres, relationOf } from "./duckdb-for-tests.ts";
import { pValueSteps } from "./student-t.ts";
import { statement } from "./sql.ts";

const steps = pValueSteps({ from: "given_values", t: "t", df: "df", spelling: duckdb });

// scipy 1.17.1: 2 * scipy.stats.t.sf(abs(t), df)
const values: readonly (readonly [t: number, df: number, p: number])[] = [
  [0, 1, 1], [0.5, 1, 0.704832764699], [1.9999, 1, 0.295179968206], [2, 1, 0.295167235301], [12.706, 1, 0.0500008023581], [1e6, 1, 6.36619772367e-7],
  [1, 2, 0.42264973081], [4.3027, 2, 0.0499989824087], [-2.3534, 3, 0.0999966817708], [0.7, 4, 0.522500165593], [2.5706, 5, 0.0499988978801],
  [-4.0132, 9, 0.00304913535564], [1.4224, 9, 0.188629943239], [1.75, 15, 0.10054017943], [8, 29, 8.01257564963e-9], [2.0423, 30, 0.0499971023739],
  [-4.9231, 71, 5.34614333031e-6], [1.98, 100, 0.0504516068331], [0.01, 333, 0.992027275537], [-3.3, 1000, 0.001000996725], [30, 1000, 1.5374687444e-141],
  [1.96, 100_000, 0.0499985631943], [5, 1e6, 5.73399787089e-7], [2.1, 2.5, 0.144502444755], [1.2, 17.3, 0.24631520367],
];

test("p-values are those of scipy, small ones in their digits too", async () => {
  const given = { name: "given_values", query: `select * from ${relationOf(["t", "df", "wanted"], values)} as given` };
  const rows = await (await openDatabase()).rows(statement([given, ...steps], duckdb));
  expect(rows).toHaveLength(values.length);
  for (const { t, df, wanted, p_value: found } of rows) {
    expect(Math.abs(Number(found) - Number(wanted)), `t ${t}, df ${df}`).toBeLessThan(1e-9);
    expect(Math.abs(Number(found) / Number(wanted) - 1), `t ${t}, df ${df}`).toBeLessThan(1e-6);
  }
});

test("without degrees of freedom or without t there is no p-value, and the largest t has one", async () => {
  const given = { name: "given_values", query: `select * from ${relationOf(["t", "df"], [["cast(null as double)", 5], [1, "cast(null as double)"], [1, 0.5], [1e300, 1], [-1e300, 1e12]])} as given` };
  const rows = await (await openDatabase()).rows(statement([given, ...steps], duckdb));
  expect(rows.map(({ p_value: p }) => p)).toEqual([null, null, null, expect.closeTo(0, 20), expect.closeTo(0, 20)]);
});

test("the text calls nothing but sqrt, ln, exp, abs, least and greatest, and stores every step in Postgres", () => {
  const text = statement(pValueSteps({ from: "given_values", t: "t", df: "df", spelling: postgres }), postgres);
  const called = new Set(Array.from(text.matchAll(/\b([a-z_]+)\(/g), ([, name]) => name));
  expect([...called].sort()).toEqual(["abs", "cast", "exp", "greatest", "least", "ln", "sqrt"]);
  expect(text.match(/ as materialized \(/g)).toHaveLength(steps.length);
});
