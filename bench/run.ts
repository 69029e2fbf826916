import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { join, resolve } from "node:path";
import { tmpdir } from "node:os";
import type { Command, Run } from "./measure.ts";
import { inTurn, median, ratio } from "./measure.ts";
import { plainOfProject } from "./plain-of-project.ts";
import { plainStatements, syntheticModels, writeProject } from "./synthetic-project.ts";

/**
 * Measures rmodel against the same SQL sent by hand, and prints ratios of paired runs.
 *
 * Usage: npm run bench [-- start synthetic retail]      RUNS=5  MODELS=1000  DATA_RAW_DIR=<real data>
 */
const wanted = new Set(process.argv.slice(2));
const rounds = Number(process.env.RUNS ?? 5);
const models = Number(process.env.MODELS ?? 1000);
const work = join(tmpdir(), "rmodel-bench");
const rmodel = resolve("bin/rmodel.js");
mkdirSync(work, { recursive: true });
const plain = join(resolve("dist"), "bench-plain.mjs");
await build({ entryPoints: ["bench/plain.ts"], bundle: true, platform: "node", format: "esm", packages: "external", outfile: plain, logLevel: "warning" });

const asked = (name: string): boolean => wanted.size === 0 || wanted.has(name);
console.log(`node ${process.version}, ${rounds} paired runs each, medians; cpu = user + system of the whole process\n`);
if (asked("start")) await start();
if (asked("synthetic")) await synthetic();
if (asked("retail")) await retail();

async function start(): Promise<void> {
  const base = { label: "node -e 0", argv: [process.execPath, "-e", "0"] };
  await compare("Start-up", base, [
    { label: "rmodel --version", argv: [process.execPath, rmodel, "--version"], goal: 1.35 },
    { label: "rmodel --help", argv: [process.execPath, rmodel, "--help"], goal: 1.35 },
  ], 4 * rounds);
}

async function synthetic(): Promise<void> {
  const folder = join(work, `models-${models}`);
  const list = syntheticModels(models);
  writeProject(folder, list);
  const statements = join(work, `models-${models}.json`);
  writeFileSync(statements, JSON.stringify(plainStatements(folder, list)));
  const database = join(folder, "warehouse.duckdb");
  const drop = (path: string) => () => [path, `${path}.wal`].forEach((file) => rmSync(file, { force: true }));
  const run = (...args: string[]) => [process.execPath, rmodel, ...args, "--project-dir", folder];
  const floor = { label: "the same SQL by hand", argv: [process.execPath, plain, statements, join(work, "plain.duckdb")], before: drop(join(work, "plain.duckdb")) };
  await compare(`${models} models, ${2 * models} tests`, floor, [
    { label: "build, nothing cached", argv: run("build"), before: () => { drop(database)(); rmSync(join(folder, "target"), { recursive: true, force: true }); }, goal: 0.45 },
    { label: "build, compiled before", argv: run("build"), before: drop(database) },
  ], rounds);
  const one = join(folder, "models/bench", `${list.at(-1)!.name}.ts`);
  const source = readFileSync(one, "utf8");
  let edit = 0;
  await absolute(`${models} models`, [
    { label: "compile, nothing cached", argv: run("compile"), before: () => rmSync(join(folder, "target"), { recursive: true, force: true }), goal: 3 },
    { label: "compile again", argv: run("compile"), goal: 0.6 },
    { label: "build, nothing changed", argv: run("build"), goal: 0.4 },
    { label: "build, one model changed", argv: run("build"), before: () => writeFileSync(one, source.replace("where: sql`", `where: sql\`${++edit} = ${edit} and `)), goal: 0.6 },
  ]);
  writeFileSync(one, source);
}

async function retail(): Promise<void> {
  const raw = process.env.DATA_RAW_DIR === undefined ? undefined : resolve(process.env.DATA_RAW_DIR);
  const env = raw === undefined || !existsSync(raw) ? {} : { DATA_RAW_DIR: raw };
  const target = join(work, "retail-target");
  const profiles = join(work, "retail-profiles");
  mkdirSync(profiles, { recursive: true });
  const database = join(work, "bench_warehouse.duckdb");
  writeFileSync(join(profiles, "profiles.yaml"), `retail:\n  target: bench\n  outputs:\n    bench: { type: duckdb, path: "${database}", threads: 4 }\n`);
  const args = ["--profiles-dir", profiles, "--target-path", target, "-s", "domain:online_retail", "+domain:online_retail"];
  const statements = join(work, "retail.json");
  writeFileSync(statements, JSON.stringify(await plainOfProject(process.cwd(), "online_retail", env)));
  const drop = (path: string) => () => [path, `${path}.wal`].forEach((file) => rmSync(file, { force: true }));
  const floor = { label: "the same SQL by hand", argv: [process.execPath, plain, statements, join(work, "retail-plain.duckdb")], before: drop(join(work, "retail-plain.duckdb")) };
  await compare(`Online Retail (${raw === undefined ? "generated" : "real"} data)`, floor, [{ label: "build, compiled before", argv: [process.execPath, rmodel, "build", ...args], env, before: drop(database), goal: 1.15 }], rounds);
}

interface Measured extends Command {
  /** Greatest ratio to the base, or greatest CPU seconds. */
  readonly goal?: number;
}

async function compare(title: string, base: Command, others: readonly Measured[], count: number): Promise<void> {
  const [floor, ...runs] = await inTurn([base, ...others], count);
  console.log(title);
  console.log(row(base.label, floor!));
  others.forEach(({ label, goal }, index) => {
    const of = (pick: (run: Run) => number) => ratio(runs[index]!, floor!, pick).toFixed(2);
    console.log(`${row(label, runs[index]!)}   cpu × ${of((run) => run.cpuMs)}  wall × ${of((run) => run.wallMs)}  memory × ${of((run) => run.peakMb)}${goal === undefined ? "" : `   goal × ${goal}`}`);
  });
  console.log();
}

async function absolute(title: string, commands: readonly Measured[]): Promise<void> {
  console.log(title);
  for (const command of commands) {
    const [runs] = await inTurn([command], rounds);
    console.log(`${row(command.label, runs!)}${command.goal === undefined ? "" : `   goal ${command.goal} s cpu`}`);
  }
  console.log();
}

function row(label: string, runs: readonly Run[]): string {
  const middle = (pick: (run: Run) => number) => median(runs.map(pick));
  return `  ${label.padEnd(28)} cpu ${(middle((run) => run.cpuMs) / 1000).toFixed(2).padStart(6)} s  wall ${(middle((run) => run.wallMs) / 1000).toFixed(2).padStart(6)} s  peak ${middle((run) => run.peakMb).toFixed(0).padStart(5)} MB`;
}
