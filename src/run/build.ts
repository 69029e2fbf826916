import type { BuildStep, Plan } from "./plan/plan.ts";
import type { Driver, FileScan, Made, RelationName, ResultRow, Session } from "../adapters/adapter.ts";
import type { Effects } from "./effects.ts";
import type { Ledger, Run, Version } from "./ledger/state.ts";
import type { NodeId, RelationNode } from "../load/node.ts";
import type { Result } from "./results.ts";
import type { Template } from "../compile/render.ts";
import { EngineError } from "../errors/engine-error.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { absolutePath } from "./plan/data-keys.ts";
import { fileError } from "./file-error.ts";
import { isForecast } from "./ledger/model-run.ts";
import { locateError } from "./locate-error.ts";
import { longestName } from "./plan/plan.ts";
import { runIdMark } from "../forecast/published.ts";
import { shortened } from "../define/shortened.ts";
import { snapshotTemplates } from "../compile/snapshot.ts";
import { plainStorage } from "../define/storage.ts";
import { textOf } from "../compile/render.ts";

/** A view is copied for the length of a build only while it is small: a big one costs more to keep than to compute again. */
const mostCopiedRows = 200_000;

/** Makes the relations of a plan under names that no reader knows yet. */
export class Builder {
  private readonly plan: Plan;
  private readonly driver: Driver;
  private readonly ledger: Ledger;
  private readonly effects: Effects;
  /** SQL for sources that are read from their files. */
  private readonly scans = new Map<NodeId, string>();
  /** Views that this build keeps a copy of, by the name of the copy. */
  private readonly copies = new Map<NodeId, string>();
  private readonly rows = new Map<NodeId, number>();
  /** Rows that sources set aside. */
  private readonly rejected = new Map<NodeId, number>();

  constructor(plan: Plan, driver: Driver, ledger: Ledger, effects: Effects) {
    this.plan = plan;
    this.driver = driver;
    this.ledger = ledger;
    this.effects = effects;
  }

  /** Announces the run and what it will make, so that the next build can clear it away if this one is ended. */
  async prepare(run: Run): Promise<void> {
    const steps = [...this.plan.steps.values()].filter((step) => step.candidate === undefined);
    if (steps.length === 0 && this.plan.audits.length === 0) return;
    await this.driver.expect(this.plan.options.inputBytes);
    const schemas = new Set(steps.map(({ relation }) => relation.schema));
    const rows = steps.map(({ relation, way }) => [this.plan.options.runId, relation.schema, relation.name, way === "view" ? "view" : "table"]);
    await this.driver.transaction(async (session) => {
      for (const schema of schemas) await session.execute(`create schema if not exists ${this.plan.compiled.dialect.quote(schema)}`);
      for (const statement of [...this.ledger.insert("announced", rows), ...this.ledger.run(run), ...this.ledger.settle(run.environment, undefined)]) await session.state.execute(statement);
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
      const { rows, queryId } = await (this.isLate(step) ? this.copy(step) : this.driver.transaction((session) => this.make(step, session, startedAt)));
      if (rows !== undefined) this.rows.set(step.node.id, rows);
      this.effects.moment(`built ${step.node.id}`);
      const version = this.versionOf(step, rows, startedAt);
      return { result: { ...base, status: "success", message: this.rejection(step.node), ...rowsOf(rows), ...(queryId === undefined ? {} : { queryId }), elapsedMs: this.effects.clock() - start }, version };
    } catch (thrown) {
      const error = thrown instanceof EngineError ? locateError(step, thrown, this.plan, (id) => this.nameOf(id)) : thrown;
      if (!(error instanceof RmodelError)) throw thrown;
      return { result: { ...base, status: "error", message: error.message, error, elapsedMs: this.effects.clock() - start } };
    }
  }

  /** How a relation is read inside this build: a view that readers do not see yet as its copy, or as its query. */
  nameOf(id: NodeId): string {
    const own = this.copies.get(id) ?? this.scans.get(id);
    if (own !== undefined) return own;
    const step = this.plan.steps.get(id);
    if (step === undefined || step.candidate !== undefined || !this.isLate(step)) return this.plan.durable(id);
    return `(\n${this.text(step.compiled.query!)}\n)`;
  }

  /** Makes a view that outlives the build. It reads nothing that the build will drop. */
  async makeView(step: BuildStep, session: Session): Promise<void> {
    const statement = `create or replace view ${this.quoted(step.relation)} as\n${textOf(step.compiled.query!, this.plan.durable)}`;
    try {
      await session.execute(statement);
    } catch (thrown) {
      throw thrown instanceof EngineError ? locateError(step, thrown, this.plan, this.plan.durable) : thrown;
    }
  }

  /** Whether a view is only made when the build publishes; `pre` and `post` need it at once. */
  isLate({ way, compiled }: BuildStep): boolean {
    return way === "view" && this.plan.options.share && compiled.pre.length === 0 && compiled.post.length === 0;
  }

  /** Checks the files among relations that are read in place, so that `nameOf` knows how. */
  private async open(ids: readonly NodeId[], session: Session): Promise<void> {
    for (const id of ids) {
      if (!this.plan.inPlace.has(id) || this.scans.has(id)) continue;
      const { node } = this.plan.compiled.relations.get(id)!;
      this.scans.set(id, await this.reading(node, (file) => this.driver.scan(session, file)));
    }
  }

  /** Runs a query in a session of its own. */
  query(sql: string): Promise<readonly ResultRow[]> {
    return this.driver.query(sql);
  }

  /** Makes relations readable for tests. */
  prepareToRead(ids: readonly NodeId[]): Promise<void> {
    return ids.some((id) => this.plan.inPlace.has(id)) ? this.driver.session((session) => this.open(ids, session)) : Promise.resolve();
  }

  /** Runs statements in one transaction. */
  change(statements: readonly string[]): Promise<void> {
    return this.driver.transaction(async (session) => {
      for (const statement of statements) await session.execute(statement);
    });
  }

  async dispose(): Promise<void> {
    // A build that was stopped cannot drop them; they go with the connection.
    for (const copy of this.copies.values()) await this.driver.execute(`drop table if exists ${copy}`).catch(() => {});
  }

  private async make(step: BuildStep, session: Session, builtAt: string): Promise<Made> {
    const { compiled } = step;
    await this.open(compiled.inputs, session);
    for (const statement of compiled.pre) await session.execute(this.text(statement));
    const made = await this.makeRelation(step, session);
    for (const statement of compiled.post) await session.execute(this.text(statement));
    this.effects.moment("candidate written");
    if (step.way !== "view") {
      for (const statement of this.ledger.insert("versions", [this.ledger.versionRow(this.versionOf(step, made.rows, builtAt))])) await session.state.execute(statement);
      this.effects.moment("candidate recorded");
    }
    return made;
  }

  private async makeRelation(step: BuildStep, session: Session): Promise<Made> {
    switch (step.way) {
      case "load":
        return { rows: await this.load(step, session) };
      case "view":
        await this.makeView(step, session);
        return { rows: undefined };
      case "table":
        return this.table(step, session);
      case "snapshot":
        return this.snapshot(step, session);
    }
  }

  private async load(step: BuildStep, session: Session): Promise<number> {
    const { node } = step;
    const rejects = node.kind === "source" && node.reads.kind === "file" && node.reads.onBadRow === "reject" ? rejectsName(step.relation) : undefined;
    const { accepted, rejected } = await this.reading(node, (file) => this.driver.load(session, step.relation, file, rejects));
    this.rejected.set(node.id, rejected);
    return accepted;
  }

  private rejection({ id }: RelationNode): string {
    const rejected = this.rejected.get(id) ?? 0;
    return rejected === 0 ? "" : `${rejected.toLocaleString("en")} rejected: ${id}__rejects`;
  }

  /** Works on the file of a source or seed; what is wrong with it is told at its place in the project. */
  private async reading<T>(node: RelationNode, work: (file: FileScan) => Promise<T>): Promise<T> {
    try {
      return await work(this.fileOf(node));
    } catch (thrown) {
      throw fileError(thrown, node, this.plan.compiled.graph.project.root);
    }
  }

  private fileOf(node: RelationNode): FileScan {
    const { root } = this.plan.compiled.graph.project;
    const { columns } = node;
    if (node.kind === "seed") return { path: absolutePath(root, node.file), format: "csv", csv: node.csv, columns };
    if (node.kind === "source" && node.reads.kind === "file") return { path: absolutePath(root, node.reads.file), format: node.reads.format, csv: node.reads.csv, columns };
    throw new TypeError(`${node.id} has no file`);
  }

  private async snapshot(step: BuildStep, session: Session): Promise<Made> {
    const { node } = step;
    if (node.kind !== "snapshot") throw new TypeError(`${node.id} is no snapshot`);
    const live = this.plan.live(node.id);
    const historyColumns = live === undefined ? [] : await this.driver.columns(live.relation);
    const run = { hasHistory: live !== undefined, historyColumns, executionTime: this.plan.options.executionTime };
    const { history, badKeys, badVersions, lostColumns } = snapshotTemplates(node, run, this.plan.compiled.context);
    const nameOf = (own: RelationName) => (id: NodeId) => (id === node.id ? this.quoted(own) : this.nameOf(id));
    const refuse = (rows: readonly ResultRow[], message: string, fix: string): void => {
      if (rows.length === 0) return;
      const shown = rows.map((row) => `${node.key.map((name) => `${name} = ${row[name] ?? "null"}`).join(", ")}${row.reason === undefined ? "" : ` (${row.reason})`}`).join("; ");
      throw new RmodelError("RM4030", node.origin, `snapshot "${node.id}" ${message}: ${shown}`, fix);
    };
    if (lostColumns.length > 0) throw new RmodelError("RM4030", node.origin, `snapshot "${node.id}" would lose the history of ${lostColumns.join(", ")}`, `declare ${lostColumns.length === 1 ? "it" : "them"} in "${node.of}" again, or start a new snapshot`);
    const previous = live?.relation ?? step.relation;
    refuse(await session.query(`${textOf(badKeys, nameOf(previous))} limit 5`), `cannot tell the rows of "${node.of}" apart`, `its key is ${node.key.join(", ")}: never null, never twice; nothing was changed`);
    const made = await this.driver.createTable(session, { target: step.relation, query: textOf(history, nameOf(previous)), columns: node.columns, storage: plainStorage });
    refuse(await session.query(`${textOf(badVersions, nameOf(step.relation))} limit 5`), "would have versions that overlap", "its history was changed by something else; nothing was changed");
    return made;
  }

  private table({ node, compiled, relation, version }: BuildStep, session: Session): Promise<Made> {
    const storage = node.kind === "model" ? node.storage : plainStorage;
    const query = this.text(compiled.query!);
    // A forecast says in each row which run made it.
    return this.driver.createTable(session, { target: relation, query: isForecast(node) ? query.replaceAll(runIdMark, version) : query, columns: node.columns, storage });
  }

  /** Computes a view once for its readers inside this build, where that pays. */
  private async copy(step: BuildStep): Promise<Made> {
    const { scratch } = this.driver;
    if (scratch === undefined || !step.shared || this.expectedRows(step) > mostCopiedRows) return { rows: undefined };
    const name = `${scratch}.${this.plan.compiled.dialect.quote(shortened(`${step.node.domain}__${step.relation.name}`, longestName))}`;
    const rows = await this.driver.execute(`create table ${name} as\n${this.text(step.compiled.query!)}`);
    this.copies.set(step.node.id, name);
    return { rows };
  }

  private expectedRows({ compiled }: BuildStep): number {
    return Math.max(0, ...compiled.inputs.map((id) => this.rows.get(id) ?? this.plan.live(id)?.rows ?? 0));
  }

  private versionOf({ node, version, key, relation, way, inputs }: BuildStep, rows: number | undefined, builtAt: string): Version {
    return { node: node.id, version, key, relation, kind: way === "view" ? "view" : "table", rows, inputs, builtAt, runId: this.plan.options.runId };
  }

  private text(template: Template): string {
    return textOf(template, (id) => this.nameOf(id));
  }

  private quoted({ schema, name }: RelationName): string {
    const { quote } = this.plan.compiled.dialect;
    return `${quote(schema)}.${quote(name)}`;
  }
}

/** Bad rows of a source lie beside its good ones. */
export const rejectsName = ({ schema, name }: RelationName): RelationName => ({ schema, name: `${name}__rejects` });

const rowsOf = (rows: number | undefined) => (rows === undefined ? {} : { rows });

const whatOf = ({ node, way }: BuildStep): string => (node.kind === "model" ? node.materialized : node.kind === "source" ? "source" : way === "load" ? "seed" : way);

