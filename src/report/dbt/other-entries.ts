import type { EntryNames } from "./relation-entries.ts";
import type { MacroFile } from "../../load/project.ts";
import type { UnitTestNode } from "../../load/node.ts";
import { readsOf } from "./relation-entries.ts";

export function unitTestEntry(node: UnitTestNode, names: EntryNames) {
  const { project, idOf, compiled } = names;
  const nameOf = (id: string): string => compiled.graph.nodes.get(id)!.name;
  return {
    model: nameOf(node.model),
    given: node.given.map(({ relation, rows }) => ({ input: `ref('${nameOf(relation)}')`, rows, format: "dict" })),
    expect: { rows: node.expect, format: "dict" },
    name: node.name,
    resource_type: "unit_test",
    package_name: project,
    path: node.path,
    original_file_path: node.path,
    unique_id: idOf(node.id),
    fqn: [project, node.domain, node.name],
    description: node.description,
    depends_on: readsOf([node.model], names).depends_on,
    config: { enabled: true, tags: node.tags, meta: { ...node.meta, rmodel: { id: node.id, line: node.origin.line } } },
    schema: node.domain,
  };
}

export function macroEntry({ name, path, description, args, template }: MacroFile, project: string) {
  return {
    name,
    resource_type: "macro",
    package_name: project,
    path,
    original_file_path: path,
    unique_id: `macro.${project}.${name}`,
    macro_sql: template,
    description,
    arguments: Object.entries(args).map(([argument, { type, description: about = "" }]) => ({ name: argument, type, description: about })),
  };
}
