import type { BuildFlags } from "./commands/build.ts";
import type { Driver } from "../adapters/adapter.ts";
import type { Graph } from "../graph/graph.ts";
import type { KnownFile } from "../run/data-keys.ts";
import type { Results } from "../run/results.ts";
import type { SeedNode, SourceNode } from "../load/node.ts";
import { Workspace } from "./workspace.ts";
import { exitCodes } from "./program.ts";
import { isBad } from "../run/results.ts";
import { onSignals } from "./signals.ts";

export type BuildCommand = "build" | "run" | "seed" | "snapshot" | "test";

/** `build`, `run`, `seed`, `snapshot`, `test`: the same pipeline over different parts. */
export async function runBuild(command: BuildCommand, flags: BuildFlags): Promise<number> {
  const workspace = new Workspace(flags, flags.executionTime);
  const { Console } = await import("../report/console.ts");
  const graph = await workspace.graph();
  const console = new Console({ flags, around: workspace.around, secrets: workspace.secrets });
  const compiled = await workspace.compile(graph);
  const driver = await workspace.connect(graph, { lockWaitMs: waitMs(flags.wait), holder: `rmodel ${command}`, ...(flags.threads === undefined ? {} : { threads: Number(flags.threads) }) });
  const signals = onSignals(() => driver.cancel());
  try {
    const results = await runOnce(command, workspace, graph, compiled, driver, flags, console, signals.stopped);
    console.finish(results);
    await console.reports?.(results);
    return signals.code() ?? (results.results.some(({ status }) => isBad(status)) ? exitCodes.failed : exitCodes.ok);
  } finally {
    signals.dispose();
    await driver.close();
  }
}

type Console = InstanceType<typeof import("../report/console.ts").Console>;

async function runOnce(command: BuildCommand, workspace: Workspace, graph: Graph, compiled: Awaited<ReturnType<Workspace["compile"]>>, driver: Driver, flags: BuildFlags, console: Console, stopped: () => boolean): Promise<Results> {
  const [{ Ledger }, { planBuild }, { executePlan }, { DataKeys }, { recover }] = await Promise.all([import("../run/state.ts"), import("../run/plan.ts"), import("../run/execute.ts"), import("../run/data-keys.ts"), import("../run/recover.ts")]);
  const ledger = new Ledger(compiled.dialect);
  const state = await recover(await driver.session((session) => ledger.open(session, "")), driver, ledger, workspace.effects);
  const dataKeys = new DataKeys(workspace.around.root, workspace.effects, workspace.readCache<Record<string, KnownFile>>("data.json") ?? {});
  const files = [...graph.nodes.values()].filter((node): node is SourceNode | SeedNode => node.kind === "source" || node.kind === "seed");
  const keys = await dataKeys.of(files);
  const selection = { nodes: new Set(graph.nodes.keys()), tests: new Set([...graph.nodes.values()].flatMap((node) => ("tests" in node ? node.tests.map(({ id }) => id) : [node.id]))) };
  const plan = planBuild(compiled, state, {
    runId: runIdOf(workspace.effects.now()),
    environment: "",
    build: selection.nodes,
    audit: selection.tests,
    force: flags.force === true,
    auditAgain: command === "test",
    share: flags.plan,
    dataKeys: keys,
    reservedSchemas: driver.reservedSchemas,
    executionTime: workspace.executionTime,
  });
  await workspace.writeCache("data.json", Object.fromEntries(dataKeys.known));
  return executePlan(plan, driver, ledger, workspace.effects, (event) => console.event(event), {
    concurrency: driver.capabilities.concurrency,
    failFast: flags.failFast === true,
    publish: flags.publish,
    samples: workspace.around.isCi ? 0 : 5,
    invocation: JSON.stringify({ command, flags }),
    command,
    stopped,
  });
}

const runIdOf = (now: string): string => `${now.replace(/\D/g, "").slice(0, 17)}_${Math.random().toString(36).slice(2, 6)}`;

function waitMs(wait: string | boolean | undefined): number {
  if (wait === undefined || wait === false) return 0;
  return wait === true ? 3_600_000 : Number(wait) * 1000;
}
