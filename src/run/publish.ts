import type { BuildStep, Plan } from "./plan.ts";
import type { Builder } from "./build.ts";
import type { Driver, RelationName, Session } from "../adapters/adapter.ts";
import type { Effects } from "./effects.ts";
import type { Emit } from "./events.ts";
import type { Ledger, Run } from "./state.ts";
import type { ModelNode, NodeId, RelationNode } from "../load/node.ts";
import type { Outcome } from "./execute.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { decorationOf } from "./plan.ts";
import { dropOldVersions } from "./retire.ts";
import { rejectsName } from "./build.ts";
import { sqlTime } from "./state.ts";

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
 * After a failure nothing moves (`whole`), or only what neither failed nor depends on a failure (`passing`).
 *
 * @returns the nodes whose published version moved
 */
export async function publish(publishing: Publishing): Promise<readonly NodeId[]> {
  const { plan, driver, effects, emit, failed } = publishing;
  // What was cancelled cannot write any more; the run stays in the ledger as `running`.
  if (publishing.stopped()) return [];
  const start = effects.clock();
  const withheld = failed && publishing.publish === "whole";
  const steps = withheld ? [] : soundSteps(publishing);
  const files = await writeFiles(steps, publishing);
  const isSeen = steps.length + (withheld ? 0 : plan.redecorated.length + plan.removed.length) > 0;
  effects.moment("files written");
  const commit = driver.transaction(async (session) => {
    for (const step of lateViews(publishing)) await publishing.builder.makeView(step, session);
    await record(session, steps, files, isSeen, publishing);
    for (const schema of new Set(steps.map(({ node }) => node.domain))) await session.execute(`create schema if not exists ${plan.compiled.dialect.quote(schema)}`);
    effects.moment("ledger written");
    for (const step of steps) await publishRelation(session, step, publishing);
    if (!withheld) await refresh(session, publishing);
    effects.moment("views moved");
    await dropOldVersions(session, steps.map(({ node }) => node.id), publishing);
  });
  await commit.catch(async (thrown: unknown) => {
    for (const { beside } of files) await effects.remove(beside);
    throw thrown;
  });
  effects.moment("committed");
  for (const { path, beside } of files) await effects.rename(beside, path);
  effects.moment("files renamed");
  if (isSeen) {
    await driver.published();
    effects.moment("checkpointed");
    await driver.execute(`delete from ${publishing.ledger.table("exports")}`);
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
async function record(session: Session, steps: readonly BuildStep[], files: readonly WrittenFile[], isSeen: boolean, { ledger, outcome, plan, effects, failed, run }: Publishing): Promise<void> {
  const { runId, environment } = plan.options;
  const now = sqlTime(effects.now());
  const views = [...outcome.built.values()].filter((version) => version.kind === "view" && plan.steps.get(version.node)?.candidate === undefined);
  const ids = (list: readonly string[]) => list.map((id) => ledger.text(id)).join(", ");
  const statements = [
    ...ledger.insert("versions", views.map((version) => ledger.versionRow(version))),
    ...(steps.length === 0 ? [] : [`delete from ${ledger.table("live")} where environment = ${ledger.text(environment)} and node in (${ids(steps.map(({ node }) => node.id))})`]),
    ...ledger.insert("live", steps.map(({ node, version }) => [environment, plan.compiled.graph.project.config.name, node.id, version, decorationOf(node), now, runId])),
    ...ledger.verdicts(outcome.audits, runId, now),
    // The row without a path stands for what the driver does after the commit: its copy for readers.
    ...ledger.insert("exports", [...files.map(({ path, beside }) => [path, beside, runId]), ...(isSeen ? [["", "", runId]] : [])]),
    ...ledger.run({ ...run, status: failed ? "failed" : "ok", finishedAt: effects.now() }),
    `delete from ${ledger.table("announced")} where run_id = ${ledger.text(runId)}`,
  ];
  for (const statement of statements) await session.execute(statement);
}

async function publishRelation(session: Session, { node, relation }: BuildStep, { plan }: Publishing): Promise<void> {
  if (node.kind === "source") {
    const rejects = node.reads.kind === "file" && node.reads.onBadRow === "reject";
    if (rejects) await showAs(session, { schema: node.domain, name: `${node.name}__rejects` }, rejectsName(relation), plan);
    return;
  }
  const target = { schema: node.domain, name: node.name };
  await showAs(session, target, relation, plan);
  await decorate(session, target, node, plan);
}

/** New comments on what was not rebuilt, and the end of what the project has no more. */
async function refresh(session: Session, { plan, ledger }: Publishing): Promise<void> {
  const { relations, dialect } = plan.compiled;
  for (const id of plan.redecorated) {
    const { node } = relations.get(id)!;
    if (node.kind !== "source") await decorate(session, { schema: node.domain, name: node.name }, node, plan, true);
    await session.execute(`update ${ledger.table("live")} set decoration = ${ledger.text(decorationOf(node))} where node = ${ledger.text(id)} and environment = ${ledger.text(plan.options.environment)}`);
  }
  for (const id of plan.removed) {
    const [schema, name] = id.split(".") as [string, string];
    await session.execute(`drop view if exists ${dialect.quote(schema)}.${dialect.quote(name)}`);
    await session.execute(`delete from ${ledger.table("live")} where node = ${ledger.text(id)} and environment = ${ledger.text(plan.options.environment)}`);
  }
}

async function showAs(session: Session, { schema, name }: RelationName, physical: RelationName, { compiled }: Plan): Promise<void> {
  const { quote } = compiled.dialect;
  await session.execute(`create or replace view ${quote(schema)}.${quote(name)} as select * from ${quote(physical.schema)}.${quote(physical.name)}`);
}

/** Comments and grants do not outlive `create or replace view`, so they are set again with it. `again`: old ones are there. */
async function decorate(session: Session, { schema, name }: RelationName, node: RelationNode, { compiled }: Plan, again = false): Promise<void> {
  const { dialect } = compiled;
  const view = `${dialect.quote(schema)}.${dialect.quote(name)}`;
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
      return { path, beside, statement: dialect.copyTo(`select * from ${dialect.quote(relation.schema)}.${dialect.quote(relation.name)}${orderOf(node)}`, beside, formatOf(file)) };
    }),
  );
  // Announced like relations, so that the next build removes them if this one is ended before its commit.
  for (const insert of ledger.insert("announced", wanted.map(({ beside }) => [runId, "", beside, "file"]))) await driver.execute(insert);
  for (const { path, statement } of wanted) {
    if (statement === undefined) throw new TypeError(`${dialect.name} writes no files`);
    await makeFolderBelow(exportFolder, path.replace(/\/[^/]*$/, ""), effects);
    await driver.execute(statement);
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
const orderOf = (node: ModelNode): string => (node.grain.length === 0 ? "" : ` order by ${node.grain.map((name) => `"${name.replaceAll('"', '""')}"`).join(", ")}`);

const formatOf = (file: string) => file.split(".").at(-1) as "parquet" | "csv" | "json";
