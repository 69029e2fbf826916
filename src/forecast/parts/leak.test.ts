import { beforeAll, describe, expect, test } from "vitest";
import type { ForecastSpec } from "../spec.ts";
import { build, lag, plainModel, plainSpec } from "../build-for-tests.ts";
import { dateLiteral, relationOf } from "../duckdb-for-tests.ts";
import { randomNumbers } from "../../testing/random.ts";
import { engines } from "../../testing/databases.ts";
import { range } from "../sql.ts";

const random = randomNumbers(11);
const rows = [1, 2, 3].flatMap((shop) => range(1, 134).map((day) => [shop, dateLiteral("2024-01-01", day), day > 126 ? "null" : 40 + shop * 5 + 9 * (day % 7) + 5 * random(), 6 + random(), day % 3]));
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

describe.each(engines)("on $name", async (engine) => {
  const database = await engine.open();
  // Trino makes a table in half a second, so that it gets less to do.
  const isSlow = engine.name === "Trino";
  const given = isSlow ? { ...spec, models: spec.models.slice(0, 1) } : spec;
  beforeAll(async () => {
    await database.create("observed", relationOf(["shop", "day", "sales", "pieces", "price"], rows).slice(1, -1));
    await build(database, given, { of: database.table("observed") }, "before", "candidates");
  });

  test.each(isSlow ? [2] : [1, 2, 3, 4])("noise in place of all that came after origin %d changes nothing that was told from it", async (fold) => {
    const origin = dateLiteral("2024-01-01", 126 - 7 * fold);
    const noise = "1e3 + 1e3 * sin(cast(extract(doy from day) as double precision) * 12.9898 + shop * 78.233)";
    const noisy = `(select shop, day, price, case when day > ${origin} then ${noise} else pieces end as pieces, case when day > ${origin} and sales is not null then 2 * (${noise}) else sales end as sales from ${database.table("observed")})`;
    await build(database, given, { of: noisy }, "after", "candidates");
    const told = (prefix: string) => database.rows(`select series_number, model, step, forecast, error, is_clamped from ${database.table(`${prefix}__candidates`)} where fold >= ${fold} order by fold, series_number, model, step`);
    const fits = (prefix: string) => database.rows(`select * from ${database.table(`${prefix}__equations_ridge`)} where fit >= ${fold} order by fit, series_number`);
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
    const changed = await database.rows(`select count(*) as n from ${database.table("before__candidates")} as b join ${database.table("after__candidates")} as a using (series_number, fold, model, step) where fold = 0 and abs(a.forecast - b.forecast) > 1`);
    expect(Number(changed[0]!["n"])).toBeGreaterThan(50);
  });
});
