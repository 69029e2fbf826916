import { execFileSync } from "node:child_process";
import type { Compiled } from "../compile/compiled.ts";
import type { Facts, NodeState } from "../graph/select.ts";
import type { NodeId } from "../load/node.ts";
import type { State } from "../run/ledger/state.ts";
import type { Workspace } from "./workspace.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { parseSpec } from "../graph/select-spec.ts";
import { readJson } from "./workspace.ts";

/**
 * What selectors ask for and the project does not say: state, last results, freshness, changed files.
 *
 * Only what a selector names is gathered; what cannot be had is left out, and `select` says how to get it.
 *
 * @param state reads what the target has; undefined where nothing was built yet
 */
export async function factsFor(selectors: readonly string[], compiled: () => Promise<Compiled>, workspace: Workspace, state: () => Promise<State | undefined>): Promise<Facts> {
  const methods = new Set(parseSpec(selectors).flat().map(({ method }) => method));
  const facts: { -readonly [K in keyof Facts]: Facts[K] } = {};
  if (methods.has("state")) Object.assign(facts, await statesOf(await compiled(), workspace, await state()));
  if (methods.has("result")) Object.assign(facts, statusesIn(workspace, "run_results.json", "results", (status) => status));
  if (methods.has("source_status")) Object.assign(facts, statusesIn(workspace, "sources.json", "sourceStatus", (status) => (status === "pass" ? "fresh" : status === "runtime error" ? "error" : "stale")));
  if (methods.has("git") && isWorkTree(workspace.around.root)) facts.changedFiles = (ref) => changedFiles(workspace.around.root, ref);
  return facts;
}

/** Selectors whose answer changes with each run. */
export const dependsOnFacts = (selectors: readonly string[]): boolean => parseSpec(selectors).flat().some(({ method }) => ["state", "result", "source_status", "git"].includes(method));

/** Keys compared with those of the published versions: what a build would make is modified, or new. */
async function statesOf(compiled: Compiled, workspace: Workspace, state: State | undefined): Promise<Pick<Facts, "state">> {
  if (state === undefined) return {};
  const { planFor } = await import("./plan-for.ts");
  const plan = await planFor({ compiled, state, workspace, build: new Set(compiled.relations.keys()) });
  const stateOf = (id: NodeId): NodeState => (plan.live(id) === undefined ? "new" : "modified");
  return { state: new Map([...[...plan.steps.keys(), ...plan.waiting.keys()].map((id) => [id, stateOf(id)] as const), ...plan.unchanged.map((id) => [id, "unmodified"] as const)]) };
}

/** Statuses of an artefact by our own ids: dbt's are `<type>.<project>.<id>`. */
function statusesIn(workspace: Workspace, file: string, fact: "results" | "sourceStatus", wordOf: (status: string) => string): Facts {
  const artefact = readJson(workspace.targetFile(file)) as { readonly results: readonly { readonly unique_id: string; readonly status: string }[] } | undefined;
  if (artefact === undefined) return {};
  return { [fact]: new Map(artefact.results.map(({ unique_id, status }) => [unique_id.split(".").slice(2).join("."), wordOf(status)])) };
}

/** Files that differ from a ref, and those that git does not know yet. */
function changedFiles(root: string, ref: string): readonly string[] {
  try {
    const changed = git(root, ["diff", "--name-only", "--relative", "--end-of-options", ref, "--", "."]);
    return [...changed, ...git(root, ["ls-files", "--others", "--exclude-standard"])];
  } catch {
    throw new RmodelError("RM2012", undefined, `the selection "git:${ref}" matches nothing: git knows no such ref here`, "name a branch, tag or commit of this repository; in CI, fetch it first");
  }
}

function isWorkTree(root: string): boolean {
  try {
    return git(root, ["rev-parse", "--is-inside-work-tree"])[0] === "true";
  } catch {
    return false;
  }
}

const git = (root: string, args: readonly string[]): readonly string[] =>
  execFileSync("git", ["-c", "core.quotepath=off", ...args], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n").filter((line) => line !== "");
