import type { Compiled } from "../../compile/compiled.ts";
import type { Driver } from "../../adapters/adapter.ts";
import type { FreshnessResult } from "../../report/dbt/sources.ts";
import type { Invocation } from "../invocation.ts";
import type { SelectionFlags } from "../selection.ts";
import type { SourceNode } from "../../load/node.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { Workspace } from "../workspace.ts";
import { absolutePath, isGlob } from "../../run/plan/data-keys.ts";
import { adapterOf } from "../adapters.ts";
import { exitCodes } from "../exit-codes.ts";
import { fileError } from "../../run/file-error.ts";
import { selectNodes } from "../selection.ts";
import { showProblems } from "../failure.ts";
import { sourcesArtefact } from "../../report/dbt/sources.ts";
import { version } from "../version.ts";

export interface FreshnessFlags extends SelectionFlags {
  readonly executionTime?: string;
}

/** Asks each source how old its newest data is, prints it and writes `target/sources.json`. */
export async function freshness(flags: FreshnessFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  const { effects } = workspace;
  const asker = new Asker(workspace);
  try {
    const graph = await workspace.graph();
    const compiled = await workspace.compile(graph, flags.executionTime ?? effects.now());
    const start = effects.clock();
    const { nodes } = await selectNodes(workspace, graph, flags, async () => compiled);
    const sources = [...nodes].map((id) => graph.nodes.get(id)!).filter((node): node is SourceNode => node.kind === "source" && node.freshness !== undefined);
    const results: FreshnessResult[] = [];
    for (const node of sources) results.push(await asker.ask(node, compiled));
    const now = compiled.context.executionTime;
    await effects.writeFile(workspace.targetFile("sources.json"), terminal.hide.json(sourcesArtefact(results, graph.project.config.name, effects.clock() - start, { version, generatedAt: now, runId: `freshness_${now}`, startedAt: now })));
    const width = Math.max(0, ...results.map(({ node }) => node.id.length));
    for (const result of results) terminal.answer(`${result.status.padEnd(13)}  ${result.node.id.padEnd(width)}  ${"error" in result ? result.error : `${ageText(result)} old (${result.loadedAt})`}`);
    if (results.length === 0) terminal.note("No selected source has `freshness`.");
    const stale = results.filter(({ status }) => status === "error" || status === "runtime error");
    if (stale.length > 0) await showProblems(stale.map(problemOf), flags, terminal);
    return stale.length > 0 ? exitCodes.failed : exitCodes.ok;
  } finally {
    await asker.close();
    workspace.close();
  }
}

/** Where sources are asked: tables in the target, files with an engine in memory. Connected when needed. */
class Asker {
  private readonly workspace: Workspace;
  private target: Driver | undefined;
  private memory: Driver | undefined;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  async ask(node: SourceNode, compiled: Compiled): Promise<FreshnessResult> {
    const start = this.workspace.effects.clock();
    const { executionTime } = compiled.context;
    try {
      const loadedAt = await this.newest(node, compiled);
      if (loadedAt === undefined) return { node, status: "runtime error", error: unknownAge(node) };
      return { node, status: statusOf(node, Date.parse(executionTime) - Date.parse(loadedAt)), loadedAt, checkedAt: executionTime, elapsedMs: this.workspace.effects.clock() - start };
    } catch (caught) {
      const thrown = fileError(caught, node, compiled.graph.project.root);
      if (thrown instanceof EngineError || thrown instanceof RmodelError) return { node, status: "runtime error", error: thrown.message.split("\n")[0]! };
      throw thrown;
    }
  }

  async close(): Promise<void> {
    await this.target?.close();
    await this.memory?.close();
  }

  /** ISO text of the newest data; undefined where there is none. */
  private async newest({ reads, freshness, columns }: SourceNode, { graph, dialect }: Compiled): Promise<string | undefined> {
    const column = freshness?.loadedAt;
    const { root } = graph.project;
    if (reads.kind === "table") {
      if (column === undefined) return undefined;
      this.target ??= await this.workspace.connect(graph);
      const name = [reads.database, reads.schema, reads.name].filter((part) => part !== undefined).map(dialect.quote).join(".");
      return newestIn(this.target, dialect.quote(column), name);
    }
    if (column === undefined) return this.newestFile(reads.file, root);
    this.memory ??= await inMemory(root);
    const { memory } = this;
    const file = { path: absolutePath(root, reads.file), format: reads.format, csv: reads.csv, columns };
    if (reads.onBadRow === "fail") return newestIn(memory, dialect.quote(column), await memory.session((session) => memory.scan(session, file)));
    const rows = { schema: "main", name: "rows" };
    const rejects = { schema: "main", name: "rejects" };
    await memory.transaction((session) => memory.load(session, rows, file, rejects));
    const newest = await newestIn(memory, dialect.quote(column), rows.name);
    for (const { name } of [rows, rejects]) await memory.execute(`drop table ${name}`);
    return newest;
  }

  private async newestFile(file: string, root: string): Promise<string | undefined> {
    const { effects } = this.workspace;
    const files = isGlob(file) ? await effects.glob(file, root) : [absolutePath(root, file)];
    const times = (await Promise.all(files.map((path) => effects.stat(path)))).flatMap((stat) => (stat === undefined ? [] : [stat.mtimeMs]));
    return times.length === 0 ? undefined : new Date(Math.max(...times)).toISOString();
  }
}

async function inMemory(root: string): Promise<Driver> {
  const adapter = (await adapterOf("duckdb"))!;
  return adapter.connect((await adapter.configSchema()).parse({ type: "duckdb", path: ":memory:" }), { root });
}

const unknownAge = ({ reads, freshness }: SourceNode): string =>
  freshness?.loadedAt !== undefined ? `it has no row with ${freshness.loadedAt}` : reads.kind === "file" ? `there is no file ${reads.file}` : "nothing tells its age: give freshness.loadedAt";

/** The engine's text of a moment is in UTC. */
async function newestIn(driver: Driver, column: string, relation: string): Promise<string | undefined> {
  const [row] = await driver.query(`select cast(max(${column}) as timestamp) as newest from ${relation} as rows`);
  return row?.newest == null ? undefined : new Date(`${String(row.newest).replace(" ", "T")}Z`).toISOString();
}

function statusOf({ freshness }: SourceNode, ageMs: number): "pass" | "warn" | "error" {
  const isOlder = (hours: number | undefined): boolean => hours !== undefined && ageMs > hours * 3_600_000;
  return isOlder(freshness?.errorAfterHours) ? "error" : isOlder(freshness?.warnAfterHours) ? "warn" : "pass";
}

function problemOf(result: FreshnessResult): RmodelError {
  const { node } = result;
  const message = "error" in result ? `the freshness of "${node.id}" is not known: ${result.error}` : `"${node.id}" is stale: its newest data is ${ageText(result)} old, ${node.freshness!.errorAfterHours} h are allowed`;
  return new RmodelError("RM5003", node.origin, message);
}

function ageText({ loadedAt, checkedAt }: { readonly loadedAt: string; readonly checkedAt: string }): string {
  const hours = (Date.parse(checkedAt) - Date.parse(loadedAt)) / 3_600_000;
  return Math.abs(hours) < 48 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} days`;
}
