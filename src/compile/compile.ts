import type { Clause, Compiled, CompiledDataTest, CompiledRelation } from "./compiled.ts";
import type { ColumnReads } from "./prove.ts";
import type { CompileCache } from "./compile-cache.ts";
import type { DataTestNode, ModelNode, NodeId, RelationNode, Sql } from "../load/node.ts";
import type { Dialect, Proved, Prover } from "../adapters/adapter.ts";
import type { FactsOf } from "./row-shape.ts";
import type { Graph } from "../graph/graph.ts";
import type { ProofCache } from "./proof-cache.ts";
import type { RenderContext, Template } from "./render.ts";
import { ModelErrors, volatileFunctions } from "./model-errors.ts";
import { compileKeys } from "./compile-key.ts";
import { compileTest } from "./tests.ts";
import { contractBreaks, describe, parsed } from "./prove.ts";
import { fragmentsOf, readsOf, rowFragments } from "../graph/references.ts";
import { hashOf } from "./fingerprint.ts";
import { isRelation } from "../load/node.ts";
import { isSimple } from "./simple.ts";
import { macroExpander } from "./macros.ts";
import { normalizeSql } from "./normalize.ts";
import { finalQuery, queryOf, trimmed } from "./query.ts";
import { columnExpressions, isAggregated, namesIn, rowExpressions, sqlFacts } from "./row-shape.ts";
import { relationOf } from "../graph/graph.ts";
import { inputsOf, render, textOf, withInlined } from "./render.ts";
import { translateTests, translatorFor } from "./translator.ts";
import { unmarked } from "./translate/places.ts";

export interface CompileOptions {
  readonly dialect: Dialect;
  readonly prover: Prover;
  readonly proofs: ProofCache;
  /** What was compiled before, for what is compiled from the same again. */
  readonly cache?: CompileCache;
  /** ISO text in UTC. */
  readonly executionTime: string;
}

/**
 * Writes every model and test as SQL of one dialect and proves what each declares, without data.
 *
 * @throws RmodelErrors codes RM3xxx, every mistake of the project, each at its line
 */
export async function compileGraph(graph: Graph, options: CompileOptions): Promise<Compiled> {
  const { dialect, prover, executionTime, cache } = options;
  const keyOf = compileKeys(graph, hashOf(prover.version, dialect.name));
  let usedProofs: string[] = [];
  const proofs: Pick<ProofCache, "get"> = {
    get(key, prove) {
      usedProofs.push(key);
      return options.proofs.get(key, prove);
    },
  };
  const expandMacro = await macroExpander(graph.project.macros);
  const declaredType = (id: NodeId, name: string) => relationOf(graph, id).columns.find((column) => column.name === name)?.type;
  const proofContext: RenderContext = { dialect: prover.dialect, expandMacro, executionTime, inline: () => undefined };
  // Meaning is the same on every engine, but for what is written for one of them.
  const factsContext: RenderContext = { ...proofContext, variant: dialect.name };
  const inlined = new Map<NodeId, Template>();
  const context: RenderContext = { dialect, expandMacro, executionTime, inline: (id) => inlined.get(id) };
  const errors = new ModelErrors(graph, proofContext, declaredType);
  const translator = translatorFor(graph, prover, proofContext, context);
  const relations = new Map<NodeId, CompiledRelation>();
  const dataTests = new Map<NodeId, CompiledDataTest>();

  for (const id of graph.order) {
    const node = graph.nodes.get(id)!;
    await errors.collect(async () => {
      if (node.kind === "dataTest") dataTests.set(id, await compileDataTest(node));
      else if (isRelation(node)) relations.set(id, await compileRelation(node));
    });
  }
  errors.raise();
  return { kind: "compiled", graph, dialect, context, relations, dataTests, ...(translator === undefined ? {} : { translator }) };

  async function compileRelation(node: RelationNode): Promise<CompiledRelation> {
    const key = cache === undefined ? undefined : keyOf(node.id);
    const known = key === undefined ? undefined : cache!.get(key, node);
    if (known !== undefined) {
      cache!.proofsOf(node.id).forEach((proof) => options.proofs.keep(proof));
      if (node.kind === "model" && node.materialized === "ephemeral") inlined.set(node.id, known.query!);
      return known;
    }
    const found = errors.count;
    usedProofs = [];
    const relation = node.kind === "model" ? await compileModel(node) : await finish(node, { exact: true, rows: { text: "", reads: readsOfSnapshot(node) }, columns: new Map() });
    // What is told as wrong has to be told the next time, too.
    if (key !== undefined && errors.count === found) cache!.put(key, relation, [...usedProofs]);
    return relation;
  }

  async function compileModel(node: ModelNode): Promise<CompiledRelation> {
    const plain = queryOf(node, proofContext, declaredType, false);
    const factsOf = memo((fragment: Sql) => sqlFacts(textOf(render(fragment, factsContext), (parent) => `{${parent}}`)));
    const { reads, exact } = await prove(node, plain, factsOf);
    const marked = translator && withInlined(await translator.model(node, declaredType, exact), context);
    const query = marked === undefined ? finalQuery(node, context, declaredType, exact) : unmarked(marked);
    if (node.materialized === "ephemeral") inlined.set(node.id, query);
    const clause = (fragments: readonly Sql[], ...words: readonly string[]): Clause => ({ text: normalizeSql([...words, ...fragments.map((fragment) => factsOf(fragment).text)].join(" ;\n")), reads: narrowed(readsOf(fragments), reads) });
    const own = node.body.form === "query" ? [] : node.columns.map(({ name }) => [name, clause(columnExpressions(node, name, factsOf))] as const);
    const rowClause = clause([...rowFragments(node), ...rowExpressions(node, factsOf)], ...clauseNames(node), isAggregated(node, factsOf) ? "aggregated" : "");
    return finish(node, { query, ...(marked === undefined ? {} : { marked }), exact, rows: rowClause, columns: new Map(own) });
  }

  /** First with the columns that are read by reference; a query that needs more, or rows as a whole, reads all. */
  async function prove(node: ModelNode, query: Template, factsOf: FactsOf): Promise<{ reads: ColumnReads; exact: boolean }> {
    const referenced = referencedColumns(node, factsOf);
    const narrow = await describe(query, referenced, graph, prover, proofs, isSimple(node, volatileFunctions));
    const keeps = (proof: typeof narrow.proof) => proof.ok && contractBreaks(node, proof.columns).length === 0;
    let reads = referenced;
    let described = narrow;
    if (!narrow.proof.ok || narrow.proof.readsWholeRows || !keeps(narrow.proof)) {
      reads = new Map([...referenced.keys()].map((id) => [id, "all"] as const));
      described = await describe(query, reads, graph, prover, proofs);
    }
    const { proof, nameOf } = described;
    if (!proof.ok) throw errors.unproved(node, { proof, nameOf });
    errors.contract(node, contractBreaks(node, proof.columns));
    errors.functions(node, proof.functions, nameOf);
    return { reads, exact: dialect.provesTypes && isExact(node, proof, prover.dialect) };
  }

  /** A bare name in the text that is also a column of a relation may be that column, so all of that relation counts as read. */
  function referencedColumns(node: ModelNode, factsOf: FactsOf): ColumnReads {
    const fragments = fragmentsOf(node);
    const bare = namesIn(fragments, factsOf);
    const mayRead = (id: NodeId, columns: ReadonlySet<string>) => relationOf(graph, id).columns.some(({ name }) => !columns.has(name) && bare.has(name.toLowerCase()));
    return new Map([...readsOf(fragments)].map(([id, { columns }]) => [id, mayRead(id, columns) ? ("all" as const) : columns]));
  }

  async function compileDataTest(node: DataTestNode): Promise<CompiledDataTest> {
    const reads: ColumnReads = new Map([...readsOf([node.failures])].map(([id]) => [id, "all"] as const));
    const { proof, nameOf } = await describe(render(node.failures, proofContext), reads, graph, prover, proofs);
    if (!proof.ok) throw errors.unproved(node, { proof, nameOf });
    errors.functions(node, proof.functions, nameOf);
    const translated = await translator?.query((source) => render(node.failures, source), node.origin);
    const failures = translated === undefined ? trimmed(render(node.failures, context)) : withInlined(unmarked(translated), context);
    return { node, failures, inputs: inputsOf(failures) };
  }

  async function finish(node: RelationNode, made: { query?: Template; marked?: Template; exact: boolean; rows: Clause; columns: ReadonlyMap<string, Clause> }): Promise<CompiledRelation> {
    const statements = (option: "pre" | "post") => (node.kind === "model" ? Promise.all(node[option].map((fragment) => statement(node, option, fragment))) : []);
    const [pre, post] = [await statements("pre"), await statements("post")];
    await proveTests(node);
    const written = translator && (await translateTests(node.tests, translator));
    const tests = node.tests.map((test, index) => compileTest(test, node, `c${index}`, written === undefined ? context : { ...context, written }));
    const inputs = [...new Set([...inputsOf(made.query ?? []), ...pre.flatMap(inputsOf), ...post.flatMap(inputsOf), ...(node.kind === "snapshot" ? [node.of] : [])])];
    const shape = JSON.stringify([shapeOf(node), [...pre, ...post].map((template) => normalizeSql(textOf(template, (id) => `{${id}}`)))]);
    return { node, pre, post, inputs, shape, tests, ...made };
  }

  /** What is sent before or after a query: any statement of the target's own. The prover can parse it where it speaks that dialect. */
  async function statement(node: ModelNode, option: "pre" | "post", fragment: Sql): Promise<Template> {
    const template = render(fragment, context);
    if (dialect.name !== prover.dialect.name) return template;
    const { proof, nameOf } = await parsed(template, prover, proofs);
    if (!proof.ok) errors.statement(node, option, fragment, { proof, nameOf });
    return template;
  }

  /** Only tests with SQL of the user's own, or with a column of another relation, can be wrong. */
  async function proveTests(node: RelationNode): Promise<void> {
    for (const test of node.tests) {
      if (test.where === undefined && test.kind !== "expression_is_true" && test.kind !== "relationships" && test.kind !== "mutually_exclusive_ranges" && test.kind !== "regex") continue;
      const { failures } = compileTest(test, node, "proof", proofContext);
      const reads: ColumnReads = new Map(inputsOf(failures).map((id) => [id, "all"] as const));
      const { proof } = await describe(failures, reads, graph, prover, proofs);
      if (!proof.ok) errors.test(node, test, proof);
      else errors.functionsOfTest(node, test, proof.functions);
    }
  }
}

/** The same condition means something else in another clause. */
const clauseNames = ({ body }: ModelNode): readonly string[] =>
  body.form === "query" ? ["query"] : ["select", body.where && "where", `group by ${body.groupBy.length}`, body.having && "having", body.qualify && "qualify"].filter((name) => typeof name === "string");

function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
}

/** Whether a query yields the declared columns, in their order and with just their types. */
function isExact(node: ModelNode, { columns }: Proved, dialect: Dialect): boolean {
  const plain = (type: string) => type.toLowerCase().replace(/\s/g, "");
  return columns.length === node.columns.length && node.columns.every(({ name, type }, index) => columns[index]!.name === name && plain(columns[index]!.engineType) === plain(dialect.typeName(type)));
}

/** Everything but SQL that decides what is built; descriptions, tags and tests are no part of it. */
function shapeOf(node: RelationNode): unknown {
  const columns = node.columns.map(({ name }) => name);
  switch (node.kind) {
    case "model":
      return [node.kind, node.materialized, node.files, node.storage, columns, node.body.form === "select" && node.body.distinct];
    case "source":
      return [node.kind, node.reads, columns];
    case "seed":
      return [node.kind, node.file, node.csv, columns];
    case "snapshot":
      return [node.kind, node.of, node.key, node.strategy, node.updatedAt, node.checkColumns, node.hardDeletes, node.columnNames, node.openEnd];
  }
}

const readsOfSnapshot = (node: RelationNode): Clause["reads"] => new Map(node.kind === "snapshot" ? [[node.of, "all" as const]] : []);

/** What a clause reads by reference, or all of it where the model's SQL does not say. */
function narrowed(referenced: ReadonlyMap<NodeId, { columns: ReadonlySet<string> }>, proved: ColumnReads): Clause["reads"] {
  return new Map([...referenced].map(([id, { columns }]) => [id, proved.get(id) === "all" ? ("all" as const) : columns]));
}
