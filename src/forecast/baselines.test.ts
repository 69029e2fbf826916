import { expect, test } from "vitest";
import type { Baseline } from "./baselines.ts";
import { agedSeries, baselineSql } from "./baselines.ts";
import { duckdb, openDatabase, relationOf } from "./duckdb-for-tests.ts";
import { range } from "./sql.ts";

// Computed by hand, season 3, window 2, horizon 4. The long series has a day without sales (0) inside.
const long = [1, 2, 6, 4, 0, 9, 7, 11];
const short = [5, 8];
const database = await openDatabase();

test.each<{ baseline: Baseline; long: number[]; short: number[] }>([
  { baseline: "naive", long: [11, 11, 11, 11], short: [8, 8, 8, 8] },
  { baseline: "seasonal_naive", long: [9, 7, 11, 9], short: [] },
  { baseline: "moving_average", long: [9, 9, 9, 9], short: [6.5, 6.5, 6.5, 6.5] },
  { baseline: "seasonal_average", long: [7.5, 4, 13 / 3, 7.5], short: [] },
  { baseline: "drift", long: range(1, 4).map((h) => 11 + (h * 10) / 7), short: [11, 14, 17, 20] },
])("$baseline gives what is computed by hand, and nothing for a series that is too short", async ({ baseline, ...wanted }) => {
  const given = relationOf(["g", "t", "y"], [...long.map((y, t) => [1, t, y]), ...short.map((y, t) => [2, t, y]), [3, 0, 42]]);
  const relation = `(${agedSeries({ relation: given, keys: ["g"], time: "t", target: "y" })})`;
  const rows = await database.rows(`${baselineSql(baseline, { relation, keys: ["g"], horizon: 4, season: 3, window: 2, spelling: duckdb })} order by g, step`);
  const found = (g: number): unknown[] => rows.filter((row) => row["g"] === g).map((row) => row["forecast"]);
  expect(found(1)).toEqual(wanted.long.map((value) => expect.closeTo(value, 12)));
  expect(found(2)).toEqual(wanted.short.map((value) => expect.closeTo(value, 12)));
  expect(found(3)).toEqual(baseline === "naive" ? [42, 42, 42, 42] : []);
});

test("one series without a key works too", async () => {
  const relation = `(${agedSeries({ relation: relationOf(["t", "y"], long.map((y, t) => [t, y])), keys: [], time: "t", target: "y" })})`;
  for (const [baseline, last] of [["naive", 11], ["seasonal_naive", 9], ["moving_average", 9], ["seasonal_average", 7.5], ["drift", 11 + 40 / 7]] as const) {
    const rows = await database.rows(`${baselineSql(baseline, { relation, keys: [], horizon: 4, season: 3, window: 2, spelling: duckdb })} order by step`);
    expect(rows[3]?.["forecast"]).toBeCloseTo(last, 12);
  }
});
