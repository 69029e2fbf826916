import type { AuditOptions, Verdict } from "./audit.ts";
import type { Ledger, Run } from "./ledger/state.ts";
import type { AuditStep, BuildStep, Plan } from "./plan/plan.ts";
import type { Driver } from "../adapters/adapter.ts";
import type { Effects } from "./effects.ts";
import type { Emit } from "./events.ts";
import type { NodeId } from "../load/node.ts";
import type { Outcome } from "./outcome.ts";
import type { Publication } from "./publish/publish.ts";
import type { Result, Results } from "./results.ts";
import type { Task } from "./schedule.ts";
import { Auditor } from "./audit.ts";
import { Builder } from "./build.ts";
import { EngineError } from "../errors/engine-error.ts";
import { groupBy } from "./group-by.ts";
import { isBad } from "./results.ts";
import { publish } from "./publish/publish.ts";
import { runTasks } from "./schedule.ts";

export interface ExecuteOptions extends AuditOptions {
  readonly concurrency: number;
  readonly failFast: boolean;
  /** Why nothing may be published whatever this run does, for a failure that came before it; undefined when there was none. */
  readonly withheld?: string | undefined;
  /** Absolute path of the folder for files of external models. */
  readonly exportFolder: string;
  /** What a failure keeps from readers: the whole build, or what failed and what depends on it. */
  readonly publish: "whole" | "passing";
  readonly invocation: string;
  readonly command: string;
  readonly stopped: () => boolean;
}

/** How many relations are audited by one statement: the cost of a statement is shared, and none grows without bound. */
const auditsTogether = 16;

/**
 * Builds what the plan names, audits it, and publishes all of it at once or, after a failure, nothing.
 *
 * A failing node or test is a result, not a throw; what depends on it is skipped and everything else goes on.
 */
export async function executePlan(plan: Plan, driver: Driver, ledger: Ledger, effects: Effects, emit: Emit, options: ExecuteOptions): Promise<Results> {
  const startedAt = effects.now();
  const start = effects.clock();
  const outcome: Outcome = { results: [], built: new Map(), audits: [], bad: new Set() };
  const report = (result: Result): void => {
    outcome.results.push(result);
    emit({ kind: "result", result });
  };
  emit({ kind: "started", runId: plan.options.runId, relations: plan.steps.size, tests: plan.audits.reduce((sum, { tests }) => sum + tests.length, 0), unchanged: plan.unchanged.length });
  const builder = new Builder(plan, driver, ledger, effects);
  const auditor = new Auditor(plan, builder, effects, options);

  const audits = new Map(plan.audits.map((step) => [step.id, step]));
  const gates = groupBy(plan.audits, (step) => step.gates);

  const run: Run = { runId: plan.options.runId, environment: plan.options.environment, command: options.command, invocation: options.invocation, status: "running", startedAt };
  await builder.prepare(run);
  const tasks = [...[...plan.steps.values()].map((step) => buildTask(step)), ...plan.audits.map((step) => auditTask(step))];
  try {
    await runTasks(tasks, { concurrency: options.concurrency, groupSize: auditsTogether, failFast: options.failFast, stopped: options.stopped });
    for (const [id, forecast] of plan.waiting) report({ kind: "relation", id, node: id, what: whatOf(id), status: "skipped", message: `waits for the approval of ${forecast}`, elapsedMs: 0 });
    effects.moment("before publish");
    const failed = options.withheld !== undefined || outcome.results.some(({ status }) => isBad(status));
    const { changed, registered } = await publish({ plan, driver, builder, ledger, effects, emit, outcome, failed, ...options, run }).catch((thrown: unknown): Publication => {
      // A stop in the middle of publishing rolled it back.
      if (options.stopped() && thrown instanceof EngineError && thrown.cancelled) return { changed: [], registered: [] };
      throw thrown;
    });
    const elapsedMs = effects.clock() - start;
    return { kind: "results", runId: plan.options.runId, startedAt, finishedAt: effects.now(), elapsedMs, results: outcome.results, published: changed.length > 0, changed, registered, stopped: options.stopped() };
  } finally {
    await builder.dispose();
  }

  function whatOf(id: NodeId): string {
    const { node } = plan.compiled.relations.get(id)!;
    return node.kind === "model" ? node.materialized : node.kind;
  }

  function settle(step: AuditStep, verdicts: readonly Verdict[]): boolean {
    for (const { result, audit } of verdicts) {
      if (audit !== undefined) outcome.audits.push(audit);
      report(result);
    }
    const ok = !verdicts.some(({ result }) => isBad(result.status));
    if (!ok) for (const id of step.gates === undefined ? step.reads : [step.gates]) outcome.bad.add(id);
    return ok;
  }

  function buildTask(step: BuildStep): Task {
    const { id } = step.node;
    return {
      id,
      // What a relation reads must have passed its tests, too. Of a forecast that stands aside it reads what serves.
      after: step.compiled.inputs.filter((input) => !plan.aside.has(input)).flatMap((input) => [input, ...(gates.get(input) ?? []).map((audit) => audit.id)]),
      run: async () => {
        const { result, version } = await builder.build(step);
        if (version !== undefined) outcome.built.set(id, version);
        else outcome.bad.add(id);
        report(result);
        return [version !== undefined];
      },
      skip: (because) => {
        outcome.bad.add(id);
        report({ kind: "relation", id, node: id, what: step.way, status: "skipped", message: `because of ${because}`, elapsedMs: 0 });
      },
    };
  }

  function auditTask(step: AuditStep): Task {
    return {
      id: step.id,
      after: step.reads,
      together: "audit",
      run: async (group) => {
        const steps = group.map(({ id }) => audits.get(id)!);
        const verdicts = await auditor.audit(steps);
        return steps.map((audited, index) => settle(audited, verdicts[index]!));
      },
      skip: (because) => {
        for (const { id } of step.tests) report({ kind: "test", id, node: step.gates ?? id, what: "test", status: "skipped", message: `because of ${because}`, elapsedMs: 0 });
      },
    };
  }
}

