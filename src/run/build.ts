import type { BuildStep, Plan } from "./plan.ts";
import type { Driver, RelationName, Session } from "../adapters/adapter.ts";
import type { Effects } from "./effects.ts";
import type { Ledger, Version } from "./state.ts";
import type { NodeId } from "../load/node.ts";
import type { Result } from "./results.ts";
import { EngineError } from "../errors/engine-error.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { absolutePath } from "./data-keys.ts";
import { locateError } from "./locate-error.ts";
import { snapshotTemplates } from "../compile/snapshot.ts";
import { textOf } from "../compile/render.ts";

/** Where copies live that only this build sees. */
const scratchSchema = "rmodel__scratch";

/** Makes the relations of a plan under names that no reader knows yet. */
export class Builder {
  private readonly plan: Plan;
  private readonly driver: Driver;
  private readonly ledger: Ledger;
  private readonly effects: Effects;
  private readonly copies = new Set<NodeId>();

  constructor(plan: Plan, driver: Driver, ledger: Ledger, effects: Effects) {
    this.plan = plan;
    this.driver = driver;
    this.ledger = ledger;
    this.effects = effects;
  }

  /** Announces what will be made, so that the next build can clear it away if this one is ended. */
  async prepare(): Promise<void> {
    const steps = [...this.plan.steps.values()].filter(({ candidate }) => candidate === undefined);
    if (steps.length === 0) return;
    const { quote } = this.plan.compiled.dialect;
    const shared = steps.filter((step) => step.shared);
    const schemas = [...new Set([...steps.map(({ relation }) => relation.schema), ...(shared.length > 0 ? [scratchSchema] : [])])];
    await this.driver.transaction(async (session) => {
      for (const schema of schemas) await session.execute(`create schema if not exists ${quote(schema)}`);
      const rows = [...steps.map(({ relation, way }) => [relation, way === "view" ? "view" : "table"] as const), ...shared.map((step) => [this.copyName(step), "table"] as const)];
      for (const statement of this.ledger.insert("announced", rows.map(([{ schema, name }, kind]) => [this.plan.options.runId, schema, name, kind]))) await session.execute(statement);
    });
    this.effects.moment("announced");
  }

  /** Builds one relation; its row in the ledger commits together with its rows. */
  async build(step: BuildStep): Promise<{ result: Result; version?: Version }> {
    const start = this.effects.clock();
    const startedAt = this.effects.now();
    const base = { kind: "relation" as const, id: step.node.id, node: step.node.id, what: whatOf(step), startedAt, relation: `${step.relation.schema}.${step.relation.name}` };
    if (step.candidate !== undefined) {
      return { result: { ...base, status: "success", message: "taken over from an earlier build", ...rowsOf(step.candidate.rows), elapsedMs: this.effects.clock() - start }, version: step.candidate };
    }
    try {
      const rows = await this.driver.transaction((session) => this.make(step, session, startedAt));
      if (step.shared) await this.copy(step);
      this.effects.moment(`built ${step.node.id}`);
      const version = this.versionOf(step, rows, startedAt);
      return { result: { ...base, status: "success", message: "", ...rowsOf(rows), elapsedMs: this.effects.clock() - start }, version };
    } catch (thrown) {
      const error = thrown instanceof EngineError ? locateError(step, thrown, this.plan, (id) => this.nameOf(id)) : thrown;
      if (!(error instanceof RmodelError)) throw thrown;
      return { result: { ...base, status: "error", message: error.message, error, elapsedMs: this.effects.clock() - start } };
    }
  }

  /** How a relation is read inside this build. */
  nameOf(id: NodeId): string {
    return this.copies.has(id) ? this.text(this.copyName(this.plan.steps.get(id)!)) : this.plan.durable(id);
  }

  /** Runs a query in a session of its own. */
  query(sql: string) {
    return this.driver.query(sql);
  }

  async dispose(): Promise<void> {
    if (this.copies.size === 0) return;
    await this.driver.transaction(async (session) => {
      for (const id of this.copies) await session.execute(`drop table if exists ${this.text(this.copyName(this.plan.steps.get(id)!))}`);
    }).catch(() => {
      // A build that was stopped cannot drop them; they are announced, so the next one does.
    });
  }

  private async make(step: BuildStep, session: Session, builtAt: string): Promise<number | undefined> {
    const { compiled } = step;
    const named = (template: Parameters<typeof textOf>[0]) => textOf(template, (id) => this.nameOf(id));
    for (const statement of compiled.pre) await session.execute(named(statement));
    const rows = await this.makeRelation(step, session);
    for (const statement of compiled.post) await session.execute(named(statement));
    if (step.way !== "view") {
      for (const statement of this.ledger.insert("versions", [this.ledger.versionRow(this.versionOf(step, rows, builtAt))])) await session.execute(statement);
    }
    return rows;
  }

  private async makeRelation(step: BuildStep, session: Session): Promise<number | undefined> {
    const target = this.text(step.relation);
    switch (step.way) {
      case "load":
        return this.load(step, session);
      case "view":
        // A view outlives the build, so it reads nothing that the build will drop.
        return void (await session.execute(`create or replace view ${target} as\n${textOf(step.compiled.query!, this.plan.durable)}`));
      case "table":
        return session.execute(`create table ${target} as\n${textOf(step.compiled.query!, (id) => this.nameOf(id))}`);
      case "snapshot":
        return this.snapshot(step, session);
    }
  }

  private async load(step: BuildStep, session: Session): Promise<number> {
    const { node } = step;
    if (node.kind !== "source" && node.kind !== "seed") throw new TypeError(`${node.id} has no file`);
    const { root } = this.plan.compiled.graph.project;
    const file = node.kind === "seed" ? { path: node.file, format: "csv" as const, csv: node.csv } : { path: (node.reads as { file: string }).file, format: (node.reads as { format: "csv" }).format, csv: (node.reads as { csv: {} }).csv };
    const rejects = node.kind === "source" && node.reads.kind === "file" && node.reads.onBadRow === "reject" ? rejectsName(step.relation) : undefined;
    const { accepted } = await this.driver.load(session, step.relation, { ...file, path: absolutePath(root, file.path), columns: node.columns }, rejects);
    return accepted;
  }

  private async snapshot(step: BuildStep, session: Session): Promise<number | undefined> {
    const { node } = step;
    if (node.kind !== "snapshot") throw new TypeError(`${node.id} is no snapshot`);
    const live = this.plan.live(node.id);
    const { context } = this.plan.compiled;
    const { history, badKeys } = snapshotTemplates(node, { hasHistory: live !== undefined, executionTime: this.plan.options.executionTime }, context);
    const nameOf = (id: NodeId) => (id === node.id ? this.text(live!.relation) : this.nameOf(id));
    const bad = await session.query(`${textOf(badKeys, nameOf)} limit 5`);
    if (bad.length > 0) {
      const shown = bad.map((row) => `${node.key.map((name) => `${name} = ${row[name] ?? "null"}`).join(", ")} (${row.reason})`).join("; ");
      throw new RmodelError("RM4030", node.origin, `snapshot "${node.id}" cannot tell the rows of "${node.of}" apart by its key: ${shown}`, `its key is ${node.key.join(", ")}: never null, never twice; nothing was changed`);
    }
    return session.execute(`create table ${this.text(step.relation)} as\n${textOf(history, nameOf)}`);
  }

  private async copy(step: BuildStep): Promise<void> {
    const query = textOf(step.compiled.query!, (id) => this.nameOf(id));
    await this.driver.execute(`create table ${this.text(this.copyName(step))} as\n${query}`);
    this.copies.add(step.node.id);
  }

  private versionOf({ node, version, key, relation, way, inputs }: BuildStep, rows: number | undefined, builtAt: string): Version {
    return { node: node.id, version, key, relation, kind: way === "view" ? "view" : "table", rows, inputs, builtAt, runId: this.plan.options.runId };
  }

  private copyName(step: BuildStep): RelationName {
    return { schema: scratchSchema, name: `${step.node.domain}__${step.relation.name}` };
  }

  private text({ schema, name }: RelationName): string {
    const { quote } = this.plan.compiled.dialect;
    return `${quote(schema)}.${quote(name)}`;
  }
}

/** Bad rows of a source lie beside its good ones. */
export const rejectsName = ({ schema, name }: RelationName): RelationName => ({ schema, name: `${name}__rejects` });

const rowsOf = (rows: number | undefined) => (rows === undefined ? {} : { rows });

const whatOf = ({ node, way }: BuildStep): string => (node.kind === "model" ? node.materialized : node.kind === "source" ? "source" : way === "load" ? "seed" : way);

