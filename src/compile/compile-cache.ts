import type { Clause, CompiledRelation } from "./compiled.ts";
import type { CompiledTest } from "./tests.ts";
import type { NodeId, RelationNode } from "../load/node.ts";

/** Compiled relations by the key of what they are compiled from. */
export interface CompileCache {
  get(key: string, node: RelationNode): CompiledRelation | undefined;
  put(key: string, relation: CompiledRelation, proofs: readonly string[]): void;
  /** Keys of the proofs that a relation stands on. */
  proofsOf(id: NodeId): readonly string[];
}

/** A compiled relation as JSON can hold it; nodes are kept with the project. */
export interface KeptRelation extends Omit<CompiledRelation, "node" | "rows" | "columns" | "tests"> {
  readonly key: string;
  readonly rows: KeptClause;
  readonly columns: readonly (readonly [name: string, clause: KeptClause])[];
  readonly tests: readonly Omit<CompiledTest, "test">[];
  readonly proofs: readonly string[];
}

interface KeptClause {
  readonly text: string;
  readonly reads: readonly (readonly [id: NodeId, columns: readonly string[] | "all"])[];
}

/** A cache over what an earlier run kept; `relations()` gives what this run used. */
export function compileCache(known: Readonly<Record<NodeId, KeptRelation>>): CompileCache & { relations(): Readonly<Record<NodeId, KeptRelation>>; readonly grew: boolean } {
  const used: Record<NodeId, KeptRelation> = {};
  let grew = false;
  return {
    get(key, node) {
      const kept = Object.hasOwn(known, node.id) ? known[node.id] : undefined;
      if (kept?.key !== key) return undefined;
      used[node.id] = kept;
      return restored(kept, node);
    },
    put(key, relation, proofs) {
      used[relation.node.id] = keptOf(key, relation, proofs);
      grew = true;
    },
    proofsOf: (id) => used[id]!.proofs,
    relations: () => used,
    get grew() {
      return grew;
    },
  };
}

function keptOf(key: string, { node, rows, columns, tests, ...rest }: CompiledRelation, proofs: readonly string[]): KeptRelation {
  const keptClause = ({ text, reads }: Clause): KeptClause => ({ text, reads: [...reads].map(([id, columns]) => [id, columns === "all" ? columns : [...columns]] as const) });
  return { ...rest, key, rows: keptClause(rows), columns: [...columns].map(([name, clause]) => [name, keptClause(clause)] as const), tests: tests.map(({ test, ...made }) => made), proofs };
}

function restored({ key, proofs, rows, columns, tests, ...rest }: KeptRelation, node: RelationNode): CompiledRelation {
  const clause = ({ text, reads }: KeptClause): Clause => ({ text, reads: new Map(reads.map(([id, columns]) => [id, columns === "all" ? columns : new Set(columns)] as const)) });
  return { ...rest, node, rows: clause(rows), columns: new Map(columns.map(([name, own]) => [name, clause(own)] as const)), tests: tests.map((made, index) => ({ ...made, test: node.tests[index]! })) };
}
