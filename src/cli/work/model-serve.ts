import type { DecisionFlags } from "./model-runs.ts";
import type { Invocation } from "../invocation.ts";
import type { ModelRun } from "../../run/ledger/model-run.ts";
import type { Registry } from "./model-runs.ts";
import type { Terminal } from "../terminal.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { decided } from "../../run/ledger/model-run.ts";
import { exitCodes } from "../exit-codes.ts";
import { noRuns, runNamed, withRegistry } from "./model-runs.ts";
import { serveRun } from "../../run/publish/serve-run.ts";
import { servedBefore } from "../../run/ledger/registry.ts";

/** Makes readers see an approved run: the one that is named, or the newest that nobody refused. */
export function modelPromote(forecast: string, name: string | undefined, flags: DecisionFlags, invocation: Invocation): Promise<number> {
  return withRegistry(forecast, flags, invocation, "promote", async (registry) => {
    const { node, runs } = registry;
    const run = name === undefined ? runs.findLast(({ stage }) => stage === "Approved" || stage === "PendingManualApproval") : runNamed(name, node, runs);
    if (run === undefined) throw runs.length === 0 ? noRuns(node) : new RmodelError("RM4090", undefined, `no run of "${node.id}" is approved`, `approve one first: rmodel model list -s ${node.name} shows them`);
    return promote(registry, run, invocation.terminal);
  });
}

/** Makes readers see the run that they saw before this one. */
export function modelRollback(forecast: string, flags: DecisionFlags, invocation: Invocation): Promise<number> {
  return withRegistry(forecast, flags, invocation, "rollback", async (registry) => {
    const { node, runs, serving } = registry;
    const previous = servedBefore(runs.filter(({ run }) => run !== serving));
    if (serving === undefined || previous === undefined) throw new RmodelError("RM4091", undefined, serving === undefined ? `no run of "${node.id}" serves` : `no approved run of "${node.id}" served before this one`, `rmodel model list -s ${node.name} shows its runs`);
    await serve(registry, previous, runs.find(({ run }) => run === serving), invocation.terminal);
    return exitCodes.ok;
  });
}

/** @throws RM4090 the run is not approved */
export async function promote(registry: Registry, run: ModelRun, terminal: Terminal): Promise<number> {
  const { node, runs, serving } = registry;
  if (run.stage !== "Approved") throw new RmodelError("RM4090", undefined, `run ${run.run} of "${node.id}" ${standing[run.stage]}`, `rmodel model show ${node.name} ${run.run}, then rmodel model approve ${node.name} ${run.run}`);
  if (run.run === serving) {
    terminal.answer(`Run ${run.run} of ${node.id} serves already.`);
    return exitCodes.ok;
  }
  const left = runs.find((other) => other.run === serving);
  // Of a newer run the next build would think that it is to be published again.
  const isBehind = left !== undefined && runs.indexOf(left) > runs.findIndex((other) => other.run === run.run);
  await serve(registry, run, isBehind ? left : undefined, terminal);
  return exitCodes.ok;
}

const standing = { PendingManualApproval: "waits for approval", Rejected: "was rejected", Retired: "is retired: readers were taken back from it", Approved: "is approved" } as const;

async function serve({ node, target, user, graph }: Registry, run: ModelRun, retired: ModelRun | undefined, terminal: Terminal): Promise<void> {
  await serveRun(target, node, run, retired === undefined ? undefined : decided(retired, "Retired", target.effects.now(), user));
  terminal.answer(`${node.id} serves run ${run.run}.`);
  if (retired !== undefined) terminal.note(`Run ${retired.run} is retired: builds do not bring it back until it is approved again.`);
  const readers = graph.children.get(node.id)!;
  if (readers.length > 0) terminal.note(`What reads it follows at the next rmodel build: ${readers.join(", ")}.`);
}
