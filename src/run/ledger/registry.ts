import type { BuildStep, Plan } from "../plan/plan.ts";
import type { Ledger } from "./state.ts";
import type { ModelNode, NodeId } from "../../load/node.ts";
import type { ModelRun, Score } from "./model-run.ts";
import type { Dialect, RelationName, ResultRow, Session } from "../../adapters/adapter.ts";
import { groupBy } from "../group-by.ts";
import { companionNames } from "../../forecast/published.ts";
import { decided, isForecast, isPartOf } from "./model-run.ts";

export interface Registering {
  readonly plan: Plan;
  readonly ledger: Ledger;
  /** ISO text, UTC. */
  readonly now: string;
}

/** Who decides where nobody has to. */
const build = "build";

/**
 * Enters the new versions of forecasts into the registry, with what their companions say of them. One that is in it
 * already keeps what was decided.
 *
 * A run whose tests failed is never published and so never registered: whatever is in the registry has passed its gate.
 *
 * @param steps what the build publishes
 */
export async function registerRuns(session: Session, steps: readonly BuildStep[], { plan, ledger, now }: Registering): Promise<void> {
  const made = steps.filter(({ node }) => isForecast(node));
  if (made.length === 0) return;
  const known = await ledger.models(session.state);
  const runs: ModelRun[] = [];
  for (const step of made) {
    const old = known.find(({ node, run }) => node === step.node.id && run === step.version);
    const run = old ?? (await newRun(session, step, plan, now));
    const isAside = plan.aside.has(step.node.id);
    const stage = isAside ? "PendingManualApproval" : "Approved";
    const kept = run.stage === stage && run.history.length > 0 ? run : decided(run, stage, now, build);
    runs.push(isAside ? kept : { ...kept, servedAt: now });
  }
  for (const statement of ledger.keepModels(runs)) await session.state.execute(statement);
}

/** What nobody decided on goes with a forecast that the project has no more; decisions stay, for its return. */
export const forgetUndecided = (node: NodeId, ledger: Ledger): string =>
  `delete from ${ledger.table("models")} where node = ${ledger.text(node)} and stage = 'PendingManualApproval'`;

/** Runs that somebody may still ask for: those that serve, those that wait for approval, and of each forecast the one to roll back to. */
export async function keptRuns(state: Session, ledger: Ledger): Promise<readonly ModelRun[]> {
  const all = await ledger.models(state);
  const live = await state.query(`select distinct node, version from ${ledger.table("live")}`);
  const serves = ({ node, run }: ModelRun): boolean => live.some((row) => row.node === node && row.version === run);
  return [...groupBy(all, ({ node }) => node).values()].flatMap((runs) => {
    const previous = servedBefore(runs.filter((run) => !serves(run)));
    return runs.filter((run) => serves(run) || run.stage === "PendingManualApproval" || run === previous);
  });
}

/** The approved run that served last. */
export const servedBefore = (runs: readonly ModelRun[]): ModelRun | undefined =>
  runs.filter(({ stage, servedAt }) => stage === "Approved" && servedAt !== undefined).reduce<ModelRun | undefined>((last, run) => (last === undefined || run.servedAt! >= last.servedAt! ? run : last), undefined);

async function newRun(session: Session, { node, version, key }: BuildStep, plan: Plan, now: string): Promise<ModelRun> {
  const family = partsOf(node.id, plan);
  const versions = new Map(family.map(({ id }) => [id, versionOf(id, plan)]));
  const reads = family.flatMap(({ id }) => Object.entries(versions.get(id)?.inputs ?? {})).filter(([id]) => !versions.has(id));
  const companions = companionNames.map((name) => `${node.id}__${name}`).filter((id) => versions.get(id) !== undefined);
  const relationOf = (id: NodeId): RelationName | undefined => versions.get(id)?.relation;
  return {
    node: node.id,
    run: version,
    key,
    stage: "PendingManualApproval",
    history: [],
    registeredAt: now,
    runId: plan.options.runId,
    spec: node.kind === "model" ? node.made?.spec : undefined,
    inputs: Object.fromEntries(reads.sort(([a], [b]) => (a < b ? -1 : 1))),
    parts: Object.fromEntries(companions.map((id) => [id, versions.get(id)!.version])),
    ...(await evidence(session, plan.compiled.dialect, { forecast: relationOf(node.id)!, scores: relationOf(`${node.id}__scores`), coefficients: relationOf(`${node.id}__coefficients`) })),
  };
}

/** The forecast and its companions. */
const partsOf = (id: NodeId, { compiled }: Plan): readonly ModelNode[] => [...compiled.graph.nodes.values()].filter((node): node is ModelNode => isPartOf(id, node));

/** A relation as it is when the build is done; of the forecast itself the new version, whoever reads it. */
function versionOf(id: NodeId, { steps, live }: Plan): Pick<BuildStep, "version" | "relation" | "inputs"> | undefined {
  return steps.get(id) ?? live(id);
}

interface Evidence {
  readonly forecast: RelationName;
  readonly scores: RelationName | undefined;
  readonly coefficients: RelationName | undefined;
}

/** What the companions say of a run: scores over all series, how many series each model won, how many coefficients there are. */
async function evidence(session: Session, { quote }: Dialect, { forecast, scores, coefficients }: Evidence): Promise<Pick<ModelRun, "scores" | "champions" | "coefficients">> {
  const nameOf = ({ schema, name }: RelationName): string => `${quote(schema)}.${quote(name)}`;
  const rows = scores === undefined ? [] : await session.query(`select * from ${nameOf(scores)} where level = 'overall' order by stage desc, place nulls first, model`);
  // Each series has one first step.
  const champions = await session.query(`select model, count(*) as series from ${nameOf(forecast)} where step = 1 group by model order by model`);
  const [counted] = coefficients === undefined ? [] : await session.query(`select count(*) as n from ${nameOf(coefficients)}`);
  return { scores: rows.map(scoreOf), champions: Object.fromEntries(champions.map(({ model, series }) => [String(model), Number(series)])), coefficients: Number(counted?.n ?? 0) };
}

const metrics = ["mae", "rmse", "mape", "wape", "mase", "wmae"] as const;

function scoreOf(row: ResultRow): Score {
  const known = metrics.filter((name) => row[name] !== undefined);
  return { model: String(row.model), stage: String(row.stage), isBaseline: row.is_baseline === true, isChosen: row.is_chosen === true, n: Number(row.n), metrics: Object.fromEntries(known.map((name) => [name, row[name] === null ? null : Number(row[name])])) };
}
