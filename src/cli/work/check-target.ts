import type { Compiled, CompiledRelation } from "../../compile/compiled.ts";
import type { Dialect, Driver } from "../../adapters/adapter.ts";
import type { Graph } from "../../graph/graph.ts";
import type { NodeId } from "../../load/node.ts";
import type { Origin } from "../../errors/rmodel-error.ts";
import type { Template } from "../../compile/render.ts";
import type { Workspace } from "../workspace.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { placeInStatement } from "../../compile/statement-place.ts";
import { relationOf } from "../../graph/graph.ts";
import { textOf } from "../../compile/render.ts";

/** A query of the project, and where a position of it was written. */
interface Asked {
  readonly what: string;
  readonly query: Template;
  readonly placeOf: (statement: string, offset: number) => Origin;
}

/**
 * Lets the target's engine bind every query of the project. Relations are empty selects of the declared types, so that
 * nothing has to exist there and nothing is made.
 *
 * @returns how many queries were bound
 */
export async function checkTarget(workspace: Workspace, graph: Graph, compiled: Compiled, problems: RmodelError[]): Promise<number> {
  const driver = await workspace.connect(graph, { bindsOnly: true });
  try {
    const asked = [...[...compiled.relations.values()].flatMap((relation) => ofRelation(relation, compiled)), ...[...compiled.dataTests.values()].map(({ node, failures }) => ({ what: `"${node.id}"`, query: failures, placeOf: () => node.origin }))];
    for (const one of asked) await bind(one, compiled, driver, problems);
    return asked.length;
  } finally {
    await driver.close();
  }
}

function ofRelation({ node, query, tests }: CompiledRelation, compiled: Compiled): readonly Asked[] {
  const nameOf = emptyRelation(compiled);
  const own = query === undefined || node.kind !== "model" ? [] : [{ what: `the SQL of "${node.id}"`, query, placeOf: (statement: string, offset: number) => placeInStatement(node, statement, offset, compiled, nameOf) }];
  return [...own, ...tests.map(({ test, failures }) => ({ what: `the test ${test.id}`, query: failures, placeOf: () => test.where?.origin ?? test.origin }))];
}

async function bind({ what, query, placeOf }: Asked, compiled: Compiled, driver: Driver, problems: RmodelError[]): Promise<void> {
  const statement = textOf(query, emptyRelation(compiled));
  try {
    await driver.prepare(statement);
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.cancelled) throw thrown;
    problems.push(new RmodelError("RM3004", placeOf(statement, thrown.offset ?? 0), `${what} is refused by ${driver.version}: ${thrown.message.split("\n")[0]}`, "write it with fn.*, or give this engine a spelling of its own with sql.dialect({ … })", thrown));
  }
}

/** A relation without rows, where its name would stand. */
const emptyRelation = ({ graph, dialect }: Compiled) => (id: NodeId): string =>
  `(select ${relationOf(graph, id).columns.map(({ name, type }) => `${dialect.cast("null", type, false)} as ${dialect.quote(name)}`).join(", ")} where ${nothing(dialect)})`;

const nothing = ({ literal }: Dialect): string => `${literal(1, "integer")} = ${literal(0, "integer")}`;
