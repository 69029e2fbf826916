import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** One run of a command, as the kernel counted it. */
export interface Run {
  readonly wallMs: number;
  /** User and system time of the process and its children. */
  readonly cpuMs: number;
  /** Largest resident memory that was seen, looked at every 10 ms. */
  readonly peakMb: number;
  readonly exitCode: number;
}

export interface Command {
  readonly label: string;
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs before each run, not counted: removes a database, a cache. */
  readonly before?: () => void;
}

/** Runs commands in turn, A B A B …, so that a machine whose speed drifts is fair to all. The first round is not counted. */
export async function inTurn(commands: readonly Command[], rounds: number): Promise<readonly (readonly Run[])[]> {
  const runs: Run[][] = commands.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, command] of commands.entries()) {
      command.before?.();
      const run = await measure(command);
      if (run.exitCode !== 0) throw new Error(`${command.label}: exit ${run.exitCode}`);
      if (round > 0) runs[index]!.push(run);
    }
  }
  return runs;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Median of the ratios of paired runs. */
export const ratio = (runs: readonly Run[], base: readonly Run[], of: (run: Run) => number): number => median(runs.map((run, index) => of(run) / of(base[index]!)));

function measure({ argv, cwd, env }: Command): Promise<Run> {
  const childrenBefore = childCpuMs();
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0]!, argv.slice(1), { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    let peakMb = 0;
    child.stderr.on("data", (text: Buffer) => (errors = (errors + text.toString()).slice(-2000)));
    const timer = setInterval(() => (peakMb = Math.max(peakMb, peakOf(child.pid!))), 10);
    child.on("error", reject);
    child.on("close", (exitCode) => {
      clearInterval(timer);
      if (exitCode !== 0) process.stderr.write(errors);
      resolve({ wallMs: performance.now() - start, cpuMs: childCpuMs() - childrenBefore, peakMb, exitCode: exitCode ?? 1 });
    });
  });
}

/** CPU time of all children that ended, from the kernel's accounting of this process; ticks of 10 ms. */
function childCpuMs(): number {
  const fields = readFileSync("/proc/self/stat", "utf8").replace(/^.*\) /s, "").split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
