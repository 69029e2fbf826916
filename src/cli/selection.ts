import type { Compiled } from "../compile/compiled.ts";
import type { GlobalFlags } from "./environment.ts";
import type { Graph } from "../graph/graph.ts";
import type { Selection, Selectors } from "../graph/select.ts";
import type { Workspace } from "./workspace.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { factsFor } from "./facts.ts";
import { ledgerState } from "./ledger-state.ts";
import { select } from "../graph/select.ts";

export interface SelectionFlags extends GlobalFlags {
  readonly select: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * The nodes and tests that a command line selects.
 *
 * @param compiled asked for only when a selector compares with what is built
 */
export async function selectNodes(workspace: Workspace, graph: Graph, { select: wanted, exclude }: Selectors, compiled: () => Promise<Compiled>): Promise<Selection> {
  const facts = await factsFor([...wanted, ...exclude], compiled, workspace, async () => ledgerState(workspace, graph));
  return select(graph, { select: wanted, exclude }, facts);
}

/**
 * @param what of the project is meant where no selector is given: `nodes`, `seeds`
 * @throws RM2012 nothing is selected, and that is not allowed
 */
export function refuseEmpty({ nodes, tests }: Selection, { select: wanted, exclude }: Selectors, allowed = false, what = "nodes"): void {
  if (nodes.size > 0 || tests.size > 0 || allowed) return;
  const written = [...wanted.map((text) => `--select "${text}"`), ...exclude.map((text) => `--exclude "${text}"`)].join(" ");
  throw new RmodelError("RM2012", undefined, written === "" ? `the project has no ${what}` : `no ${what} match ${written}`, "rmodel ls shows what there is; with --allow-empty this is no error");
}

/** The selectors again, of one kind of node only. */
export function ofType(type: string, { select: wanted, exclude }: Selectors): Selectors {
  const words = wanted.flatMap((text) => text.split(/\s+/)).filter((word) => word !== "");
  return { select: words.length === 0 ? [`resource_type:${type}`] : words.map((word) => `${word},resource_type:${type}`), exclude };
}
