import { DuckDBInstance } from "@duckdb/node-api";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { ForecastSpec } from "../src/forecast/spec.ts";
import { defaultTolerance } from "../src/forecast/fit.ts";
import { forecastPartSql, forecastParts } from "../src/forecast/parts.ts";
import { median } from "./measure.ts";
import { range, statement } from "../src/forecast/sql.ts";
import { regressionSteps } from "../src/forecast/refine.ts";

/**
 * Times a whole forecast in DuckDB, part by part, beside the same work in numpy (bench/forecast.py), in turn, and compares the results.
 *
 * 3,000 weekly series of 150 weeks, 12 features, 13 weeks ahead, 3 penalties, 4 hold-out blocks, 7 baselines, intervals; and,
 * alone, one least-squares fit a series beside a loop of numpy's lstsq.
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
const times = new Map<string, Spent[]>(parts.map(({ name }) => [name, []]));
const single: Spent[] = [];
const others: NumpyRun[] = [];
const peaks: number[] = [];
const folder = mkdtempSync(join(tmpdir(), "rmodel-bench-"));
await writeDoubles("sales", `select sales from observed where sales is not null order by item, week`);
await writeDoubles("promotion", `select promotion from observed order by item, week`);
await connection.run(`create table grouped as select g, ${range(1, 12).map((j) => `random() as x${j}`).join(", ")}, random() as y from range(${series}) as groups(g) cross join range(${weeks})`);
const spelling = { double: "double", materialized: false, fence: false };
const oneFit = statement(regressionSteps({ relation: "grouped", keys: ["g"], features: range(1, 12).map((j) => `x${j}`), target: "y", lambdas: [0], intercept: true, tolerance: defaultTolerance, minDf: 1, spelling }), spelling);
for (let run = 0; run < runs; run++) {
  for (const { name } of parts) {
    times.get(name)!.push(await spent(`create or replace table ${tableOf(name)} as ${forecastPartSql(spec, name, (read) => (read === "of" ? "observed" : tableOf(read.slice("part:".length))), spelling)}`));
  }
  peaks.push(process.resourceUsage().maxRSS / 1024);
  single.push(await spent(`create or replace table fitted as ${oneFit}`));
  const other = numpyRun();
  if (other !== undefined) others.push(other);
}

const sum = (names: readonly string[]): readonly Spent[] => range(0, runs - 1).map((run) => [0, 1].map((i) => names.reduce((total, name) => total + times.get(name)![run]![i]!, 0)) as unknown as Spent);
const told = (of: readonly Spent[]): string => `${(median(of.map(([wallMs]) => wallMs)) / 1000).toFixed(2).padStart(6)} s, CPU ${(median(of.map(([, cpuMs]) => cpuMs)) / 1000).toFixed(2).padStart(6)} s`;
const whole = sum(parts.map(({ name }) => name));
console.log(`${series} series of ${weeks} weeks, 12 features, 13 ahead; ${threads} threads, median of ${runs} runs`);
for (const [name, measured] of times) if (median(measured.map(([wallMs]) => wallMs)) >= 20) console.log(`  ${(name || "forecast").padEnd(18)} ${told(measured)}`);
console.log(`  whole              ${told(whole)}   peak ${Math.round(peaks[0]!)} MB`);
console.log(`  one fit a series   ${told(single)}`);
if (others.length < runs) console.log(`  ${python} has no numpy: no ratio (PYTHON names another)`);
else {
  const against = (label: string, ours: readonly Spent[], theirs: (run: NumpyRun) => Spent): void => {
    const [time, cpu] = [0, 1].map((i) => median(ours.map((one, run) => one[i]! / theirs(others[run]!)[i]!)).toFixed(1));
    console.log(`  ${label.padEnd(36)} numpy ${told(others.map(theirs))}   time × ${time}, CPU × ${cpu}`);
  };
  against("whole", whole, (run) => run.whole);
  against("its fits, 5 origins × 3 penalties", sum(["fit_ridge", "equations_ridge"]), ({ fit }) => fit);
  against("one fit a series (a loop of lstsq)", single, ({ loop }) => loop);
  console.log(`  numpy's peak ${others[0]!.peakMb} MB; ${await compared(others[0]!.chosen)}`);
}
rmSync(folder, { recursive: true });

/** Of the whole process, as other work on the machine lengthens the one and hardly the other. */
type Spent = readonly [wallMs: number, cpuMs: number];

async function spent(sql: string): Promise<Spent> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await connection.run(sql);
  const { user, system } = process.cpuUsage(before);
  return [performance.now() - began, (user + system) / 1000];
}

interface NumpyRun {
  readonly whole: Spent;
  /** Of it, the fits. */
  readonly fit: Spent;
  /** Another work: a least-squares fit a series, one by one. */
  readonly loop: Spent;
  readonly peakMb: number;
  /** The candidate that each series takes. */
  readonly chosen: readonly string[];
}

function tableOf(part: string): string {
  return part === "" ? "forecast" : `forecast__${part}`;
}

/** The same work in one process of numpy; times are its own, without its start and the reading of the series. */
function numpyRun(): NumpyRun | undefined {
  try {
    const script = join(dirname(process.argv[1]!), "forecast.py");
    return JSON.parse(execFileSync(python, [script, folder, String(series), String(weeks)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 2 ** 26, env: { ...process.env, OPENBLAS_NUM_THREADS: String(threads) } })) as NumpyRun;
  } catch {
    return undefined;
  }
}

async function writeDoubles(name: string, query: string): Promise<void> {
  const rows = await connection.runAndReadAll(query);
  writeFileSync(join(folder, name), Float64Array.from(rows.getRows().map(([value]) => Number(value))));
}

/** Picks and numbers of both, side by side. */
async function compared(chosen: readonly string[]): Promise<string> {
  const bytes = readFileSync(join(folder, "forecasts"));
  const theirs = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
  const rows = (await connection.runAndReadAll("select forecast, lower, upper, model from forecast order by item, step")).getRows();
  const picks = chosen.filter((name, item) => name === rows[13 * item]![3]).length;
  const apart = rows.flatMap((row, i) => (row[3] === chosen[Math.floor(i / 13)] ? row.slice(0, 3).map((value, j) => Math.abs(Number(value) - theirs[3 * i + j]!) / Math.max(1, Math.abs(Number(value)))) : []));
  return `${picks} of ${series} picks are the same, their forecasts and bounds to ${apart.reduce((most, one) => Math.max(most, one), 0).toExponential(0)}`;
}
