import type { Graph } from "../../graph/graph.ts";
import type { Invocation } from "../invocation.ts";
import type { ModelRun } from "../../run/ledger/model-run.ts";
import type { SelectionFlags } from "../selection.ts";
import type { State } from "../../run/ledger/state.ts";
import { Workspace } from "../workspace.ts";
import { comparisonOf, recordOf } from "./model-record.ts";
import { exitCodes } from "../exit-codes.ts";
import { forecastNamed } from "./model-runs.ts";
import { isForecast } from "../../run/ledger/model-run.ts";
import { ledgerState } from "../ledger-state.ts";
import { rowsAs } from "./rows-text.ts";
import { selectNodes } from "../selection.ts";

export interface ModelListFlags extends SelectionFlags {
  readonly output: "table" | "json";
}

/** Prints the runs of the selected forecasts, newest first. */
export async function modelList(flags: ModelListFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  try {
    const graph = await workspace.graph();
    const forecasts = await selectedForecasts(flags, workspace, graph);
    const state = await ledgerState(workspace, graph);
    const runs = forecasts.flatMap((id) => [...(state?.models.get(id) ?? [])].reverse());
    if (flags.output === "json") terminal.answerJson(runs.map((run) => recordOf(run, servingOf(run, state))), 2);
    else if (runs.length > 0) terminal.answer(rowsAs("table", runs.map((run) => lineOf(run, state)), process.stdout.columns));
    if (runs.length === 0) terminal.note(forecasts.length === 0 ? (flags.select.length === 0 ? "The project has no forecasts." : "No forecasts are selected.") : "No runs yet: rmodel build makes one of each forecast.");
    else for (const note of waitingNotes(runs, state)) terminal.note(note);
    return exitCodes.ok;
  } finally {
    workspace.close();
  }
}

/** @throws RM2030 a single node is named, and it is no forecast */
async function selectedForecasts(flags: ModelListFlags, workspace: Workspace, graph: Graph): Promise<readonly string[]> {
  const { nodes } = await selectNodes(workspace, graph, flags, async () => workspace.compile(graph, workspace.effects.now()));
  const forecasts = [...nodes].filter((id) => isForecast(graph.nodes.get(id)!));
  return forecasts.length === 0 && nodes.size === 1 ? [forecastNamed([...nodes][0]!, graph).id] : forecasts;
}

const servingOf = ({ node }: ModelRun, state: State | undefined): string | undefined => state?.live.get(node)?.version;

function lineOf(run: ModelRun, state: State | undefined): Readonly<Record<string, string>> {
  const { metric, chosen, baseline, best } = comparisonOf(run);
  return {
    forecast: run.node,
    run: run.run,
    stage: run.stage,
    serves: servingOf(run, state) === run.run ? "yes" : "",
    registered: run.registeredAt.slice(0, 19).replace("T", " "),
    metric,
    chosen: figure(chosen),
    baseline: figure(best),
    best_baseline: baseline ?? "",
  };
}

/** Six digits tell two models apart; more is noise. */
export const figure = (value: number | null): string => (value === null ? "" : String(Number(value.toPrecision(6))));

/** Forecasts that nobody can read yet. */
function waitingNotes(runs: readonly ModelRun[], state: State | undefined): readonly string[] {
  const unserved = [...new Set(runs.map(({ node }) => node))].filter((node) => state?.live.get(node) === undefined);
  return unserved.map((node) => `${node} serves no run yet: approve one with rmodel model approve.`);
}
