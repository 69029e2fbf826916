import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { afterAll } from "vitest";
import type { DuckDBConfig } from "../adapters/duckdb/config.ts";
import type { Driver, ResultRow } from "../adapters/adapter.ts";
import type { ExecuteOptions } from "../run/execute.ts";
import type { Files } from "./project.ts";
import type { PlanOptions } from "../run/plan/plan.ts";
import type { Results } from "../run/results.ts";
import type { Compiled } from "../compile/compiled.ts";
import type { MadeBy, NodeId, ProjectNode, SeedNode, SourceNode } from "../load/node.ts";
import { DataKeys } from "../run/plan/data-keys.ts";
import { Ledger } from "../run/ledger/state.ts";
import { adapter } from "../adapters/duckdb/adapter.ts";
import { compileFiles } from "./project.ts";
import { diskEffects } from "../run/disk.ts";
import { executePlan } from "../run/execute.ts";
import { planBuild } from "../run/plan/plan-build.ts";
import { recover } from "../run/ledger/recover.ts";

const open: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const close of open.splice(0)) await close();
});

/** A DuckDB file of its own that projects are built into, stage by stage, without the command line. */
export class Warehouse {
  readonly driver: Driver;
  private runs = 0;

  private constructor(driver: Driver) {
    this.driver = driver;
  }

  static async open(settings: Partial<DuckDBConfig> = {}): Promise<Warehouse> {
    const folder = mkdtempSync(join(tmpdir(), "rmodel-warehouse-"));
    const config = { type: "duckdb" as const, path: "warehouse.duckdb", threads: 2, extensions: [], attach: [], secrets: [], settings: {}, isolated: false, ...settings };
    const driver = await adapter.connect(config, { root: folder, lockWaitMs: 0 });
    open.push(async () => {
      await driver.close();
      rmSync(folder, { recursive: true, force: true });
    });
    return new Warehouse(driver);
  }

  /**
   * Builds the whole project, or what the options say.
   *
   * @param made models that count as made by something else than their files, by id
   */
  async build(files: Files, plan: Partial<PlanOptions> = {}, execute: Partial<ExecuteOptions> = {}, made: Readonly<Record<NodeId, MadeBy>> = {}): Promise<Results> {
    const compiled = withMade(await compileFiles(files), made);
    const { graph } = compiled;
    const effects = diskEffects(() => new Date(Date.UTC(2024, 0, 1, 0, 0, this.runs)).toISOString(), () => performance.now(), "test");
    const ledger = new Ledger(compiled.dialect);
    const state = await recover(await this.driver.session((session) => ledger.open(session, "")), this.driver, ledger, effects, graph.project.config.retain);
    const dataKeys = new DataKeys(graph.project.root, effects, {});
    const withData = [...graph.nodes.values()].filter((node): node is SourceNode | SeedNode => node.kind === "source" || node.kind === "seed");
    const planned = planBuild(compiled, state, {
      runId: `run_${++this.runs}`,
      environment: "",
      build: new Set(graph.nodes.keys()),
      audit: new Set([...graph.nodes.values()].flatMap((node) => ("tests" in node ? node.tests.map(({ id }) => id) : [node.id]))),
      whole: true,
      force: false,
      auditAgain: false,
      share: true,
      dataKeys: await dataKeys.of(withData),
      inputBytes: dataKeys.bytes,
      readsFiles: this.driver.capabilities.readsFiles,
      isReservedSchema: this.driver.isReservedSchema,
      executionTime: compiled.context.executionTime,
      ...plan,
    });
    return executePlan(planned, this.driver, ledger, effects, () => {}, { concurrency: 2, failFast: false, publish: "whole", samples: 0, storeFailures: false, exportFolder: join(graph.project.root, "target/exports"), invocation: "{}", command: "build", stopped: () => false, ...execute });
  }

  query(sql: string): Promise<readonly ResultRow[]> {
    return this.driver.query(sql);
  }

  /** `<schema>.<name>` of every relation in schemas of this kind. */
  async relations(like: string): Promise<readonly string[]> {
    const rows = await this.query(`select table_schema || '.' || table_name as name from information_schema.tables where table_schema like '${like}' order by 1`);
    return rows.map((row) => String(row.name));
  }
}

/** A project in which models are parts of a forecast that they stand for. */
function withMade(compiled: Compiled, made: Readonly<Record<NodeId, MadeBy>>): Compiled {
  const changed = <N extends ProjectNode>(node: N): N => (made[node.id] === undefined ? node : { ...node, made: made[node.id] });
  const nodes = new Map([...compiled.graph.nodes].map(([id, node]) => [id, changed(node)]));
  const relations = new Map([...compiled.relations].map(([id, relation]) => [id, { ...relation, node: changed(relation.node) }]));
  return { ...compiled, graph: { ...compiled.graph, nodes }, relations };
}

/** `status id` of what a run did, in the order of ids. */
export const outcomes = ({ results }: Results): readonly string[] => results.map(({ status, id }) => `${status} ${id}`).sort();
