import type { BuildStep, Plan } from "./plan.ts";
import type { Builder } from "./build.ts";
import type { Dialect, Driver, RelationName, Session, Shown } from "../adapters/adapter.ts";
import type { Effects } from "./effects.ts";
import type { Emit } from "./events.ts";
import type { Ledger, Run } from "./state.ts";
import type { ModelNode, NodeId, RelationNode } from "../load/node.ts";
import type { Outcome } from "./execute.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { decorationOf } from "./plan.ts";
import { dropVersions, oldVersions } from "./retire.ts";
import { rejectsName } from "./build.ts";
import { movedView, sqlTime } from "./state.ts";

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

/**
 * Moves every view of the build to its new version in one transaction, with the ledger.
 *
 * Where the target has no transactions, the ledger decides first and the views follow one by one; what is cut off
 * between the two is finished by the next build.
 *
 * After a failure nothing moves (`whole`), or only what neither failed nor depends on a failure (`passing`).
 *
 * @returns the nodes whose published version moved
 */
export async function publish(publishing: Publishing): Promise<readonly NodeId[]> {
  const { plan, driver, ledger, effects, emit, failed } = publishing;
  // What was cancelled cannot write any more; the run stays in the ledger as `running`.
  if (publishing.stopped()) return [];
  const start = effects.clock();
  const withheld = failed && publishing.publish === "whole";
  const steps = withheld ? [] : soundSteps(publishing);
  const files = await writeFiles(steps, publishing);
  const isSeen = steps.length + (withheld ? 0 : plan.redecorated.length + plan.removed.length) > 0;
  effects.moment("files written");
  const move = async (session: Session): Promise<void> => {
    await driver.show(session, steps.flatMap(shownBy));
    for (const { node } of steps) if (node.kind !== "source") await decorate(session, node, plan);
    if (!withheld) await refresh(session, publishing);
    effects.moment("views moved");
    const { retain } = plan.compiled.graph.project.config;
    await dropVersions(session, driver, ledger, await oldVersions(session, ledger, steps.map(({ node }) => node.id), retain));
  };
  const { transactions } = driver.capabilities;
  const commit = driver.transaction(async (session) => {
    for (const step of lateViews(publishing)) await publishing.builder.makeView(step, session);
    for (const schema of new Set(steps.map(({ node }) => node.domain))) await session.execute(`create schema if not exists ${plan.compiled.dialect.quote(schema)}`);
    await record(session.state, steps, files, isSeen, publishing);
    effects.moment("ledger written");
    if (transactions) await move(session);
  });
  await commit.catch(async (thrown: unknown) => {
    for (const { beside } of files) await effects.remove(beside);
    throw thrown;
  });
  effects.moment("committed");
  if (!transactions) await driver.transaction(move);
  for (const { path, beside } of files) await effects.rename(beside, path);
  effects.moment("files renamed");
  if (isSeen) {
    await driver.published();
    effects.moment("checkpointed");
    await driver.state.execute(`delete from ${ledger.table("exports")}`);
    emit({ kind: "published", nodes: steps.length, elapsedMs: effects.clock() - start });
  } else if (withheld && (plan.steps.size > 0 || publishing.withheld !== undefined)) {
    emit({ kind: "withheld", reason: `${publishing.withheld ?? "a node or test failed"}: nothing was published, readers see what they saw before` });
  }
  return steps.map(({ node }) => node.id);
}

/** What was built and neither failed a test nor reads, through any number of others, something that did. */
function soundSteps({ plan, outcome }: Publishing): readonly BuildStep[] {
  const bad = new Set(outcome.bad);
  // Steps are in order, so what a step reads has been judged before it.
  return [...plan.steps.values()].filter(({ node, compiled }) => {
    if (outcome.built.has(node.id) && !bad.has(node.id) && !compiled.inputs.some((input) => bad.has(input))) return true;
    bad.add(node.id);
    return false;
  });
}

/** Views that were built and do not exist yet, in the order in which they read each other. */
function lateViews({ plan, builder, outcome }: Publishing): readonly BuildStep[] {
  return [...plan.steps.values()].filter((step) => step.candidate === undefined && builder.isLate(step) && outcome.built.has(step.node.id));
}

/** Versions of views, live pointers, verdicts and the run itself. */
async function record(state: Session, steps: readonly BuildStep[], files: readonly WrittenFile[], isSeen: boolean, { driver, ledger, outcome, plan, effects, failed, run }: Publishing): Promise<void> {
  const { runId, environment } = plan.options;
  const now = sqlTime(effects.now());
  const views = [...outcome.built.values()].filter((version) => version.kind === "view" && plan.steps.get(version.node)?.candidate === undefined);
  const moves = driver.capabilities.transactions ? [] : steps.flatMap(shownBy);
  const ids = (list: readonly string[]) => list.map((id) => ledger.text(id)).join(", ");
  const statements = [
    ...ledger.insert("versions", views.map((version) => ledger.versionRow(version))),
    ...(steps.length === 0 ? [] : [`delete from ${ledger.table("live")} where environment = ${ledger.text(environment)} and node in (${ids(steps.map(({ node }) => node.id))})`]),
    ...ledger.insert("live", steps.map(({ node, version }) => [environment, plan.compiled.graph.project.config.name, node.id, version, decorationOf(node), now, runId])),
    ...ledger.verdicts(outcome.audits, runId, now),
    // The row without a path stands for what the driver does after the commit: its copy for readers.
    ...ledger.insert("exports", [...files.map(({ path, beside }) => [path, beside, runId]), ...moves.map((moved) => [movedView, JSON.stringify(moved), runId]), ...(isSeen ? [["", "", runId]] : [])]),
    ...ledger.run({ ...run, status: failed ? "failed" : "ok", finishedAt: effects.now() }),
    `delete from ${ledger.table("announced")} where run_id = ${ledger.text(runId)}`,
  ];
  for (const statement of statements) await state.execute(statement);
}

/** Of a source readers see only the rows that it set aside. */
function shownBy({ node, relation }: BuildStep): readonly Shown[] {
  if (node.kind !== "source") return [{ view: viewOf(node), relation }];
  return node.reads.kind === "file" && node.reads.onBadRow === "reject" ? [{ view: { schema: node.domain, name: `${node.name}__rejects` }, relation: rejectsName(relation) }] : [];
}

const viewOf = ({ domain, name }: RelationNode): RelationName => ({ schema: domain, name });

/** New comments on what was not rebuilt, and the end of what the project has no more. */
async function refresh(session: Session, { plan, driver, ledger }: Publishing): Promise<void> {
  const { relations } = plan.compiled;
  for (const id of plan.redecorated) {
    const { node } = relations.get(id)!;
    if (node.kind !== "source") await decorate(session, node, plan, true);
    await session.state.execute(`update ${ledger.table("live")} set decoration = ${ledger.text(decorationOf(node))} where node = ${ledger.text(id)} and environment = ${ledger.text(plan.options.environment)}`);
  }
  for (const id of plan.removed) {
    const [schema, name] = id.split(".") as [string, string];
    await driver.hide(session, [{ schema, name }]);
    await session.state.execute(`delete from ${ledger.table("live")} where node = ${ledger.text(id)} and environment = ${ledger.text(plan.options.environment)}`);
  }
}

/** Comments and grants do not outlive `create or replace view`, so they are set again with it. `again`: old ones are there. */
async function decorate(session: Session, node: RelationNode, { compiled }: Plan, again = false): Promise<void> {
  const { dialect } = compiled;
  const view = `${dialect.quote(node.domain)}.${dialect.quote(node.name)}`;
  const text = (value: string) => dialect.literal(value, "text");
  if (node.description !== "" || again) await session.execute(`comment on view ${view} is ${text(node.description)}`);
  for (const column of node.columns) {
    if (column.description !== "" || again) await session.execute(`comment on column ${view}.${dialect.quote(column.name)} is ${text(column.description)}`);
  }
  if (!dialect.grants) return;
  for (const [privilege, roles] of Object.entries(node.grants)) {
    for (const role of roles) await session.execute(`grant ${privilege} on ${view} to ${dialect.quote(role)}`);
  }
}

interface WrittenFile {
  readonly path: string;
  readonly beside: string;
}

/** Files of external models, written beside; they take their names after the commit. */
async function writeFiles(steps: readonly BuildStep[], { plan, driver, effects, exportFolder, ledger }: Publishing): Promise<readonly WrittenFile[]> {
  const { dialect } = plan.compiled;
  const { runId } = plan.options;
  const wanted = steps.flatMap(({ node, relation }) =>
    node.kind !== "model" ? [] : node.files.map((file) => {
      const path = `${exportFolder}/${node.domain}/${file}`;
      const beside = `${path}.${runId}.tmp`;
      const query = `select * from ${dialect.quote(relation.schema)}.${dialect.quote(relation.name)}${orderOf(node, dialect)}`;
      return { path, beside, target: { query, columns: node.columns, path: beside, format: formatOf(file) } };
    }),
  );
  // Announced like relations, so that the next build removes them if this one is ended before its commit.
  for (const insert of ledger.insert("announced", wanted.map(({ beside }) => [runId, "", beside, "file"]))) await driver.state.execute(insert);
  for (const { path, target } of wanted) {
    await makeFolderBelow(exportFolder, path.replace(/\/[^/]*$/, ""), effects);
    await driver.writeFile(target);
  }
  return wanted;
}

/** A link inside the export folder may not lead writing out of it. */
async function makeFolderBelow(exportFolder: string, folder: string, effects: Effects): Promise<void> {
  await effects.makeFolder(folder);
  const [real, top] = [await effects.realPath(folder), await effects.realPath(exportFolder)];
  if (real !== top && !real.startsWith(`${top}/`)) throw new RmodelError("RM1023", undefined, `the folder ${folder} leads out of the export folder, to ${real}`, "remove the link, or set exportFolder to where files should go");
}

/** Rows in the order of their key, so that the same rows are the same file. */
const orderOf = ({ grain }: ModelNode, { quote }: Dialect): string => (grain.length === 0 ? "" : ` order by ${grain.map(quote).join(", ")}`);

const formatOf = (file: string) => file.split(".").at(-1) as "parquet" | "csv" | "json";
