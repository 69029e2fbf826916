import type { Driver, ResultRow } from "../../adapters/adapter.ts";
import type { GlobalFlags } from "../environment.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Invocation } from "../invocation.ts";
import type { ModelNode } from "../../load/node.ts";
import type { ModelRun } from "../../run/ledger/model-run.ts";
import type { State } from "../../run/ledger/state.ts";
import type { Terminal } from "../terminal.ts";
import { Workspace } from "../workspace.ts";
import { approvalOf } from "../../run/ledger/model-run.ts";
import { exitCodes } from "../exit-codes.ts";
import { figure } from "./model-list.ts";
import { forecastNamed, noRuns, runNamed } from "./model-runs.ts";
import { readLedger, withReader } from "../ledger-state.ts";
import { recordOf } from "./model-record.ts";
import { rowsAs } from "./rows-text.ts";

export interface ModelShowFlags extends GlobalFlags {
  readonly coefficients?: boolean;
  readonly output: "text" | "json";
}

/** Prints one run: all that the registry knows of it. It only reads. */
export async function modelShow(forecast: string, name: string | undefined, flags: ModelShowFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  try {
    const graph = await workspace.graph();
    const node = forecastNamed(forecast, graph);
    const found = await withReader(workspace, graph, async (driver) => {
      const state = await readLedger(driver, (ledger, session) => ledger.read(session, ""));
      const runs = state?.models.get(node.id) ?? [];
      const run = name === undefined ? runs.at(-1) : runNamed(name, node, runs);
      if (run === undefined) throw noRuns(node);
      const wanted = flags.coefficients === true || flags.output === "json";
      return { run, serving: state!.live.get(node.id)?.version, coefficients: wanted ? await coefficientsOf(run, node, graph, state!, driver, await workspace.adapter(graph)) : undefined };
    });
    if (found === undefined) throw noRuns(node);
    const { run, serving, coefficients } = found;
    if (flags.output === "json") terminal.answerJson(recordOf(run, serving, coefficients), 2);
    else showText(run, serving, coefficients, terminal);
    return exitCodes.ok;
  } finally {
    workspace.close();
  }
}

/** The equations of a run, from its own version; null when that was dropped or has none. */
async function coefficientsOf({ parts }: ModelRun, { id }: ModelNode, { nodes }: Graph, { versions }: State, driver: Driver, { dialect }: { readonly dialect: { readonly quote: (name: string) => string } }): Promise<readonly ResultRow[] | null> {
  const companion = `${id}__coefficients`;
  const relation = versions.get(companion)?.find(({ version }) => version === parts[companion])?.relation;
  const node = nodes.get(companion);
  if (relation === undefined || node?.kind !== "model") return null;
  const { quote } = dialect;
  const order = node.grain.length === 0 ? "" : ` order by ${node.grain.map(quote).join(", ")}`;
  return driver.query(`select * from ${quote(relation.schema)}.${quote(relation.name)}${order}`);
}

function showText(run: ModelRun, serving: string | undefined, coefficients: readonly ResultRow[] | null | undefined, terminal: Terminal): void {
  const approval = approvalOf(run);
  const fact = (name: string, value: string): void => terminal.answer(`${name.padEnd(14)} ${value}`);
  const width = process.stdout.columns;
  fact("forecast", run.node);
  fact("run", run.run);
  fact("stage", `${run.stage}${run.run === serving ? ", serves" : ""}`);
  fact("registered", `${run.registeredAt} by build ${run.runId}`);
  if (approval !== undefined) fact("approved", `${approval.at} by ${approval.by}`);
  if (run.servedAt !== undefined) fact("served", `since ${run.servedAt}`);
  for (const [id, version] of Object.entries(run.inputs)) fact("input", `${id} ${version}`);
  for (const [name, value] of Object.entries((run.spec ?? {}) as Record<string, unknown>)) fact(name, typeof value === "string" ? value : JSON.stringify(value));
  for (const [model, series] of Object.entries(run.champions)) fact("won", `${series} series: ${model}`);
  fact("coefficients", String(run.coefficients));
  if (run.scores.length > 0) terminal.answer(`\n${rowsAs("table", run.scores.map(({ stage, model, isChosen, n, metrics }) => ({ stage, model, chosen: isChosen ? "yes" : "", n: String(n), ...Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, figure(value)])) })), width)}`);
  if (coefficients === null) terminal.note("Its coefficients were dropped with its version.");
  else if (coefficients !== undefined) terminal.answer(`\n${rowsAs("table", coefficients, width)}`);
}
