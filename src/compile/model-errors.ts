import type { ContractBreak, Described } from "./prove.ts";
import type { DataTestNode, ModelNode, NodeId, RelationNode, Sql, TestNode } from "../load/node.ts";
import type { DeclaredType } from "./query.ts";
import type { Proof } from "../adapters/adapter.ts";
import type { Graph } from "../graph/graph.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { RenderContext } from "./render.ts";
import { RmodelError, RmodelErrors, problemsOf } from "../errors/rmodel-error.ts";
import { nearest } from "../errors/nearest.ts";
import { queryOf } from "./query.ts";
import { placeIn } from "./place.ts";
import { render } from "./render.ts";

type Refused = Described & { readonly proof: { readonly ok: false } };

/** Functions whose value differs from run to run; `fn.executionTime()` is the clock. */
export const volatileFunctions: ReadonlySet<string> = new Set(["now", "current_date", "current_timestamp", "current_time", "get_current_time", "get_current_timestamp", "today", "localtimestamp", "localtime", "random", "uuid", "gen_random_uuid", "setseed", "nextval", "transaction_timestamp", "statement_timestamp"]);

/** What looks like a function and is grammar, so that no engine lists it among its functions. */
const grammarFunctions = ["cast", "coalesce", "extract", "ifnull", "try_cast"];

/** Collects what is wrong with models, each mistake at its place in the model's file. */
export class ModelErrors {
  private readonly found: RmodelError[] = [];
  private readonly graph: Graph;
  private readonly context: RenderContext;
  private readonly declaredType: DeclaredType;

  constructor(graph: Graph, context: RenderContext, declaredType: DeclaredType) {
    this.graph = graph;
    this.context = context;
    this.declaredType = declaredType;
  }

  /** Runs one node's part of the work and keeps its problems instead of stopping. */
  async collect(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const problems = problemsOf(thrown);
      if (problems === undefined) throw thrown;
      this.found.push(...problems);
    }
  }

  /** How many were found so far. */
  get count(): number {
    return this.found.length;
  }

  raise(): void {
    if (this.found.length > 0) throw new RmodelErrors(this.found);
  }

  /** A query that the engine does not accept, at the place that it complains of. */
  unproved(node: ModelNode | DataTestNode, refused: Refused): RmodelError {
    const { message, fix } = complaint(refused.proof);
    return new RmodelError("RM3001", this.placeOf(node, refused.nameOf, () => refused.proof.offset), `the SQL of "${node.id}" is refused: ${message}`, fix);
  }

  /** A statement before or after a query that cannot be parsed. */
  statement(node: ModelNode, option: "pre" | "post", fragment: Sql, { proof, nameOf }: Refused): void {
    const place = placeIn(this.graph.project.root, this.context, (marked) => render(fragment, marked), nameOf, () => proof.offset);
    this.found.push(new RmodelError("RM3001", place ?? fragment.origin, `\`${option}\` of "${node.id}" is refused: ${proof.message}`));
  }

  contract(node: ModelNode, breaks: readonly ContractBreak[]): void {
    for (const { code, column, message, candidates } of breaks) {
      const guess = column === undefined ? undefined : nearest(column.name, candidates);
      const fix = code === "RM3003" ? `declare the type that the SQL has, or convert with fn.cast` : guess !== undefined ? `the query has "${guess}"` : column === undefined ? "declare it in `columns`, or leave it out of the query" : "select it in the query, or remove it from `columns`";
      this.found.push(new RmodelError(code, column?.expression?.origin.file ? column.expression.origin : (column?.origin ?? node.origin), message, fix));
    }
  }

  functions(node: ModelNode | DataTestNode, called: readonly string[], nameOf: (id: NodeId) => string): void {
    for (const name of called.filter((candidate) => volatileFunctions.has(candidate))) {
      const find = (text: string) => new RegExp(`\\b${name}\\b`, "i").exec(text)?.index;
      this.found.push(volatile(this.placeOf(node, nameOf, find), `"${node.id}"`, name));
    }
  }

  functionsOfTest(node: RelationNode, test: TestNode, called: readonly string[]): void {
    for (const name of called.filter((candidate) => volatileFunctions.has(candidate))) this.found.push(volatile(test.where?.origin ?? test.origin, testText(node, test), name));
  }

  test(node: RelationNode, test: TestNode, proof: Proof & { ok: false }): void {
    this.found.push(new RmodelError("RM3030", test.where?.origin ?? test.origin, `${testText(node, test)} is refused: ${proof.message}`, proof.candidates === undefined ? undefined : `did you mean ${proof.candidates.join(" or ")}?`));
  }

  private placeOf(node: ModelNode | DataTestNode, nameOf: (id: NodeId) => string, find: (text: string) => number | undefined): Origin {
    const write = (marked: RenderContext) => (node.kind === "model" ? queryOf(node, marked, this.declaredType, false) : render(node.failures, marked));
    return placeIn(this.graph.project.root, this.context, write, nameOf, find) ?? node.origin;
  }
}

const testText = ({ id }: RelationNode, { kind, column }: TestNode): string => `the test ${kind} of "${id}"${column === undefined ? "" : ` on "${column}"`}`;

const volatile = (origin: Origin, caller: string, name: string): RmodelError =>
  new RmodelError("RM3010", origin, `${caller} calls ${name}(), whose value changes from run to run`, "use fn.executionTime(), the clock of the build, or a parameter");

/** What the engine has against a query, and what it may have meant. */
function complaint({ message, candidates = [] }: Refused["proof"]): { readonly message: string; readonly fix?: string | undefined } {
  const unknown = /Function with name (\S+) does not exist/.exec(message)?.[1];
  const meant = unknown === undefined ? undefined : nearest(unknown, grammarFunctions);
  const guesses = meant === undefined ? candidates.map((name) => name.trim()) : [meant];
  return { message, fix: hint(message) ?? (guesses.length > 0 ? `did you mean ${guesses.join(" or ")}?` : undefined) };
}

/** For the commonest misunderstanding: SQL text that names a relation instead of referring to it. */
function hint(message: string): string | undefined {
  const table = /Table with name (\S+) does not exist/i.exec(message)?.[1];
  return table === undefined ? undefined : `a relation is referred to, not named: import it and write \${${table}}`;
}
