import type { DecisionFlags } from "./model-runs.ts";
import type { Invocation } from "../invocation.ts";
import type { ModelRun } from "../../run/ledger/model-run.ts";
import type { Registry } from "./model-runs.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { decided } from "../../run/ledger/model-run.ts";
import { exitCodes } from "../exit-codes.ts";
import { keepDecision } from "../../run/publish/serve-run.ts";
import { noRuns, runNamed, withRegistry } from "./model-runs.ts";
import { promote } from "./model-serve.ts";

/** Lets a run serve from the next build on, or from now on. */
export function modelApprove(forecast: string, name: string | undefined, flags: DecisionFlags, invocation: Invocation): Promise<number> {
  return withRegistry(forecast, flags, invocation, "approve", async (registry) => {
    const { node, runs, target, user, serving } = registry;
    const { terminal } = invocation;
    const run = name === undefined ? newestWaiting(registry) : runNamed(name, node, runs);
    const isNew = run.stage !== "Approved";
    const approved = isNew ? decided(run, "Approved", target.effects.now(), user) : run;
    if (isNew) await keepDecision(target.driver, target.ledger, target.environment, approved);
    terminal.answer(isNew ? `Approved run ${run.run} of ${node.id}.` : `Run ${run.run} of ${node.id} is approved already.`);
    if (flags.promote === true) return promote({ ...registry, runs: runs.map((other) => (other === run ? approved : other)) }, approved, terminal);
    if (serving !== run.run) terminal.note(`It does not serve yet: the next rmodel build publishes it while it is the forecast's version, rmodel model promote ${node.name} ${run.run} does so now.`);
    return exitCodes.ok;
  });
}

/** Keeps a run from ever serving, until somebody approves it. */
export function modelReject(forecast: string, name: string | undefined, flags: DecisionFlags, invocation: Invocation): Promise<number> {
  return withRegistry(forecast, flags, invocation, "reject", async (registry) => {
    const { node, runs, target, user, serving } = registry;
    const run = name === undefined ? newestWaiting(registry) : runNamed(name, node, runs);
    if (run.run === serving) throw new RmodelError("RM4093", undefined, `run ${run.run} of "${node.id}" serves`, `take readers back from it first: rmodel model rollback ${node.name}`);
    if (run.stage !== "Rejected") await keepDecision(target.driver, target.ledger, target.environment, decided(run, "Rejected", target.effects.now(), user));
    invocation.terminal.answer(run.stage === "Rejected" ? `Run ${run.run} of ${node.id} is rejected already.` : `Rejected run ${run.run} of ${node.id}.`);
    return exitCodes.ok;
  });
}

function newestWaiting({ node, runs }: Registry): ModelRun {
  const waiting = runs.findLast(({ stage }) => stage === "PendingManualApproval");
  if (waiting !== undefined) return waiting;
  if (runs.length === 0) throw noRuns(node);
  throw new RmodelError("RM4091", undefined, `no run of "${node.id}" waits for approval`, `name one: rmodel model list -s ${node.name} shows them`);
}
