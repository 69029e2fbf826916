import type { Dialect, RelationName, ResultRow, Session } from "../../adapters/adapter.ts";
import type { ModelRun } from "./model-run.ts";
import type { NodeId } from "../../load/node.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { groupBy } from "../group-by.ts";
import { modelColumns, modelRow, modelRunOf } from "./model-run.ts";
import { sqlTime } from "../sql-time.ts";

/** Layout of the state tables; a newer one is refused, an older one migrated. */
export const stateVersion = 2;

/** In place of a path in `exports`: a view that follows its live pointer, as JSON beside it. */
export const movedView = ":view";

export const stateSchema = "rmodel__state";

/** A relation that was built whole: its row is written in the same transaction as its data. */
export interface Version {
  readonly node: NodeId;
  readonly version: string;
  /** Key of meaning and input: the same key means the same rows. */
  readonly key: string;
  readonly relation: RelationName;
  readonly kind: "table" | "view";
  readonly rows: number | undefined;
  /** Versions of the relations that it was computed from. */
  readonly inputs: Readonly<Record<NodeId, string>>;
  readonly builtAt: string;
  readonly runId: string;
}

/** What readers of an environment see. */
export interface Live {
  /** Name of the project that published it: several may share a target. */
  readonly project: string;
  readonly node: NodeId;
  readonly version: string;
  /** Comments and grants: see `decorationOf`. Empty: to be set again. */
  readonly decoration: string;
}

export type AuditStatus = "pass" | "warn" | "fail" | "error";

/** A test's verdict on one state of what it reads. */
export interface Audit {
  readonly test: string;
  /** Key of the test's SQL and of the versions it read. */
  readonly key: string;
  readonly status: AuditStatus;
  readonly failures: number;
  readonly message: string;
}

export interface Settled {
  readonly key: string;
  readonly total: number;
  /** What is told again where nothing is to do. */
  readonly notes?: readonly string[];
}

/** A call of rmodel that writes. One that was ended by force stays `running`. */
export interface Run {
  readonly runId: string;
  readonly environment: string;
  readonly command: string;
  /** Flags, parameters and clock as JSON, so that `retry` repeats just this. */
  readonly invocation: string;
  readonly status: "running" | "ok" | "failed" | "stopped";
  readonly startedAt: string;
  readonly finishedAt?: string;
}

export interface State {
  readonly versions: ReadonlyMap<NodeId, readonly Version[]>;
  readonly live: ReadonlyMap<NodeId, Live>;
  readonly audits: ReadonlyMap<string, Audit>;
  /** Runs of forecasts, oldest first. */
  readonly models: ReadonlyMap<NodeId, readonly ModelRun[]>;
  /** Relations that a build announced and that no finished version claims: left by a build that was ended. */
  readonly unfinished: readonly (RelationName & { readonly kind: "table" | "view" | "file" })[];
  /** What a publication does after its commit: files to rename, and views to move where the target has no transactions. */
  readonly exports: readonly { readonly path: string; readonly beside: string }[];
}

const tables: Readonly<Record<string, string>> = {
  meta: "name varchar, value varchar",
  announced: "run_id varchar, relation_schema varchar, relation_name varchar, kind varchar",
  versions: "node varchar, version varchar, key varchar, relation_schema varchar, relation_name varchar, kind varchar, row_count bigint, inputs varchar, built_at timestamp, run_id varchar",
  live: "environment varchar, project varchar, node varchar, version varchar, decoration varchar, published_at timestamp, run_id varchar",
  audits: "test varchar, key varchar, status varchar, failures bigint, message varchar, run_id varchar, checked_at timestamp",
  exports: "path varchar, beside varchar, run_id varchar",
  runs: "run_id varchar, environment varchar, command varchar, invocation varchar, status varchar, started_at timestamp, finished_at timestamp",
  models: modelColumns,
};

/** The ledger in the target: what was built, what readers see, what tests said. */
export class Ledger {
  private readonly dialect: Dialect;
  readonly quote: (identifier: string) => string;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
    this.quote = dialect.quote;
  }

  table(name: keyof typeof tables & string): string {
    return `${this.dialect.quote(stateSchema)}.${this.dialect.quote(name)}`;
  }

  /**
   * Makes the tables where they are missing and reads the state of an environment. Older states had fewer tables; what
   * is in those stays as it is. The version is written last, so where it stands all tables do.
   *
   * @throws RM4004 the state was written by a newer rmodel
   */
  async open(session: Session, environment: string): Promise<State> {
    const make = (name: string, columns: string) => session.execute(`create table if not exists ${this.table(name)} (${columns})`);
    await session.execute(`create schema if not exists ${this.dialect.quote(stateSchema)}`);
    const { meta, ...others } = tables;
    await make("meta", meta!);
    const found = await this.version(session);
    if (found !== stateVersion) for (const [name, columns] of Object.entries(others)) await make(name, columns);
    if (found === undefined) await session.execute(`insert into ${this.table("meta")} values ('state_version', '${stateVersion}')`);
    else if (found < stateVersion) await session.execute(`update ${this.table("meta")} set value = '${stateVersion}' where name = 'state_version'`);
    return this.read(session, environment);
  }

  /** @throws RM4004 the state was written by a newer rmodel */
  async read(session: Session, environment: string): Promise<State> {
    const version = (await this.version(session)) ?? stateVersion;
    const versions = await this.versions(session);
    const live = await session.query(`select project, node, version, decoration from ${this.table("live")} where environment = ${this.text(environment)}`);
    const audits = await session.query(`select key, test, status, failures, message from ${this.table("audits")} order by checked_at`);
    const unfinished = await session.query(
      `select distinct a.relation_schema, a.relation_name, a.kind from ${this.table("announced")} as a left join ${this.table("versions")} as v on v.relation_schema = a.relation_schema and v.relation_name = a.relation_name where v.node is null`,
    );
    const exports = await session.query(`select path, beside from ${this.table("exports")}`);
    // Who only reads finds an older state as it was left.
    const models = version < 2 ? [] : await this.models(session);
    return {
      versions: groupBy(versions, ({ node }) => node),
      live: new Map(live.map((row) => [String(row.node), { project: String(row.project), node: String(row.node), version: String(row.version), decoration: String(row.decoration) }])),
      audits: new Map(audits.map((row) => [String(row.key), { test: String(row.test), key: String(row.key), status: row.status as AuditStatus, failures: Number(row.failures), message: String(row.message) }])),
      models: groupBy(models, ({ node }) => node),
      unfinished: unfinished.map((row) => ({ schema: String(row.relation_schema), name: String(row.relation_name), kind: row.kind as "table" | "view" | "file" })),
      exports: exports.map((row) => ({ path: String(row.path), beside: String(row.beside) })),
    };
  }

  /** Undefined before the first build. @throws RM4004 */
  private async version(session: Session): Promise<number | undefined> {
    const [found] = await session.query(`select value from ${this.table("meta")} where name = 'state_version'`);
    if (found === undefined) return undefined;
    const version = Number(found.value);
    if (version > stateVersion) throw new RmodelError("RM4004", undefined, `the target was written by a newer rmodel (state version ${version}; this one knows ${stateVersion})`, "update rmodel");
    return version;
  }

  /** Every finished version, oldest first. */
  async versions(session: Session): Promise<readonly Version[]> {
    return (await session.query(`select * from ${this.table("versions")} order by built_at`)).map(versionOf);
  }

  /** Runs of forecasts, oldest first. */
  async models(session: Session): Promise<readonly ModelRun[]> {
    return (await session.query(`select * from ${this.table("models")} order by registered_at, run`)).map(modelRunOf);
  }

  /** Runs in place of what was known of them. */
  keepModels(runs: readonly ModelRun[]): readonly string[] {
    return runs.flatMap((run) => [`delete from ${this.table("models")} where node = ${this.text(run.node)} and run = ${this.text(run.run)}`, ...this.insert("models", [modelRow(run)])]);
  }

  /**
   * The key of the project and data that the environment is up to date with, and how many nodes and tests that are: a
   * build that finds its own key here has nothing to do. Undefined where nothing is settled.
   */
  async settled(session: Session, environment: string): Promise<Settled | undefined> {
    const tables = await session.query(`select 1 from information_schema.tables where table_schema = ${this.text(stateSchema)} and table_name = 'meta'`);
    if (tables.length === 0) return undefined;
    const [row] = await session.query(`select value from ${this.table("meta")} where name = ${this.text(`settled ${environment}`)} and not exists (select 1 from ${this.table("exports")})`);
    return row === undefined ? undefined : (JSON.parse(String(row.value)) as Settled);
  }

  settle(environment: string, settled: Settled | undefined): readonly string[] {
    const name = `settled ${environment}`;
    return [`delete from ${this.table("meta")} where name = ${this.text(name)}`, ...(settled === undefined ? [] : this.insert("meta", [[name, JSON.stringify(settled)]]))];
  }

  /** A run as it begins or ends; the last 100 are kept. */
  run({ runId, environment, command, invocation, status, startedAt, finishedAt }: Run): readonly string[] {
    const runs = this.table("runs");
    return [
      `delete from ${runs} where run_id = ${this.text(runId)} or run_id not in (select run_id from ${runs} order by started_at desc limit 100)`,
      ...this.insert("runs", [[runId, environment, command, invocation, status, sqlTime(startedAt), finishedAt === undefined ? undefined : sqlTime(finishedAt)]]),
    ];
  }

  /** The newest run of an environment. */
  async lastRun(session: Session, environment: string): Promise<Run | undefined> {
    const [row] = await session.query(`select * from ${this.table("runs")} where environment = ${this.text(environment)} order by started_at desc, run_id desc limit 1`);
    if (row === undefined) return undefined;
    const finishedAt = row.finished_at === null ? {} : { finishedAt: String(row.finished_at) };
    return { runId: String(row.run_id), environment, command: String(row.command), invocation: String(row.invocation), status: row.status as Run["status"], startedAt: String(row.started_at), ...finishedAt };
  }

  /** Makes these versions the ones that readers of an environment see. */
  pointTo(environment: string, pointers: readonly Live[], runId: string, at: string): readonly string[] {
    if (pointers.length === 0) return [];
    return [
      `delete from ${this.table("live")} where environment = ${this.text(environment)} and node in (${pointers.map(({ node }) => this.text(node)).join(", ")})`,
      ...this.insert("live", pointers.map(({ project, node, version, decoration }) => [environment, project, node, version, decoration, at, runId])),
    ];
  }

  /** Verdicts in place of older ones on the same state; of each test the three newest are kept, for a return to an old version. */
  verdicts(audits: readonly Audit[], runId: string, at: string): readonly string[] {
    if (audits.length === 0) return [];
    const table = this.table("audits");
    return [
      `delete from ${table} where key in (${audits.map(({ key }) => this.text(key)).join(", ")})`,
      `delete from ${table} where key in (select key from (select key, row_number() over (partition by test order by checked_at desc) as age from ${table}) as aged where age > 2)`,
      ...this.insert("audits", audits.map(({ test, key, status, failures, message }) => [test, key, status, failures, message, runId, at])),
    ];
  }

  /** Rows of one table as an insert, or nothing when there are none. */
  insert(table: string, rows: readonly (readonly (string | number | undefined)[])[]): readonly string[] {
    if (rows.length === 0) return [];
    const values = rows.map((row) => `(${row.map((value) => (value === undefined ? "null" : typeof value === "number" ? String(value) : this.text(value))).join(", ")})`);
    return [`insert into ${this.table(table)} values ${values.join(", ")}`];
  }

  versionRow({ node, version, key, relation, kind, rows, inputs, builtAt, runId }: Version): readonly (string | number | undefined)[] {
    return [node, version, key, relation.schema, relation.name, kind, rows, JSON.stringify(inputs), sqlTime(builtAt), runId];
  }

  text(value: string): string {
    return this.dialect.literal(value, "text");
  }
}

function versionOf(row: ResultRow): Version {
  return {
    node: String(row.node),
    version: String(row.version),
    key: String(row.key),
    relation: { schema: String(row.relation_schema), name: String(row.relation_name) },
    kind: row.kind as "table" | "view",
    rows: row.row_count === null ? undefined : Number(row.row_count),
    inputs: JSON.parse(String(row.inputs)) as Record<NodeId, string>,
    builtAt: String(row.built_at),
    runId: String(row.run_id),
  };
}
