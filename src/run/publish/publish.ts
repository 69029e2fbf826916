import type { BuildStep, Plan } from "../plan/plan.ts";
import type { Builder } from "../build.ts";
import type { Driver, RelationName, Session, Shown } from "../../adapters/adapter.ts";
import type { Effects } from "../effects.ts";
import type { Emit } from "../events.ts";
import type { Ledger, Run } from "../ledger/state.ts";
import type { NodeId, RelationNode } from "../../load/node.ts";
import type { Outcome } from "../outcome.ts";
import { decorate, decorationOf } from "./decorate.ts";
import { dropVersions, oldVersions } from "../ledger/retire.ts";
import { forgetUndecided, registerRuns } from "../ledger/registry.ts";
import { isForecast, isPartOf } from "../ledger/model-run.ts";
import { moveReaders } from "./move-readers.ts";
import { rejectsName } from "../build.ts";
import { sqlTime } from "../sql-time.ts";
import { together } from "./together.ts";
import { writeFiles } from "./export-files.ts";

export interface Publishing {
  readonly plan: Plan;
  readonly driver: Driver;
  readonly builder: Builder;
  readonly ledger: Ledger;
  readonly effects: Effects;
  readonly emit: Emit;
  readonly outcome: Outcome;
  readonly failed: boolean;
  readonly publish: "whole" | "passing";
  readonly withheld?: string | undefined;
  readonly run: Run;
  readonly stopped: () => boolean;
  readonly exportFolder: string;
}

/** What came of publishing. */
export interface Publication {
  /** Nodes whose published version moved. */
  readonly changed: readonly NodeId[];
  /** Forecasts with a new run that waits for approval. */
  readonly registered: readonly NodeId[];
}

/**
 * Moves every view of the build to its new version in one transaction, with the ledger.
 *
 * After a failure nothing moves (`whole`), or only what neither failed nor depends on a failure (`passing`). A forecast
 * that waits for approval is registered, and readers keep the run that they have.
 */
export async function publish(publishing: Publishing): Promise<Publication> {
  const { plan, driver, ledger, effects, emit, failed, exportFolder } = publishing;
  // What was cancelled cannot write any more; the run stays in the ledger as `running`.
  if (publishing.stopped()) return { changed: [], registered: [] };
  const start = effects.clock();
  const withheld = failed && publishing.publish === "whole";
  const steps = withheld ? [] : soundSteps(publishing);
  const seen = steps.filter(({ node }) => !plan.aside.has(node.id));
  const { compiled } = plan;
  const { runId } = plan.options;
  const files = await writeFiles(seen, { driver, ledger, effects, dialect: compiled.dialect, runId, exportFolder });
  const isSeen = seen.length + (withheld ? 0 : plan.redecorated.length + plan.removed.length) > 0;
  effects.moment("files written");
  await moveReaders({
    driver, ledger, effects, isSeen, files, runId,
    shown: seen.flatMap(shownBy),
    hidden: withheld ? [] : await hiddenNames(plan, driver, seen),
    async record(session) {
      for (const step of lateViews(publishing)) await publishing.builder.makeView(step, session);
      for (const schema of new Set(steps.map(({ node }) => node.domain))) await session.execute(`create schema if not exists ${compiled.dialect.quote(schema)}`);
      await record(session.state, seen, publishing);
      await registerRuns(session, steps, { plan, ledger, now: effects.now() });
    },
    async decorate(session) {
      // Where each statement stands for itself, a view need not wait for the comments of another.
      const { transactions, concurrency } = driver.capabilities;
      await together(seen.filter(({ node }) => node.kind !== "source"), transactions ? 1 : concurrency, ({ node }) => decorate(session, node, compiled.dialect, plan.decoration(node.id)));
      if (!withheld) await refresh(session, publishing);
      effects.moment("views moved");
      const { retain } = compiled.graph.project.config;
      await dropVersions(session, driver, ledger, await oldVersions(session, ledger, steps.map(({ node }) => node.id), retain));
    },
  });
  if (isSeen) emit({ kind: "published", nodes: seen.length, elapsedMs: effects.clock() - start });
  else if (withheld && (plan.steps.size > 0 || publishing.withheld !== undefined)) {
    emit({ kind: "withheld", reason: `${publishing.withheld ?? "a node or test failed"}: nothing was published, readers see what they saw before` });
  }
  return { changed: seen.map(({ node }) => node.id), registered: steps.filter((step) => !seen.includes(step)).map(({ node }) => node.id) };
}

/**
 * What was built and neither failed a test nor reads, through any number of others, something that did. A forecast stands
 * and falls with its companions: the gate is a test of its scores.
 */
function soundSteps({ plan, outcome }: Publishing): readonly BuildStep[] {
  const bad = new Set(outcome.bad);
  const { nodes } = plan.compiled.graph;
  const isJudgedBad = (node: RelationNode): boolean => bad.has(node.id) || (isForecast(node) && [...outcome.bad].some((id) => isPartOf(node.id, nodes.get(id)!)));
  // Steps are in order, so what a step reads has been judged before it.
  return [...plan.steps.values()].filter(({ node, compiled }) => {
    if (outcome.built.has(node.id) && !isJudgedBad(node) && !compiled.inputs.some((input) => bad.has(input) && !plan.aside.has(input))) return true;
    bad.add(node.id);
    return false;
  });
}

/** Views that were built and do not exist yet, in the order in which they read each other. */
function lateViews({ plan, builder, outcome }: Publishing): readonly BuildStep[] {
  return [...plan.steps.values()].filter((step) => step.candidate === undefined && builder.isLate(step) && outcome.built.has(step.node.id));
}

/** Versions of views, live pointers, verdicts and the run itself. */
async function record(state: Session, seen: readonly BuildStep[], { driver, ledger, outcome, plan, effects, failed, run }: Publishing): Promise<void> {
  const { runId, environment } = plan.options;
  const now = sqlTime(effects.now());
  const views = [...outcome.built.values()].filter((version) => version.kind === "view" && plan.steps.get(version.node)?.candidate === undefined);
  const { name } = plan.compiled.graph.project.config;
  // Without transactions the engine may yet make a table that failed: it stays announced, so that the next build drops it.
  const failures = driver.capabilities.transactions ? [] : outcome.results.flatMap(({ kind, status, relation }) => (kind === "relation" && status === "error" && relation !== undefined ? [ledger.text(relation)] : []));
  const statements = [
    ...ledger.insert("versions", views.map((version) => ledger.versionRow(version))),
    ...ledger.pointTo(environment, seen.map(({ node, version }) => ({ project: name, node: node.id, version, decoration: decorationOf(node) })), runId, now),
    ...ledger.verdicts(outcome.audits, runId, now),
    ...ledger.run({ ...run, status: failed ? "failed" : "ok", finishedAt: effects.now() }),
    `delete from ${ledger.table("announced")} where run_id = ${ledger.text(runId)}${failures.length === 0 ? "" : ` and relation_schema || '.' || relation_name not in (${failures.join(", ")})`}`,
  ];
  for (const statement of statements) await state.execute(statement);
}

/** Of a source readers see only the rows that it set aside. */
function shownBy({ node, relation }: BuildStep): readonly Shown[] {
  if (node.kind !== "source") return [{ view: viewOf(node), relation }];
  return node.reads.kind === "file" && node.reads.onBadRow === "reject" ? [{ view: { schema: node.domain, name: `${node.name}__rejects` }, relation: rejectsName(relation) }] : [];
}

/** Names of what the project has no more, and of rejected rows that a source no longer sets aside. */
async function hiddenNames(plan: Plan, driver: Driver, seen: readonly BuildStep[]): Promise<readonly RelationName[]> {
  const sources = seen.filter((step) => step.node.kind === "source" && shownBy(step).length === 0).map(({ node }) => node.id);
  const names = await Promise.all([...plan.removed, ...sources].map(async (id): Promise<readonly RelationName[]> => {
    const live = plan.live(id);
    const [schema, name] = id.split(".") as [string, string];
    const hasRejects = live?.kind === "table" && (await driver.columns(rejectsName(live.relation))).length > 0;
    return [...(plan.removed.includes(id) ? [{ schema, name }] : []), ...(hasRejects ? [rejectsName({ schema, name })] : [])];
  }));
  return names.flat();
}

export const viewOf = ({ domain, name }: RelationNode): RelationName => ({ schema: domain, name });

/** New comments on what was not rebuilt, and the end of what the project has no more. */
async function refresh(session: Session, { plan, ledger }: Publishing): Promise<void> {
  const { relations } = plan.compiled;
  for (const id of plan.redecorated) {
    const { node } = relations.get(id)!;
    if (node.kind !== "source") await decorate(session, node, plan.compiled.dialect, plan.decoration(id));
    await session.state.execute(`update ${ledger.table("live")} set decoration = ${ledger.text(decorationOf(node))} where node = ${ledger.text(id)} and environment = ${ledger.text(plan.options.environment)}`);
  }
  for (const id of plan.removed) {
    await session.state.execute(forgetUndecided(id, ledger));
    await session.state.execute(`delete from ${ledger.table("live")} where node = ${ledger.text(id)} and environment = ${ledger.text(plan.options.environment)}`);
  }
}
