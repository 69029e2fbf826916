import type { Invocation } from "../invocation.ts";
import type { ProjectNode, TestNode } from "../../load/node.ts";
import type { SelectionFlags } from "../selection.ts";
import { Workspace } from "../workspace.ts";
import { exitCodes } from "../exit-codes.ts";
import { isRelation } from "../../load/node.ts";
import { resourceType } from "../../report/dbt/names.ts";
import { selectNodes } from "../selection.ts";

export interface ListFlags extends SelectionFlags {
  readonly output: "name" | "path" | "json";
  readonly resourceType: readonly string[];
}

/** One line of the list, in every form it can be asked for. */
interface Listed {
  readonly type: string;
  readonly id: string;
  readonly path: string;
  readonly json: object;
}

/** Prints what is selected, in build order, tests of relations last. Nothing is no error here. */
export async function list(flags: ListFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  try {
    const graph = await workspace.graph();
    const { nodes, tests } = await selectNodes(workspace, graph, flags, async () => workspace.compile(graph, workspace.effects.now()));
    const all = [...graph.nodes.values()].filter(isRelation).flatMap((node) => node.tests);
    const listed = [...[...nodes].map((id) => listedNode(graph.nodes.get(id)!, graph.parents.get(id)!)), ...all.filter(({ id }) => tests.has(id)).map((test) => listedTest(test, graph.nodes.get(test.node)!.path))];
    const wanted = listed.filter(({ type }) => flags.resourceType.length === 0 || flags.resourceType.includes(type));
    if (flags.output === "json") for (const { json } of wanted) terminal.answerJson(json);
    else for (const line of new Set(wanted.map((item) => (flags.output === "path" ? item.path : item.id)))) terminal.answer(line);
    if (wanted.length === 0) terminal.note("The selection matches nothing.");
    return exitCodes.ok;
  } finally {
    workspace.close();
  }
}

function listedNode(node: ProjectNode, dependsOn: readonly string[]): Listed {
  const { id, name, domain, path, tags, description } = node;
  const type = resourceType(node);
  return { type, id, path, json: { id, name, domain, resource_type: type, path, tags, description, ...(node.kind === "model" ? { materialized: node.materialized, ...(node.made === undefined ? {} : { made_by: node.made.by }) } : {}), depends_on: dependsOn } };
}

const listedTest = ({ id, name, kind, node, column, tags, severity }: TestNode, path: string): Listed =>
  ({ type: "test", id, path, json: { id, name, domain: id.split(".")[0], resource_type: "test", path, tags, test_name: kind, severity, ...(column === undefined ? {} : { column }), depends_on: [node] } });
