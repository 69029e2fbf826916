import { expect, test } from "vitest";
import type { ForecastSpec } from "../spec.ts";
import { broken, build, lag, plainModel, plainSpec } from "../build-for-tests.ts";
import { forecastParts } from "../parts.ts";
import { openDatabase, relationOf } from "../duckdb-for-tests.ts";

const database = await openDatabase();
const day = (n: number): string => `date '2024-01-0${n}'`;
const columns = ["shop", "day", "sales", "price", "pieces"];
/** Shop 1 has gaps, shop 2 begins later with an unknown value and ends earlier; the 9th is ahead. */
const rows: (string | number)[][] = [
  [1, day(1), 5, 1, 2], [1, day(2), "null", 2, "null"], [1, day(4), 7, "null", 4], [1, day(7), "cast('nan' as double)", 3, 5], [1, day(8), 9, 4, 6], [1, day(9), "null", 5, 7],
  [2, day(2), "null", 1, 1], [2, day(3), 3, 1, 1], [2, day(6), 4, 1, 1],
];
const observed = relationOf(columns, rows);
const model = { ...plainModel, features: [{ kind: "known", column: "price" }, lag(1, "pieces")] } as const;
const spec = (given: Partial<ForecastSpec>): ForecastSpec => ({ ...plainSpec, horizon: 2, models: [model], ...given });
const series = async (given: Partial<ForecastSpec>, inputs: Readonly<Record<string, string>> = { of: observed }): Promise<readonly unknown[][]> => {
  await build(database, spec(given), inputs, "forecast", "series");
  const found = await database.rows("select shop, day(day) as day, ahead, value, is_filled, known1, other1 from forecast__series order by shop, day");
  return found.map((row) => [row["shop"], Number(row["day"]), Number(row["ahead"]), row["value"], row["is_filled"], row["known1"], row["other1"]]);
};

test("with zeros every series runs from its first known value to the end of all, and what is missing is 0", async () => {
  expect(await series({ fill: "zero" })).toEqual([
    [1, 1, -7, 5, false, 1, 2], [1, 2, -6, 0, true, 2, 0], [1, 3, -5, 0, true, 0, 0], [1, 4, -4, 7, false, 0, 4], [1, 5, -3, 0, true, 0, 0], [1, 6, -2, 0, true, 0, 0], [1, 7, -1, 0, true, 3, 5], [1, 8, 0, 9, false, 4, 6],
    [1, 9, 1, null, false, 5, null], [1, 10, 2, null, false, null, null],
    [2, 3, -5, 3, false, 1, 1], [2, 4, -4, 0, true, 0, 0], [2, 5, -3, 0, true, 0, 0], [2, 6, -2, 4, false, 1, 1], [2, 7, -1, 0, true, 0, 0], [2, 8, 0, 0, true, 0, 0], [2, 9, 1, null, false, null, null], [2, 10, 2, null, false, null, null],
  ]);
});

test("filled forward, a missing value is the one before it", async () => {
  expect((await series({ fill: "forward" })).filter(([shop]) => shop === 1).map((row) => row.slice(1, 6))).toEqual([
    [1, -7, 5, false, 1], [2, -6, 5, true, 2], [3, -5, 5, true, 2], [4, -4, 7, false, 2], [5, -3, 7, true, 2], [6, -2, 7, true, 2], [7, -1, 7, true, 3], [8, 0, 9, false, 4], [9, 1, null, false, 5], [10, 2, null, false, null],
  ]);
});

test("without filling a series ends with its own last value, and its gaps break the check", async () => {
  expect((await series({ fill: "none" })).filter(([shop]) => shop === 2).map((row) => row.slice(1, 4))).toEqual([[3, -3, 3], [4, -2, null], [5, -1, null], [6, 0, 4], [7, 1, null], [8, 2, null]]);
  const gaps = await broken(database, spec({ fill: "none" }), "no_gaps", { of: observed });
  expect(gaps.map((row) => [row["shop"], (row["last_before_gap"] as Date).getUTCDate(), (row["first_after_gap"] as Date).getUTCDate()]).sort()).toEqual([[1, 1, 4], [1, 4, 8], [2, 3, 6]]);
});

test("columns that are known ahead come from the relation of the future where the history has none", async () => {
  const future = relationOf(["shop", "day", "price"], [[1, day(9), 50], [1, "date '2024-01-10'", 60], [2, day(9), 70], [1, day(3), 80]]);
  const found = await series({ future: ["price"] }, { of: observed, future });
  expect(found.filter(([shop, n]) => Number(n) >= 9 || (shop === 1 && n === 3)).map((row) => [row[0], row[1], row[5]])).toEqual([[1, 3, 80], [1, 9, 5], [1, 10, 60], [2, 9, 70], [2, 10, null]]);
});

test("a period with two rows, a null key and an odd weekday break checks", async () => {
  const twice = relationOf(columns, [...rows, [2, day(3), 8, 1, 1], ["null", day(3), 8, 1, 1]]);
  expect(await broken(database, spec({}), "one_row_a_period", { of: twice })).toEqual([{ shop: 2, day: expect.any(Date), n: 2n }]);
  expect(await broken(database, spec({}), "keys_are_known", { of: twice })).toHaveLength(1);
  expect(await broken(database, spec({}), "one_row_a_period", { of: observed })).toEqual([]);
  const weeks = relationOf(["shop", "day", "sales"], [[1, day(1), 1], [1, day(8), 1], [1, "date '2024-01-16'", 1]]);
  expect(await broken(database, spec({ grain: "week", models: [] }), "weeks_begin_alike", { of: weeks })).toHaveLength(1);
  const months = relationOf(["shop", "day", "sales"], [[1, day(1), 1], [1, day(8), 1]]);
  expect(await broken(database, spec({ grain: "month", models: [] }), "one_row_a_period", { of: months })).toHaveLength(1);
});

test("a null date, a negative weight, and a date that is centuries off break checks too", async () => {
  const found = (check: string, given: readonly (readonly (string | number)[])[], more: Partial<ForecastSpec> = {}) => broken(database, spec({ models: [], ...more }), check, { of: relationOf(columns, given) });
  expect(await found("keys_are_known", [...rows, [1, "null", 8, 1, 1]])).toHaveLength(1);
  expect(await found("weights_are_not_negative", [...rows, [2, day(9), 1, -0.5, 1]], { weight: "price" })).toMatchObject([{ shop: 2, price: -0.5 }]);
  // The calendar has 100,000 days; two are to forecast.
  const last = (days: number) => [...rows, [2, `date '2024-01-01' + ${days}`, 1, 1, 1], [2, "date '5000-01-01'", "null", 1, 1]];
  expect(await found("history_is_no_longer", last(99_997))).toEqual([]);
  expect(await found("history_is_no_longer", last(99_998))).toHaveLength(1);
  await build(database, spec({ models: [] }), { of: relationOf(columns, last(99_997)) }, "long", "series");
  expect(await database.rows("select count(*) as n, max(ahead) as ahead from long__series where shop = 2")).toEqual([{ n: 99_998n, ahead: 2n }]);
});

test("what counts as unknown is told: numbers, whole series, and columns that are known ahead", async () => {
  const given = relationOf(columns, [...rows, [3, day(2), "null", 1, 1], [3, day(3), "cast('inf' as double)", 1, 1]]);
  expect((await broken(database, spec({}), "targets_can_be_computed_with", { of: given })).map((row) => row["sales"])).toEqual([NaN, Infinity]);
  expect(await broken(database, spec({}), "every_series_is_known", { of: given })).toEqual([{ shop: 3, n: 2n }]);
  await series({}, { of: observed });
  expect((await broken(database, spec({}), "known_ahead_is_told", { of: observed })).map((row) => [row["shop"], (row["day"] as Date).getUTCDate()]).sort()).toEqual([[1, 10], [2, 10], [2, 9]]);
  expect(forecastParts(spec({})).flatMap(({ checks }) => checks.filter(({ warns }) => warns).map(({ name }) => name))).toEqual(["targets_can_be_computed_with", "every_series_is_known", "known_ahead_is_told"]);
});

test("months run from first day to first day whatever day the rows bear, weeks keep their weekday", async () => {
  const dates = (table: string) => database.rows(`select cast(day as varchar) as day from ${table}__series order by day`);
  const plain = { keys: [], models: [], horizon: 2, fill: "zero" } as const;
  await build(database, spec({ ...plain, grain: "month", season: 12 }), { of: relationOf(["day", "sales"], [["date '2023-11-30'", 1], ["date '2024-02-29'", 2]]) }, "monthly", "series");
  expect((await dates("monthly")).map((row) => row["day"])).toEqual(["2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]);
  await build(database, spec({ ...plain, grain: "week", season: 52 }), { of: relationOf(["day", "sales"], [["date '2023-12-22'", 1], ["date '2024-01-05'", 2]]) }, "weekly", "series");
  expect((await dates("weekly")).map((row) => row["day"])).toEqual(["2023-12-22", "2023-12-29", "2024-01-05", "2024-01-12", "2024-01-19"]);
});

test("five thousand days are a calendar too", async () => {
  await build(database, spec({ keys: [], models: [], horizon: 2 }), { of: relationOf(["day", "sales"], [["date '2010-01-01'", 1], ["date '2010-01-01' + 4999", 2]]) }, "long", "series");
  expect(await database.rows("select count(*) as n, min(t) as first, max(t) as last from long__series")).toEqual([{ n: 5002n, first: 1n, last: 5002n }]);
});

test("calendar columns are those of the dates", async () => {
  const features = [{ kind: "calendar", part: "weekday" }, { kind: "calendar", part: "month" }, { kind: "calendar", part: "quarter" }, { kind: "calendar", part: "week_of_month" }, { kind: "holiday", shift: 1 }, { kind: "holiday", shift: -2 }, { kind: "fourier", period: 7, order: 1 }] as const;
  const of = relationOf(["day", "sales"], [["date '2024-03-25'", 1], ["date '2024-04-07'", 2]]);
  await build(database, spec({ keys: [], models: [{ ...plainModel, features, minDf: 1 }], holidays: "day" }), { of, holidays: relationOf(["day"], [["date '2024-04-01'"], ["date '2024-04-11'"]]) }, "dated", "calendar");
  const labels = (await database.rows("select column_name as name from (describe dated__calendar)")).map((row) => row["name"]);
  expect(labels).toHaveLength(4 + 6 + 11 + 3 + 4 + 2 + 2);
  const [monday] = await database.rows("select * from dated__calendar where time = date '2024-04-01'");
  const flags = Object.entries(monday!).flatMap(([name, value]) => (name.startsWith("calendar") && value === 1 ? [Number(name.slice(8))] : []));
  expect(flags).toEqual([6 + 3, 6 + 11 + 1]); // April and the second quarter; Monday and the first week have no column
  const shifted = await database.rows("select day(time) as day, calendar25 as after, calendar26 as before, calendar27 as sine from dated__calendar where time >= date '2024-03-30' order by time");
  expect(shifted.filter((row) => row["after"] === 1).map((row) => Number(row["day"]))).toEqual([2]);
  expect(shifted.filter((row) => row["before"] === 1).map((row) => Number(row["day"]))).toEqual([30, 9]); // the 9th is ahead, its holiday behind the horizon
  expect(shifted[0]?.["sine"]).toBeCloseTo(Math.sin((2 * Math.PI * 6) / 7), 12);
});
