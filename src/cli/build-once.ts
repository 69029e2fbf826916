import type { Compiled } from "../compile/compiled.ts";
import type { Driver } from "../adapters/adapter.ts";
import type { Plan } from "../run/plan/plan.ts";
import type { Results } from "../run/results.ts";
import type { RunRequest } from "./runs.ts";
import type { Selection } from "../graph/select.ts";
import type { UnitTestNode } from "../load/node.ts";
import type { Workspace } from "./workspace.ts";
import type { Settled } from "../run/ledger/state.ts";
import { Ledger } from "../run/ledger/state.ts";
import { Reporter } from "../report/reporter.ts";
import { invocationText, isPlain } from "./runs.ts";
import { approvalNotes } from "./approval-notes.ts";
import { dueUnitTests, testUnits, withoutUntrusted } from "./unit-tests.ts";
import { executePlan } from "../run/execute.ts";
import { isBad } from "../run/results.ts";
import { planFor } from "./plan-for.ts";
import { recover } from "../run/ledger/recover.ts";
import { version } from "./version.ts";

/** Everything that one build needs; a watch has many of them over one workspace. */
export interface Building {
  readonly workspace: Workspace;
  readonly compiled: Compiled;
  readonly driver: Driver;
  readonly selection: Selection;
  readonly request: RunRequest;
  /** From the moment on that this is true nothing new starts and nothing more is shown. */
  readonly stopped: () => boolean;
}

/** What a build came to, and what it had planned. */
export interface Built {
  readonly plan: Plan;
  readonly results: Results;
}

/** Plans, tests, builds, audits and publishes once, and tells of it on the terminal and in `target/`. */
export async function buildOnce({ workspace, compiled, driver, selection, request, stopped }: Building): Promise<Built> {
  const { effects, around, terminal } = workspace;
  const { command, flags } = request;
  const executionTime = compiled.context.executionTime;
  const ledger = new Ledger(driver.stateDialect);
  const state = await recover(await driver.session((session) => ledger.open(session.state, "")), driver, ledger, effects, compiled.graph.project.config.retain);
  const runId = request.runId ?? newRunId(effects.now());
  // Taken before and after: what changed while this build ran is the next one's work.
  const before = isPlain(request) ? await workspace.settleKey() : undefined;
  const planned = await planFor({
    compiled, state, workspace, runId,
    build: command === "test" ? new Set() : selection.nodes,
    audit: command === "run" ? new Set() : new Set([...selection.tests, ...selection.nodes]),
    whole: command === "build" && flags.select.length === 0 && flags.exclude.length === 0,
    force: flags.force === true,
    auditAgain: command === "test" && request.runId === undefined,
    share: flags.plan,
    isReservedSchema: driver.isReservedSchema,
    identifierBytes: driver.capabilities.identifierBytes,
    readsFiles: driver.capabilities.readsFiles,
  });
  const units = dueUnitTests(command === "run" ? [] : unitTestsOf(compiled, selection), compiled, state, command === "test");
  const plan: Plan = { ...planned, held: [...planned.held, ...units.held] };
  const reporter = new Reporter({ flags, around, command, version, effects: workspace.underLock, secrets: terminal.concealed, stdout: quietAfter(process.stdout, stopped), stderr: quietAfter(process.stderr, stopped) });
  try {
    reporter.begin(plan, units.due.map(({ node }) => node.id));
    const tested = await testUnits(units.due, { compiled, driver, ledger, runId, effects, emit: reporter.event });
    const trusted = withoutUntrusted(plan, tested, flags.failFast === true);
    const untrusted = tested.some(({ status }) => isBad(status));
    for (const result of trusted.skipped) reporter.event({ kind: "result", result });
    const executed = await executePlan(trusted.plan, reporter.watch(driver), ledger, effects, reporter.event, {
      concurrency: driver.capabilities.concurrency,
      failFast: flags.failFast === true,
      publish: flags.publish,
      withheld: untrusted ? "a unit test failed" : undefined,
      samples: around.isCi ? 0 : 5,
      storeFailures: flags.storeFailures === true,
      invocation: invocationText({ ...request, executionTime }),
      exportFolder: workspace.exportFolder(compiled.graph),
      command,
      stopped,
    });
    const results: Results = { ...executed, results: [...tested, ...trusted.skipped, ...executed.results] };
    await reporter.finish(results);
    if (before !== undefined && isGreen(plan, results) && before === (await workspace.settleKey())) await settle(driver, ledger, { key: before, total: results.results.length + plan.held.length + plan.unchanged.length, notes: approvalNotes(plan, results) });
    return { plan, results };
  } finally {
    reporter.close();
  }
}

/** A warning is told at every build, so a target with one is never settled. What waits for an approval waits without builds. */
const isGreen = ({ held, waiting }: Plan, { results, stopped }: Results): boolean =>
  !stopped && !results.some(({ id, status }) => isBad(status) || status === "warn" || (status === "skipped" && !waiting.has(id))) && !held.some(({ audit }) => audit.status === "warn");

/** The last thing that a build writes: whatever ends it earlier leaves something to do. */
const settle = (driver: Driver, ledger: Ledger, settled: Settled): Promise<void> =>
  driver.transaction(async (session) => {
    for (const statement of ledger.settle("", settled)) await session.state.execute(statement);
  });

const unitTestsOf = ({ graph }: Compiled, { nodes }: Selection): readonly UnitTestNode[] =>
  [...nodes].map((id) => graph.nodes.get(id)!).filter((node) => node.kind === "unitTest");

/** Sorts by time and does not repeat. */
const newRunId = (now: string): string => `${now.replace(/\D/g, "").slice(0, 17)}_${Math.random().toString(36).slice(2, 6).padEnd(4, "0")}`;

/** A stream of the process that takes nothing once the run is stopped: then one line has been said, and it is enough. */
const quietAfter = (stream: NodeJS.WriteStream, stopped: () => boolean) => ({
  write: (text: string) => stopped() || stream.write(text),
  get isTTY() {
    return stream.isTTY;
  },
  get columns() {
    return stream.columns;
  },
});
