import type { Compiled } from "../compile/compiled.ts";
import type { Plan } from "../run/plan/plan.ts";
import type { RunRequest } from "./runs.ts";
import type { Selection } from "../graph/select.ts";
import type { State } from "../run/ledger/state.ts";
import type { Workspace } from "./workspace.ts";
import { counted } from "../report/terminal/units.ts";
import { exitCodes } from "./exit-codes.ts";
import { ledgerState } from "./ledger-state.ts";
import { planFor } from "./plan-for.ts";
import { whatOf } from "../report/standing.ts";

const nothingBuilt: State = { versions: new Map(), live: new Map(), audits: new Map(), models: new Map(), unfinished: [], exports: [] };

/** Says what a build would do. The target is read, never written. */
export async function dryRun({ command, flags }: RunRequest, workspace: Workspace, compiled: Compiled, selection: Selection): Promise<number> {
  const state = (await ledgerState(workspace, compiled.graph)) ?? nothingBuilt;
  const audit = new Set(command === "run" ? [] : [...selection.tests, ...selection.nodes]);
  const plan = await planFor({ compiled, state, workspace, build: selection.nodes, audit, force: flags.force === true, share: flags.plan });
  for (const line of linesOf(plan)) workspace.terminal.answer(line);
  const tests = plan.audits.reduce((sum, step) => sum + step.tests.length, 0);
  workspace.terminal.note(`Would build ${counted(plan.steps.size, "relation")} and run ${counted(tests, "test")}; ${counted(plan.unchanged.length, "relation")} unchanged. Nothing was done.`);
  return exitCodes.ok;
}

function linesOf({ steps, live, waiting, compiled }: Plan): readonly string[] {
  const made = [...steps.values()].map(({ node, candidate }) => [candidate !== undefined ? "publish" : live(node.id) === undefined ? "create" : "rebuild", whatOf(node), node.id] as const);
  const rows = [...made, ...[...waiting].map(([id, forecast]) => ["wait", whatOf(compiled.graph.nodes.get(id)!), `${id}, for the approval of ${forecast}`] as const)];
  const width = Math.max(0, ...rows.map(([, what]) => what.length));
  return rows.map(([verb, what, id]) => `${verb.padEnd(7)}  ${what.padEnd(width)}  ${id}`);
}
