import { userInfo } from "node:os";
import type { Driver } from "../../adapters/adapter.ts";
import type { GlobalFlags } from "../environment.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Invocation } from "../invocation.ts";
import type { ModelNode } from "../../load/node.ts";
import type { ModelRun } from "../../run/ledger/model-run.ts";
import type { Serving } from "../../run/publish/serve-run.ts";
import { Ledger } from "../../run/ledger/state.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { Workspace } from "../workspace.ts";
import { isForecast } from "../../run/ledger/model-run.ts";
import { ledgerState } from "../ledger-state.ts";
import { nearest } from "../../errors/nearest.ts";
import { oneNamed } from "../../graph/select-names.ts";
import { recover } from "../../run/ledger/recover.ts";

export interface DecisionFlags extends GlobalFlags {
  readonly wait?: number;
  readonly promote?: boolean;
}

/** The runs of one forecast, with what it takes to change what is decided of them. */
export interface Registry {
  readonly node: ModelNode;
  /** Oldest first. */
  readonly runs: readonly ModelRun[];
  /** The run that readers see. */
  readonly serving: string | undefined;
  readonly target: Serving;
  readonly graph: Graph;
  /** Who decides. */
  readonly user: string;
}

/** Works on the registry of a forecast, with the target's only place to write taken. */
export async function withRegistry(name: string, flags: DecisionFlags, { terminal }: Invocation, command: string, work: (registry: Registry) => Promise<number>): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  try {
    const graph = await workspace.graph();
    const node = forecastNamed(name, graph);
    if (!(await isBuilt(workspace, graph))) throw noRuns(node);
    const driver = await workspace.connect(graph, { holder: `rmodel model ${command}`, waitMs: (flags.wait ?? 0) * 1000 });
    try {
      return await work({ node, ...(await registryOf(node, driver, workspace, graph)), graph, user: userName() });
    } finally {
      await driver.close();
    }
  } finally {
    workspace.close();
  }
}

/** A target that nothing was built in is not made by asking for its runs. */
async function isBuilt(workspace: Workspace, graph: Graph): Promise<boolean> {
  try {
    return (await ledgerState(workspace, graph)) !== undefined;
  } catch (thrown) {
    // In use by another build: it is there, and may be waited for.
    if (thrown instanceof RmodelError && thrown.code === "RM4002") return true;
    throw thrown;
  }
}

async function registryOf(node: ModelNode, driver: Driver, workspace: Workspace, graph: Graph): Promise<Pick<Registry, "runs" | "serving" | "target">> {
  const { underLock: effects } = workspace;
  const ledger = new Ledger(driver.stateDialect);
  const state = await recover(await driver.session((session) => ledger.open(session.state, "")), driver, ledger, effects, graph.project.config.retain);
  const { dialect } = await workspace.adapter(graph);
  const target: Serving = { driver, ledger, state, effects, dialect, project: graph.project.config.name, environment: "", exportFolder: workspace.exportFolder(graph) };
  return { runs: state.models.get(node.id) ?? [], serving: state.live.get(node.id)?.version, target };
}

/**
 * The forecast of that name.
 *
 * @throws RM2012 nothing has the name, RM2010 several have, RM2030 it is no forecast
 */
export function forecastNamed(name: string, { nodes }: Graph): ModelNode {
  const node = oneNamed({ text: name, value: name }, [...nodes.values()]);
  if (node !== undefined && isForecast(node)) return node;
  const forecasts = [...nodes.values()].filter(isForecast);
  if (node !== undefined) {
    const owner = forecasts.find(({ id }) => node.id.startsWith(`${id}__`));
    throw new RmodelError("RM2030", undefined, `"${node.id}" is no forecast`, owner === undefined ? "rmodel model list shows the forecasts that have runs" : `it belongs to a forecast: write ${owner.id}`);
  }
  const guess = nearest(name, forecasts.flatMap((forecast) => [forecast.name, forecast.id]));
  throw new RmodelError("RM2012", undefined, `no forecast is called "${name}"`, forecasts.length === 0 ? "the project has no forecasts" : guess === undefined ? `its forecasts: ${forecasts.map(({ id }) => id).join(", ")}` : `did you mean ${guess}?`);
}

/** Fewer name nothing: an empty variable of a script is no run. */
const leastCharacters = 4;

/**
 * The run that a text names: whole, or by at least four first characters that no other run has.
 *
 * @throws RM4091 none, or several
 */
export function runNamed(text: string, node: ModelNode, runs: readonly ModelRun[]): ModelRun {
  const found = runs.find(({ run }) => run === text);
  const starting = text.length < leastCharacters ? [] : runs.filter(({ run }) => run.startsWith(text.toLowerCase()));
  if (found !== undefined) return found;
  if (starting.length === 1) return starting[0]!;
  if (runs.length === 0) throw noRuns(node);
  const guess = nearest(text, runs.map(({ run }) => run));
  const fix = starting.length > 1 ? `write more of it: ${starting.map(({ run }) => run).join(", ")}` : guess === undefined ? "rmodel model list shows its runs" : `did you mean ${guess}?`;
  throw new RmodelError("RM4091", undefined, `"${node.id}" has ${starting.length > 1 ? `several runs that begin with "${text}"` : `no run "${text}"`}`, fix);
}

export const noRuns = ({ id, name }: ModelNode): RmodelError => new RmodelError("RM4091", undefined, `"${id}" has no runs here yet`, `run rmodel build -s +${name}; a run whose tests fail is not registered`);

/** Not every container gives its user a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? process.env.USERNAME ?? "unknown";
  }
}
