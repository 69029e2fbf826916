import type { Compiled } from "../compile/compiled.ts";
import type { ModelNode, ProjectNode } from "../load/node.ts";
import { isRelation } from "../load/node.ts";
import { typeText } from "../define/types.ts";

/** The project as rmodel sees it, for tools of our own: what dbt's manifest has no field for, and no SQL. */
export function graphJson({ graph }: Compiled, version: string) {
  const { project, nodes, order } = graph;
  return {
    kind: "graph",
    version,
    project: project.config.name,
    nodes: order.map((id) => {
      const node = nodes.get(id)!;
      const { kind, domain, layer, name, description, path, origin, tags, owner, meta } = node;
      return { id, kind, domain, layer, name, description, path, line: origin.line, tags, owner, meta, ...partsOf(node), parents: graph.parents.get(id)!, children: graph.children.get(id)! };
    }),
  };
}

function partsOf(node: ProjectNode) {
  if (!isRelation(node)) return {};
  return {
    ...(node.kind === "model" ? { materialized: node.materialized, form: node.body.form, files: node.files, ...madeBy(node) } : {}),
    grain: node.grain,
    columns: node.columns.map(({ name, type, nullable, description, pii }) => ({ name, type: typeText(type), nullable, description, pii })),
    tests: node.tests.map(({ id, kind, column, severity }) => ({ id, kind, column, severity })),
  };
}

/** Of a relation that a forecast or regression makes: which of its parts it is. */
const madeBy = ({ made }: ModelNode) => (made === undefined ? {} : { made: { by: made.by, part: made.part } });
