import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BuildFlags } from "../runs.ts";
import type { Compiled } from "../../compile/compiled.ts";
import type { Compared } from "./relation-difference.ts";
import type { Invocation } from "../invocation.ts";
import type { NodeId, RelationNode } from "../../load/node.ts";
import { Workspace } from "../workspace.ts";
import { count, counted } from "../../report/terminal/units.ts";
import { differenceOf } from "./relation-difference.ts";
import { exitCodes } from "../exit-codes.ts";
import { inTemporaryFolder } from "../../adapters/temporary-folder.ts";
import { readLedger } from "../ledger-state.ts";
import { runBuild } from "../build-run.ts";
import { selectNodes } from "../selection.ts";
import { withFileEngine } from "../../adapters/duckdb/file-engine.ts";

/**
 * Builds the project on several targets and compares what readers see there, relation by relation and value by value.
 *
 * Each relation is written to a Parquet file per target, with the declared types, and the files are compared by an
 * engine in memory: doubles to 1e-9 relative, everything else exactly.
 *
 * The whole project is built; a selection says what is compared.
 *
 * @param targets outputs of the profile; the others are compared with the first
 */
export async function compareEngines(targets: readonly string[], flags: BuildFlags, invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  for (const target of targets) {
    terminal.note(`Building on ${target}.`);
    const code = await runBuild({ command: "build", flags: { ...flags, target, select: [], exclude: [] } }, invocation);
    if (code !== exitCodes.ok) return code;
  }
  return inTemporaryFolder(async (folder) => {
    const written = new Map<string, ReadonlyMap<NodeId, RelationNode>>();
    for (const target of targets) written.set(target, await writeRelations(target, { ...flags, target }, join(folder, target), invocation));
    const [first, ...others] = targets as readonly [string, ...string[]];
    let different = 0;
    await withFileEngine(folder, undefined, async (engine) => {
      for (const [id, node] of written.get(first)!) {
        for (const other of others) {
          if (!written.get(other)!.has(id)) {
            different++;
            terminal.answer(`missing  ${id}  on ${other}`);
            continue;
          }
          const compared = await differenceOf(node, fileOf(folder, first, id), fileOf(folder, other, id), engine);
          if (!compared.isEqual) different++;
          for (const line of linesOf(id, first, other, compared)) terminal.answer(line);
        }
      }
    });
    const total = counted(written.get(first)!.size, "relation");
    terminal.note(different === 0 ? `${total} equal on ${targets.join(", ")}.` : `${counted(different, "difference")} in ${total} on ${targets.join(", ")}.`);
    return different === 0 ? exitCodes.ok : exitCodes.failed;
  });
}

/** Writes what readers of a target see to files. */
async function writeRelations(target: string, flags: BuildFlags, folder: string, { terminal }: Invocation): Promise<ReadonlyMap<NodeId, RelationNode>> {
  const workspace = new Workspace(flags, terminal);
  try {
    const graph = await workspace.graph();
    const compiled = await workspace.compile(graph, flags.executionTime ?? workspace.effects.now());
    const { nodes } = await selectNodes(workspace, graph, flags, async () => compiled);
    const shown = publishedIn(compiled, nodes);
    const driver = await workspace.connect(graph);
    try {
      const live = (await readLedger(driver, (ledger, session) => ledger.read(session, "")))?.live;
      terminal.note(`Reading ${counted(shown.size, "relation")} from ${target}.`);
      await mkdir(folder, { recursive: true });
      const { quote } = compiled.dialect;
      const published = new Map([...shown].filter(([id]) => live?.has(id) === true));
      for (const node of published.values()) {
        await driver.writeFile({ query: `select ${node.columns.map(({ name }) => quote(name)).join(", ")} from ${quote(node.domain)}.${quote(node.name)}`, columns: node.columns, path: join(folder, `${node.id}.parquet`), format: "parquet" });
      }
      return published;
    } finally {
      await driver.close();
    }
  } finally {
    workspace.close();
  }
}

/** Relations that readers see: sources stay where they are, ephemeral models are nowhere. */
function publishedIn({ relations }: Compiled, selected: ReadonlySet<NodeId>): ReadonlyMap<NodeId, RelationNode> {
  const nodes = [...relations.values()].map(({ node }) => node);
  return new Map(nodes.filter((node) => selected.has(node.id) && node.kind !== "source" && !(node.kind === "model" && node.materialized === "ephemeral")).map((node) => [node.id, node]));
}

const fileOf = (folder: string, target: string, id: NodeId): string => join(folder, target, `${id}.parquet`);

function linesOf(id: NodeId, first: string, other: string, { isEqual, rows, different, samples }: Compared): readonly string[] {
  if (isEqual) return [`equal    ${id}  ${count(rows[0])} rows  ${first} = ${other}`];
  const counts = rows[0] === rows[1] ? `${count(different)} of ${count(rows[0])} rows` : `${count(rows[0])} rows on ${first}, ${count(rows[1])} on ${other}; ${count(different)} differ`;
  return [`differs  ${id}  ${counts}`, ...samples.map((sample) => `           ${sample}`)];
}
