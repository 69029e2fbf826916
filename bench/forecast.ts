import { DuckDBInstance } from "@duckdb/node-api";
import { execFileSync } from "node:child_process";
import type { ForecastSpec } from "../src/forecast/spec.ts";
import { forecastPartSql, forecastParts } from "../src/forecast/parts.ts";
import { median } from "./measure.ts";

/**
 * Times a whole forecast in DuckDB, part by part, beside a loop of least squares over the same series in numpy.
 *
 * 3,000 weekly series of 150 weeks, 12 features, 13 weeks ahead, 3 penalties, 4 hold-out blocks, 7 baselines.
 * Usage: node bin/run-ts.js bench/forecast.ts      RUNS=3  SERIES=3000  WEEKS=150  THREADS=2  PYTHON=<one with numpy>
 */
const runs = Number(process.env.RUNS ?? 3);
const series = Number(process.env.SERIES ?? 3000);
const weeks = Number(process.env.WEEKS ?? 150);
const threads = Number(process.env.THREADS ?? 2);
const python = process.env.PYTHON ?? "python3";

const lag = (lag: number) => ({ kind: "past", term: { kind: "lag", lag } }) as const;
const spec: ForecastSpec = {
  keys: ["item"], time: "week", grain: "week", target: "sales", horizon: 13, fill: "zero", season: 26, window: 4,
  models: [{
    name: "ridge", mode: "recursive", pooled: false, target: "diff", lambdas: [0.01, 0.1, 1], minDf: 15,
    features: [lag(1), lag(2), lag(3), lag(4), lag(13), lag(26), { kind: "past", term: { kind: "rolling_mean", window: 8, lag: 1 } }, { kind: "known", column: "promotion" }, { kind: "fourier", period: 26, order: 2 }],
  }],
  baselines: ["naive", "seasonal_naive", "moving_average", "seasonal_average", "hybrid", "level_scaled_seasonal_naive", "drift"],
  ensemble: false, external: [], validation: { blocks: 4, refit: "each_block", test: 0 }, choice: { metric: "mae", by: "key" }, segments: [], interval: { level: 0.8, kind: "conformal" }, bounds: { lower: 0 },
};

const connection = await (await DuckDBInstance.create(":memory:", { threads: String(threads) })).connect();
await connection.run(`
  create table observed as
  select
    item,
    cast(date '2020-01-03' + cast(7 * t as integer) as date) as week,
    case when t < ${weeks} then 100 + item % 50 + 20 * sin(2 * pi() * (t + item) / 26) + 30 * promotion + hash(item, t) % 1000 / 50.0 end as sales,
    promotion
  from (select item, t, case when hash(t, item, 7) % 5 = 0 then 1.0 else 0.0 end as promotion from range(${series}) as items(item) cross join range(${weeks + 13}) as times(t))`);

const parts = forecastParts(spec);
const times = new Map<string, number[]>(parts.map(({ name }) => [name, []]));
const totals: number[] = [];
const loops: number[] = [];
for (let run = 0; run < runs; run++) {
  let total = 0;
  for (const { name } of parts) {
    const began = performance.now();
    await connection.run(`create or replace table ${tableOf(name)} as ${forecastPartSql(spec, name, (read) => (read === "of" ? "observed" : tableOf(read.slice("part:".length))), { double: "double", materialized: false, fence: false })}`);
    const elapsedMs = performance.now() - began;
    times.get(name)!.push(elapsedMs);
    total += elapsedMs;
  }
  totals.push(total);
  const loop = leastSquaresMs();
  if (loop !== undefined) loops.push(loop);
}

console.log(`${series} series of ${weeks} weeks, 12 features, 13 ahead; ${threads} threads, median of ${runs} runs`);
for (const [name, measured] of times) if (median(measured) >= 20) console.log(`  ${(name || "forecast").padEnd(18)} ${(median(measured) / 1000).toFixed(2).padStart(6)} s`);
const whole = median(totals);
const fit = ["fit_ridge", "equations_ridge"].reduce((sum, name) => sum + median(times.get(name)!), 0);
console.log(`  whole              ${(whole / 1000).toFixed(2).padStart(6)} s   peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
if (loops.length === 0) console.log(`  ${python} has no numpy: no ratio (PYTHON names another)`);
else {
  const loop = median(loops);
  console.log(`  numpy lstsq loop   ${(loop / 1000).toFixed(2).padStart(6)} s   whole × ${(whole / loop).toFixed(1)}, its 5 origins × 3 penalties of fits × ${(fit / loop).toFixed(1)}`);
}

function tableOf(part: string): string {
  return part === "" ? "forecast" : `forecast__${part}`;
}

/** One least-squares fit per series, in one process of numpy; the time is its own, without its start. */
function leastSquaresMs(): number | undefined {
  const script = `
import numpy, time
random = numpy.random.default_rng(1)
x, y = random.normal(size=(${series}, ${weeks}, 13)), random.normal(size=(${series}, ${weeks}))
began = time.perf_counter()
for a, b in zip(x, y): numpy.linalg.lstsq(a, b, rcond=None)
print(1000 * (time.perf_counter() - began))`;
  try {
    return Number(execFileSync(python, ["-c", script], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    return undefined;
  }
}
