import { expect, test } from "vitest";
import type { ForecastSpec } from "../spec.ts";
import { build, lag, plainModel, plainSpec } from "../build-for-tests.ts";
import { openDatabase, relationOf } from "../duckdb-for-tests.ts";
import { randomNumbers } from "../../testing/random.ts";
import { range } from "../sql.ts";

const database = await openDatabase();
const random = randomNumbers(11);
const rows = [1, 2, 3].flatMap((shop) => range(1, 134).map((day) => [shop, `date '2024-01-01' + ${day}`, day > 126 ? "null" : 40 + shop * 5 + 9 * (day % 7) + 5 * random(), 6 + random(), day % 3]));
await database.run(`create table observed as ${relationOf(["shop", "day", "sales", "pieces", "price"], rows).slice(1, -1)}`);
const past = (kind: "rolling_mean" | "rolling_max", lag: number) => ({ kind: "past", term: { kind, window: 7, lag } }) as const;
const spec: ForecastSpec = {
  ...plainSpec,
  baselines: ["seasonal_naive", "naive", "drift", "moving_average", "seasonal_average", "level_scaled_seasonal_naive", "hybrid"],
  models: [
    { ...plainModel, target: "seasonal_diff", features: [lag(1), past("rolling_mean", 1), lag(1, "pieces"), { kind: "known", column: "price" }] },
    { ...plainModel, name: "direct", mode: "direct", pooled: true, features: [lag(7), past("rolling_max", 7), lag(8, "pieces"), { kind: "trend", power: 2 }] },
    { ...plainModel, name: "pooled", pooled: true, target: "diff", features: [lag(1), lag(7)] },
  ],
  validation: { blocks: 3, refit: "each_block", test: 7 },
};

test.each([1, 2, 3, 4])("noise in place of all that came after origin %d changes nothing that was told from it", async (fold) => {
  const origin = `date '2024-01-01' + ${126 - 7 * fold}`;
  const noise = `(select * replace (case when day > ${origin} then 1e-16 * hash(day) else pieces end as pieces, case when day > ${origin} and sales is not null then 1e-16 * hash(shop, day) else sales end as sales) from observed)`;
  await build(database, spec, { of: "observed" }, "before", "candidates");
  await build(database, spec, { of: noise }, "after", "candidates");
  const told = (prefix: string) => database.rows(`select series_number, model, step, forecast, error, is_clamped from ${prefix}__candidates where fold >= ${fold} order by fold, series_number, model, step`);
  const fits = (prefix: string) => database.rows(`select * from ${prefix}__equations_ridge where fit >= ${fold} order by fit, series_number`);
  for (const read of [told, fits]) {
    const [before, after] = [await read("before"), await read("after")];
    expect(after).toHaveLength(before.length);
    expect(before.length).toBeGreaterThan(2);
    before.forEach((row, i) => {
      for (const [name, value] of Object.entries(row)) {
        const other = after[i]![name];
        if (typeof value === "number") expect([name, Math.abs(value - Number(other)) <= 1e-11 * Math.max(1, Math.abs(value))]).toEqual([name, true]);
        else expect(other).toEqual(value);
      }
    });
  }
  const changed = await database.rows("select count(*) as n from before__candidates as b join after__candidates as a using (series_number, fold, model, step) where fold = 0 and abs(a.forecast - b.forecast) > 1");
  expect(Number(changed[0]!["n"])).toBeGreaterThan(50);
});
