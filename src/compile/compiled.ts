import type { CompiledTest } from "./tests.ts";
import type { DataTestNode, NodeId, RelationNode } from "../load/node.ts";
import type { Dialect } from "../adapters/adapter.ts";
import type { Graph } from "../graph/graph.ts";
import type { RenderContext, Template } from "./render.ts";
import type { Translator } from "./translator.ts";

/** SQL that decides something about a relation, with what it reads, for its key. */
export interface Clause {
  /** In normal form. */
  readonly text: string;
  readonly reads: ReadonlyMap<NodeId, ReadonlySet<string> | "all">;
}

/** A relation with its SQL, the relations in it still to be named. */
export interface CompiledRelation {
  readonly node: RelationNode;
  /** Query of a model; undefined for what is loaded and for snapshots. */
  readonly query?: Template;
  /** The query with marks of where its text was written before it was translated; undefined where it was not. */
  readonly marked?: Template;
  /** The query needs no conversion to yield the declared columns. */
  readonly exact: boolean;
  readonly pre: readonly Template[];
  readonly post: readonly Template[];
  /** Relations that the query reads when it runs: parents, and those of inlined ephemeral models instead of these. */
  readonly inputs: readonly NodeId[];
  /** What besides SQL decides its content: kind, materialization, options. */
  readonly shape: string;
  /** What decides which rows there are. */
  readonly rows: Clause;
  /** Columns whose value has an expression of its own. */
  readonly columns: ReadonlyMap<string, Clause>;
  readonly tests: readonly CompiledTest[];
}

export interface CompiledDataTest {
  readonly node: DataTestNode;
  readonly failures: Template;
  readonly inputs: readonly NodeId[];
}

/** The third noun: the graph as SQL of one dialect, its contracts proved. */
export interface Compiled {
  readonly kind: "compiled";
  readonly graph: Graph;
  readonly dialect: Dialect;
  readonly context: RenderContext;
  /** What translated the queries; undefined where the target speaks the dialect that they are written in. */
  readonly translator?: Translator;
  readonly relations: ReadonlyMap<NodeId, CompiledRelation>;
  readonly dataTests: ReadonlyMap<NodeId, CompiledDataTest>;
}
