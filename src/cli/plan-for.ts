import type { Compiled } from "../compile/compiled.ts";
import type { KnownFile } from "../run/plan/data-keys.ts";
import type { NodeId, SeedNode, SourceNode } from "../load/node.ts";
import type { Plan, PlanOptions } from "../run/plan/plan.ts";
import type { State } from "../run/ledger/state.ts";
import type { Workspace } from "./workspace.ts";
import { DataKeys } from "../run/plan/data-keys.ts";
import { planBuild } from "../run/plan/plan-build.ts";

interface Wanted extends Omit<Partial<PlanOptions>, "dataKeys" | "inputBytes"> {
  readonly build: ReadonlySet<NodeId>;
  readonly compiled: Compiled;
  readonly state: State;
  readonly workspace: Workspace;
}

/** Plans a build of the default environment; what is not said is as in a plain build. */
export async function planFor({ compiled, state, workspace, ...options }: Wanted): Promise<Plan> {
  const dataKeys = new DataKeys(workspace.around.root, workspace.effects, workspace.readCache<Record<string, KnownFile>>("data.json") ?? {});
  const keys = await dataKeys.of([...compiled.graph.nodes.values()].filter(hasData));
  await workspace.writeCache("data.json", Object.fromEntries(dataKeys.known));
  const { executionTime } = compiled.context;
  const plain = { runId: "", environment: "", audit: new Set<string>(), whole: false, force: false, auditAgain: false, share: true, isReservedSchema: () => false, readsFiles: true, executionTime };
  return planBuild(compiled, state, { ...plain, ...options, dataKeys: keys, inputBytes: dataKeys.bytes });
}

const hasData = (node: { readonly kind: string; readonly id: NodeId }): node is SourceNode | SeedNode => node.kind === "source" || node.kind === "seed";
