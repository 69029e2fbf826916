import { expect, test } from "vitest";
import type { ForecastSpec } from "./spec.ts";
import { build, lag, names, plainModel, plainSpec } from "./build-for-tests.ts";
import { duckdb, openDatabase, postgres, relationOf } from "./duckdb-for-tests.ts";
import { forecastCheckSql, forecastPartSql, forecastParts, runIdMark } from "./parts.ts";
import { range } from "./sql.ts";

/** Everything at once. */
const spec: ForecastSpec = {
  ...plainSpec,
  keys: ["shop", "Section"],
  models: [
    { ...plainModel, target: "seasonal_diff", features: [lag(1), { kind: "known", column: "is_promo" }, lag(1, "pieces"), { kind: "calendar", part: "weekday" }, { kind: "holiday", shift: -1 }], lambdas: [0.01, 1] },
    { ...plainModel, name: "direct", mode: "direct", pooled: true, features: [lag(7), { kind: "trend", power: 2 }, { kind: "product", of: [{ kind: "known", column: "price" }, lag(7)] }] },
    { ...plainModel, name: "pooled", pooled: true, target: "diff", features: [{ kind: "past", term: { kind: "rolling_mean", window: 7, lag: 1 } }, { kind: "fourier", period: 7, order: 2 }] },
  ],
  baselines: ["seasonal_naive", "moving_average", "seasonal_average", "level_scaled_seasonal_naive", "hybrid", "drift"],
  ensemble: true,
  external: ["theirs"],
  validation: { blocks: 3, refit: "once", test: 10 },
  weight: "importance", scored: "is_open", segments: ["kind", "shop"], bounds: { lower: 0 }, future: ["price"], holidays: "day", booleans: ["is_promo"], withOrigin: ["theirs"],
};
const inputs = { of: "observed", future: "prices", holidays: "holidays", "external:theirs": "theirs" };
const database = await openDatabase();
const days = range(1, 127).flatMap((day) => [1, 2].map((shop) => [shop, "'food'", `date '2024-01-01' + ${day}`, day > 120 ? "null" : 30 + shop + (day % 7) + ((day * day) % 5), day % 7 > 4 ? "true" : "false", 3 + (day % 4), 1 + (day % 2), "day(date '2024-01-01' + " + day + ") <> 7", "'a'", "cast(null as double)"]));
await database.run(`create table observed as ${relationOf(["shop", "Section", "day", "sales", "is_promo", "pieces", "importance", "is_open", "kind", "price"], days).slice(1, -1)}`);
await database.run(`create table prices as select shop, "Section", day, 2 + day(day) % 3 as price from observed`);
await database.run("create table holidays as select date '2024-03-29' as day union all select date '2024-05-06'");
await database.run(`create table theirs as select shop, "Section", day, 31 as forecast, date '2024-04-30' as origin from observed where sales is null`);

test.each([
  { kind: "conformal", by: "key", metric: "mae" },
  { kind: "gaussian", by: "overall", metric: "mase" },
] as const)("every part has just the columns and inputs that it tells of ($kind, $by, $metric)", async ({ kind, by, metric }) => {
  const given = { ...spec, interval: { level: 0.9, kind }, choice: { by, metric } } as const;
  await build(database, given, inputs);
  const types = { integer: "BIGINT", double: "DOUBLE", text: "VARCHAR", boolean: "BOOLEAN" };
  for (const part of forecastParts(given)) {
    const table = part.name === "" ? "forecast" : `forecast__${part.name}`;
    const found = await database.rows(`describe ${table}`);
    expect([part.name, found.map((row) => row["column_name"])]).toEqual([part.name, part.columns.map(({ name }) => name)]);
    part.columns.forEach(({ type }, i) => typeof type === "string" && expect([part.name, found[i]!["column_name"], found[i]!["column_type"]]).toEqual([part.name, found[i]!["column_name"], types[type]]));
    for (const { name } of part.columns.filter(({ nullable }) => !nullable)) expect([part.name, name, await database.rows(`select "${name}" from ${table} where "${name}" is null`)]).toEqual([part.name, name, []]);
    if (part.grain.length > 0) {
      const grain = part.grain.map((name) => `"${name}"`).join(", ");
      expect([part.name, await database.rows(`select ${grain} from ${table} group by all having count(*) > 1`)]).toEqual([part.name, []]);
    }
    const asked = new Set<string>();
    forecastPartSql(given, part.name, (name) => (asked.add(name), names(database, inputs, "forecast")(name)), duckdb);
    expect([part.name, [...asked].sort()]).toEqual([part.name, [...part.parts.map((name) => `part:${name}`), ...Object.keys(part.inputs)].sort()]);
    for (const check of part.checks) expect([check.name, await database.rows(forecastCheckSql(given, part.name, check.name, names(database, inputs, "forecast"), duckdb))]).toEqual([check.name, []]);
  }
});

test("no number is infinite or no number", async () => {
  await build(database, spec, inputs);
  for (const { name, columns } of forecastParts(spec)) {
    const table = name === "" ? "forecast" : `forecast__${name}`;
    const odd = columns.filter(({ type }) => type === "double").map((column) => `not (abs("${column.name}") <= 1e300)`);
    if (odd.length > 0) expect([name, await database.rows(`select * from ${table} where ${odd.join(" or ")}`)]).toEqual([name, []]);
  }
});

test("parts stand in the order in which they read each other, the forecast last", () => {
  const parts = forecastParts(spec);
  parts.forEach(({ name, parts: read }, i) => expect([name, read.filter((other) => !parts.slice(0, i).some((part) => part.name === other))]).toEqual([name, []]));
  expect(parts.at(-1)?.name).toBe("");
  expect(forecastPartSql(spec, "", (name) => name, duckdb)).toContain(runIdMark);
});

test("Postgres materialises every step that is not fenced, and no text is much too long", () => {
  for (const { name } of forecastParts(spec)) {
    const text = forecastPartSql(spec, name, (relation) => relation.replace(":", "_"), postgres);
    const stages = text.match(/^(?:with )?\w+ as (?:materialized )?\(\n/gm) ?? [];
    const kept = (text.match(/ as materialized \(/g) ?? []).length + (text.match(/^offset 0$/gm) ?? []).length;
    expect([name, kept]).toEqual([name, stages.length]);
    expect(text.length).toBeLessThan(250 * 1024);
    expect(text).not.toMatch(/qualify|recursive|filter \(|\bint\b|::/i);
  }
});

test("a part or check that there is not is told", () => {
  expect(() => forecastPartSql(spec, "nothing", (name) => name, duckdb)).toThrow('a forecast has no part "nothing"');
  expect(() => forecastCheckSql(spec, "series", "nothing", (name) => name, duckdb)).toThrow('part "series" of a forecast has no check "nothing"');
});
