import { beforeAll, expect, test } from "vitest";
import type { ForecastSpec } from "./spec.ts";
import type { Row } from "./duckdb-for-tests.ts";
import { build, lag, names, plainModel, plainSpec } from "./build-for-tests.ts";
import { dateLiteral, relationOf } from "./duckdb-for-tests.ts";
import { engines } from "../testing/databases.ts";
import { randomNumbers } from "../testing/random.ts";
import { forecastCheckSql, forecastParts } from "./parts.ts";
import { range } from "./sql.ts";

const spec: ForecastSpec = {
  ...plainSpec,
  baselines: ["seasonal_naive", "naive", "moving_average", "seasonal_average", "level_scaled_seasonal_naive", "hybrid", "drift"],
  models: [
    { ...plainModel, target: "seasonal_diff", lambdas: [0.01, 1], features: [lag(1), lag(7), { kind: "known", column: "is_open" }] },
    { ...plainModel, name: "pooled", mode: "direct", pooled: true, features: [lag(7), { kind: "past", term: { kind: "rolling_mean", window: 7, lag: 7 } }, { kind: "calendar", part: "weekday" }] },
  ],
  ensemble: true,
  validation: { blocks: 3, refit: "each_block", test: 7 },
  segments: ["parity"],
};

/** Known ahead, and of no weekday. */
const isOpen = (day: number): number => ((day * day) % 11 > 4 ? 1 : 0);

/** Series of which each has another best candidate; two of them are equal, as are the scores of some candidates. */
const shops: Readonly<Record<string, { readonly first?: number; readonly sales: (day: number, random: () => number, before: number) => number }>> = {
  opened: { sales: (day, random) => 10 + 30 * isOpen(day) + 2 * random() },
  autoregressive: { sales: (day, random, before) => 20 + 0.6 * before + (day % 7 > 4 ? 15 : 0) + 4 * random() },
  weekly: { sales: (day) => [5, 9, 2, 6, 5, 30, 35][day % 7]! },
  "weekly too": { sales: (day) => [5, 9, 2, 6, 5, 30, 35][day % 7]! },
  noisy: { sales: (_, random) => 100 * random() },
  wandering: { sales: (_, random, before) => before + random() - 0.5 },
  constant: { sales: () => 12 },
  zero: { sales: () => 0 },
  growing: { sales: (day) => 3 * day + 7 },
  "ten days": { first: 111, sales: (day) => day % 7 },
  "one day": { first: 120, sales: () => 8 },
};

const observed = relationOf(["shop", "day", "is_open", "sales", "parity"], Object.entries(shops).flatMap(([shop, { first = 1, sales }]) => {
  const random = randomNumbers(3);
  let before = 50;
  return range(first, 127).map((day) => {
    before = sales(day, random, before);
    return [`'${shop}'`, dateLiteral("2024-01-01", day), isOpen(day), day > 120 ? "null" : before, `'${day % 2 === 0 ? "even" : "odd"}'`];
  });
}));

/** What the engines have to agree on: forecasts, picks and scores, in an order that is the same everywhere. */
const asked: Readonly<Record<string, string>> = {
  forecast: "select shop, cast(day as varchar(10)) as day, step, model, is_clamped, forecast, lower, upper from RELATION",
  forecast__picks: "select * from RELATION",
  forecast__scores: "select level, stage, shop, segment_value, model, place, is_chosen, n, covered, mae, rmse, mase from RELATION",
};

const databases = await Promise.all(engines.map(async ({ name, open }) => ({ name, database: await open() })));
const found = new Map<string, Readonly<Record<string, readonly Row[]>>>();

beforeAll(async () => {
  await Promise.all(databases.map(async ({ name, database }) => {
    await database.create("observed", observed.slice(1, -1));
    await build(database, spec, { of: database.table("observed") });
    const rows: Record<string, readonly Row[]> = {};
    for (const [relation, query] of Object.entries(asked)) rows[relation] = inOrder(await database.rows(query.replace("RELATION", database.table(relation))));
    found.set(name, rows);
  }));
}, 240_000);

/** Rows by all that is no double, since sums of doubles differ in their last digits. */
const inOrder = (rows: readonly Row[]): readonly Row[] => [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
const keyOf = (row: Row): string => Object.values(row).filter((value) => typeof value !== "number").map(String).join("|");

const compared = databases.slice(1).flatMap(({ name }) => Object.keys(asked).map((relation) => ({ name, relation })));

test.each(compared)("$relation on $name is that on DuckDB", ({ name, relation }) => {
  const wanted = found.get("DuckDB")![relation]!;
  expect(wanted.length).toBeGreaterThan(5);
  expect(found.get(name)![relation]).toEqual(wanted.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, typeof value === "number" ? closeTo(value) : value]))));
});

const closeTo = (value: number) => expect.toSatisfy((other: unknown) => typeof other === "number" && Math.abs(other - value) <= 1e-10 * Math.max(1, Math.abs(value)), `${value} to 1e-10`);

test.each(databases)("checks tell what is wrong with a history, and nothing of a sound one, on $name", async ({ database }) => {
  const given = { ...spec, weight: "is_open" };
  const odd = [["null", dateLiteral("2024-01-01", 0), 1, 1], ["'far'", "date '1700-01-01'", 1, 1], ["'huge'", dateLiteral("2024-01-01", 1), 1, 1e200], ["'minus'", dateLiteral("2024-01-01", 2), -1, 1], ["'twice'", dateLiteral("2024-01-01", 3), 1, 1], ["'twice'", dateLiteral("2024-01-01", 3), 1, 2]] as const;
  await database.create("odd", relationOf(["shop", "day", "is_open", "sales"], odd).slice(1, -1));
  await build(database, given, { of: database.table("observed") }, "checked", "series");
  const broken = async (relation: string): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const { name } of forecastParts(given).find((part) => part.name === "series")!.checks) {
      const rows = await database.rows(forecastCheckSql(given, "series", name, names(database, { of: database.table(relation) }, "checked"), database.spelling));
      if (rows.length > 0) found.push(name);
    }
    return found;
  };
  expect(await broken("observed")).toEqual([]);
  expect(await broken("odd")).toEqual(["one_row_a_period", "keys_are_known", "history_is_no_longer", "targets_can_be_computed_with", "every_series_is_known", "weights_are_not_negative"]);
});

test("the picks are of many kinds", () => {
  const models = found.get("DuckDB")!["forecast"]!.map(({ model }) => String(model).replace(/_[\d.]+$/, ""));
  expect([...new Set(models)].sort()).toEqual(["drift", "ensemble", "naive", "ridge", "seasonal_average", "seasonal_naive"]);
});
