import type { Compiled } from "../../compile/compiled.ts";
import type { Driver, ResultRow, Value } from "../../adapters/adapter.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Inline } from "../inline.ts";
import type { Invocation } from "../invocation.ts";
import type { NodeId } from "../../load/node.ts";
import type { SelectionFlags } from "../selection.ts";
import type { State } from "../../run/ledger/state.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { UsageError } from "../usage.ts";
import { Workspace } from "../workspace.ts";
import { absolutePath } from "../../run/plan/data-keys.ts";
import { exitCodes } from "../exit-codes.ts";
import { fileError } from "../../run/file-error.ts";
import { isPart, isRelation } from "../../load/node.ts";
import { parseInline } from "../inline.ts";
import { readLedger } from "../ledger-state.ts";
import { relationOf } from "../../graph/graph.ts";
import { rowsAs } from "./rows-text.ts";
import { selectNodes } from "../selection.ts";
import { textOf } from "../../compile/render.ts";

export interface ShowFlags extends SelectionFlags {
  readonly inline?: string;
  readonly limit: number;
  readonly output: "table" | "json" | "csv";
}

/** Prints rows of one relation, or of a query over relations as readers see them. */
export async function show(flags: ShowFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  try {
    const graph = await workspace.graph();
    const compiled = await workspace.compile(graph, workspace.effects.now());
    const query = flags.inline === undefined ? wholeRelation(await selectedRelation(flags, workspace, graph, compiled)) : parseInline(flags.inline, graph);
    const driver = await workspace.connect(graph);
    try {
      const state = await readLedger(driver, (ledger, session) => ledger.read(session, ""));
      const names = await namesOf(query.relations, compiled, driver, state);
      const rows = await ask(driver, flags.inline !== undefined, `select * from (\n${query.text((id) => names.get(id)!)}\n) as ${compiled.dialect.quote("query")} limit ${flags.limit}`);
      terminal.answer(rowsAs(flags.output, rows.map(masking(query.relations, graph)), process.stdout.columns));
      return exitCodes.ok;
    } finally {
      await driver.close();
    }
  } finally {
    workspace.close();
  }
}

/** What the engine has against SQL of the command line is that SQL's fault; it stands inside a query of ours. */
async function ask(driver: Driver, isInline: boolean, query: string): Promise<readonly ResultRow[]> {
  try {
    return await driver.query(query);
  } catch (thrown) {
    if (!isInline || !(thrown instanceof EngineError) || !/syntax error|mismatched input/i.test(thrown.message)) throw thrown;
    throw new RmodelError("RM4010", undefined, `the query is refused: ${thrown.message.split("\n")[0]}`, "show only reads: --inline takes one query, such as select … from {{shop.orders}}", thrown);
  }
}

async function selectedRelation(flags: ShowFlags, workspace: Workspace, graph: Graph, compiled: Compiled): Promise<NodeId> {
  if (flags.select.length === 0) throw new UsageError("show takes a relation or a query", "write rmodel show -s fct_orders, or --inline 'select …'");
  const { nodes } = await selectNodes(workspace, graph, flags, async () => compiled);
  const found = [...nodes].filter((id) => isRelation(graph.nodes.get(id)!));
  // A forecast is named with its parts, and its rows are asked for.
  const wholes = found.filter((id) => !isPart(graph.nodes.get(id)!));
  const relations = wholes.length === 1 ? wholes : found;
  if (relations.length !== 1) throw new UsageError(`show takes one relation; ${flags.select.join(" ")} selects ${relations.length === 0 ? "none" : relations.join(", ")}`, "name just one");
  return relations[0]!;
}

const wholeRelation = (id: NodeId): Inline => ({ relations: [id], text: (nameOf) => `select * from ${nameOf(id)}` });

/** How each relation is read: its published version, its own query where it has none, its file where nothing is kept of it. */
async function namesOf(ids: readonly NodeId[], compiled: Compiled, driver: Driver, state: State | undefined): Promise<ReadonlyMap<NodeId, string>> {
  const { quote } = compiled.dialect;
  const names = new Map<NodeId, string>();
  for (const id of ids) {
    const node = relationOf(compiled.graph, id);
    const live = state?.live.get(id);
    const version = state?.versions.get(id)?.find((candidate) => candidate.version === live?.version);
    if (version !== undefined) names.set(id, `${quote(version.relation.schema)}.${quote(version.relation.name)}`);
    else if (node.kind === "source" && node.reads.kind === "table") names.set(id, [node.reads.database, node.reads.schema, node.reads.name].filter((part) => part !== undefined).map(quote).join("."));
    else if (node.kind === "source" && node.reads.kind === "file" && driver.capabilities.readsFiles) {
      const { file, format, csv } = node.reads;
      const { root } = compiled.graph.project;
      const scan = driver.session((session) => driver.scan(session, { path: absolutePath(root, file), format, csv, columns: node.columns }));
      names.set(id, await scan.catch((thrown: unknown) => Promise.reject(fileError(thrown, node, root))));
    } else if (node.kind === "model" && node.materialized === "ephemeral") {
      const relation = compiled.relations.get(id)!;
      const inputs = await namesOf(relation.inputs, compiled, driver, state);
      names.set(id, `(${textOf(relation.query!, (input) => inputs.get(input)!)})`);
    } else if (state?.models.has(id) === true) throw new RmodelError("RM4090", undefined, `no run of "${id}" serves yet`, `rmodel model approve ${node.name} --promote; rmodel model list shows its runs`);
    else throw new RmodelError("RM2020", node.origin, `"${id}" was never built here`, `run rmodel build -s +${node.name}`);
  }
  return names;
}

/** Personal columns of everything that is read, by name: what a query renames is the asker's own doing. */
function masking(ids: readonly NodeId[], graph: Graph): (row: ResultRow) => ResultRow {
  const personal = new Set(ids.flatMap((id) => relationOf(graph, id).columns.filter(({ pii }) => pii).map(({ name }) => name.toLowerCase())));
  return (row) => Object.fromEntries(Object.entries(row).map(([name, value]): [string, Value] => [name, personal.has(name.toLowerCase()) && value !== null ? "*****" : value]));
}
