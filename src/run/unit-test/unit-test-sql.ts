import type { ColumnNode, NodeId, RelationNode, UnitTestNode } from "../../load/node.ts";
import type { Compiled } from "../../compile/compiled.ts";
import type { Dialect, Session } from "../../adapters/adapter.ts";
import type { Origin } from "../../errors/rmodel-error.ts";
import type { RenderContext, Template } from "../../compile/render.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { finalQuery } from "../../compile/query.ts";
import { isPart } from "../../load/node.ts";
import { nearest } from "../../errors/nearest.ts";
import { placeIn } from "../../compile/place.ts";
import { relationOf } from "../../graph/graph.ts";
import { snapshotTemplates } from "../../compile/snapshot.ts";
import { rowsQuery } from "./typed-rows.ts";
import { textOf } from "../../compile/render.ts";

/** An engine in memory and the dialect that it speaks, whatever the target's is. */
export interface Sandbox extends Pick<Session, "query"> {
  readonly dialect: Dialect;
}

/** A unit test as text. */
export interface UnitTestSql {
  /** Rows of both sides: `side` is `made` or `expected`, `c0`, `c1` … are `columns`. */
  readonly text: string;
  /** The columns that the expected rows name; all of them where no row is expected. */
  readonly columns: readonly ColumnNode[];
  /** For a snapshot: the given rows that no history can be kept of. */
  readonly badKeys?: string;
  /** Where in the model's file a position of `text` was written. */
  readonly placeOf: (offset: number) => Origin | undefined;
}

/** The moment that tests without one of their own take place at. */
const defaultTime = "2000-01-01T00:00:00Z";

/**
 * Writes a unit test as one query: the given relations are common table expressions of typed rows.
 *
 * An ephemeral model that is not given is inlined as in a build, and the steps of a forecast or regression are made on the
 * way to its tested relation; any other relation that is not given is empty.
 *
 * @throws RM5002 what is tested has no query, a given relation that is not read, a value that does not fit its column
 */
export function unitTestSql(test: UnitTestNode, compiled: Compiled, dialect: Dialect): UnitTestSql {
  const { graph } = compiled;
  const context = contextOf(test, compiled, dialect);
  const model = relationOf(graph, test.model);
  const write = (marked: RenderContext): Template => queryOf(test, model, compiled, marked);
  const query = write(context);
  const nameOf = (id: NodeId): string => dialect.quote(id);
  const inputs = new Map<NodeId, string>();
  const addInputs = (reader: Template): void => {
    for (const id of relationsIn(reader).filter((relation) => !inputs.has(relation))) {
      const node = relationOf(graph, id);
      const step = isStepOf(model, node) && !isGiven(test, id) ? queryOf(test, node, compiled, context) : undefined;
      if (step !== undefined) addInputs(step); // what it reads stands before it
      inputs.set(id, step === undefined ? rowsQuery(given(test, id), node.columns, `given "${id}"`, test.origin, dialect) : textOf(step, nameOf));
    }
  };
  addInputs(query);
  refuseUnread(test, [...inputs.keys()]);
  const steps = [...inputs].map(([id, made]) => `${nameOf(id)} as (${made})`);
  const columns = comparedColumns(test, model);
  const expected = `"expected rows" as (${rowsQuery(test.expect, columns, "expected", test.origin, dialect)})`;
  const list = columns.map(({ name }, index) => `, ${dialect.quote(name)} as c${index}`).join("");
  const before = `with ${[...steps, expected].join(",\n")}\nselect 'made' as side${list} from (\n`;
  const text = textOf(query, nameOf);
  return {
    text: `${before}${text}\n) as "made rows"\nunion all\nselect 'expected'${list} from "expected rows"`,
    columns,
    ...(model.kind === "snapshot" ? { badKeys: `with ${steps.join(",\n")}\nselect * from (\n${textOf(snapshotOf(test, model, context).badKeys, nameOf)}\n) as "bad keys" limit 1` } : {}),
    placeOf: (offset) => {
      const inside = offset - before.length;
      return model.kind !== "model" || inside < 0 || inside > text.length ? undefined : placeIn(graph.project.root, context, write, nameOf, () => inside);
    },
  };
}

const relationsIn = (query: Template): readonly NodeId[] => [...new Set(query.flatMap((chunk) => (typeof chunk === "string" ? [] : [chunk.relation])))];

const isGiven = (test: UnitTestNode, id: NodeId): boolean => test.given.some(({ relation }) => relation === id);

/** Whether a relation is a step of the declaration that makes the tested one. */
const isStepOf = (tested: RelationNode, node: RelationNode): boolean => isPart(node) && declarationOf(tested) === declarationOf(node);

const declarationOf = (node: RelationNode): NodeId => (node.kind === "model" && isPart(node) ? node.id.slice(0, -`__${node.made!.part}`.length) : node.id);

/** As in a build, but at the test's own time and without inlining what is given. */
function contextOf(test: UnitTestNode, compiled: Compiled, dialect: Dialect): RenderContext {
  const inline = (id: NodeId): Template | undefined => {
    const node = relationOf(compiled.graph, id);
    return node.kind === "model" && node.materialized === "ephemeral" && !isGiven(test, id) ? queryOf(test, node, compiled, context) : undefined;
  };
  const context: RenderContext = { ...compiled.context, dialect, executionTime: test.executionTime ?? defaultTime, inline };
  return context;
}

function queryOf(test: UnitTestNode, model: RelationNode, { graph, relations }: Compiled, context: RenderContext): Template {
  switch (model.kind) {
    case "model": {
      const declaredType = (id: NodeId, name: string) => relationOf(graph, id).columns.find((column) => column.name === name)?.type;
      return finalQuery(model, context, declaredType, relations.get(model.id)!.exact);
    }
    case "snapshot":
      return snapshotOf(test, model, context).history;
    default:
      throw new RmodelError("RM5002", test.origin, `unit test "${test.id}" is of the ${model.kind} "${model.id}", which no query makes`, "test a model or a snapshot that reads it");
  }
}

/** A snapshot that is itself given has those rows as its previous history. */
function snapshotOf(test: UnitTestNode, model: RelationNode & { kind: "snapshot" }, context: RenderContext) {
  return snapshotTemplates(model, { hasHistory: test.given.some(({ relation }) => relation === model.id), executionTime: context.executionTime }, context);
}

const given = (test: UnitTestNode, id: NodeId) => test.given.flatMap(({ relation, rows }) => (relation === id ? rows : []));

/** Rows that nothing reads would make a test look as if it tested something. */
function refuseUnread(test: UnitTestNode, inputs: readonly NodeId[]): void {
  for (const { relation } of test.given) {
    if (inputs.includes(relation)) continue;
    const guess = nearest(relation, inputs);
    throw new RmodelError("RM5002", test.origin, `unit test "${test.id}" gives rows of "${relation}", which "${test.model}" does not read`, guess === undefined ? `it reads: ${inputs.join(", ") || "nothing"}` : `did you mean ${guess}?`);
  }
}

function comparedColumns(test: UnitTestNode, model: RelationNode): readonly ColumnNode[] {
  const named = new Set(test.expect.flatMap(Object.keys));
  return named.size === 0 ? model.columns : model.columns.filter(({ name }) => named.has(name));
}
