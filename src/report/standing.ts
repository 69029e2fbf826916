import type { CompiledTest } from "../compile/tests.ts";
import type { CompiledDataTest } from "../compile/compiled.ts";
import type { NodeId, ProjectNode } from "../load/node.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Plan } from "../run/plan/plan.ts";
import type { Result, Results } from "../run/results.ts";

/** Every selected node and test: what ran, and what did not have to because nothing it depends on changed. */
export interface Standing {
  readonly ran: readonly Result[];
  /** Relations that were built before and are still right. */
  readonly unchanged: readonly Result[];
  /** Verdicts of earlier runs that still hold: passed, or warned. */
  readonly held: readonly Result[];
}

export function standingOf(results: Results, plan: Plan): Standing {
  const { graph } = plan.compiled;
  const tests = testIndex(plan);
  const unchanged = plan.unchanged.map((id): Result => {
    const live = plan.live(id);
    return { kind: "relation", id, node: id, what: whatOf(graph.nodes.get(id)!), status: "no-op", message: "unchanged", elapsedMs: 0, ...(live?.rows === undefined ? {} : { rows: live.rows }), ...(live === undefined ? {} : { relation: `${live.relation.schema}.${live.relation.name}` }) };
  });
  const held = plan.held.map(({ id, audit }): Result => {
    const test = tests.get(id);
    return { kind: graph.nodes.get(id)?.kind === "unitTest" ? "unitTest" : "test", id, node: test?.owner ?? id, what: test?.what ?? "test", status: audit.status, message: audit.message, failures: audit.failures, elapsedMs: 0 };
  });
  return { ran: results.results, unchanged, held };
}

/** A test as the report needs it; `owner` is the relation it was declared with. */
export interface TestFacts {
  readonly owner: NodeId | undefined;
  readonly what: string;
  readonly origin: Origin;
  readonly test: CompiledTest | CompiledDataTest;
}

export const testFacts = (test: CompiledTest | CompiledDataTest): TestFacts =>
  "node" in test ? { owner: undefined, what: "data_test", origin: test.node.origin, test } : { owner: test.test.node, what: test.test.kind, origin: test.test.origin, test };

/** Every test of the project by its id. */
export function testIndex({ compiled }: Pick<Plan, "compiled">): ReadonlyMap<string, TestFacts> {
  const index = new Map<string, TestFacts>();
  for (const { tests } of compiled.relations.values()) for (const test of tests) index.set(test.test.id, testFacts(test));
  for (const [id, test] of compiled.dataTests) index.set(id, testFacts(test));
  return index;
}

/** What a node is called in lists: how it is materialized, or its kind. */
export const whatOf = (node: ProjectNode): string => (node.kind === "model" ? node.materialized : node.kind);

export interface Counts {
  readonly pass: number;
  readonly warn: number;
  readonly error: number;
  readonly skip: number;
  readonly noOp: number;
  readonly total: number;
}

/** Nodes and tests together; a warning that still holds is a warning, all else that did not run is a no-op. */
export function countsOf({ ran, unchanged, held }: Standing): Counts {
  const among = (results: readonly Result[], ...statuses: readonly string[]) => results.reduce((sum, { status }) => sum + (statuses.includes(status) ? 1 : 0), 0);
  const heldWarnings = among(held, "warn");
  return {
    pass: among(ran, "pass", "success"),
    warn: among(ran, "warn") + heldWarnings,
    error: among(ran, "error", "fail"),
    skip: among(ran, "skipped"),
    noOp: among(ran, "no-op") + unchanged.length + held.length - heldWarnings,
    total: ran.length + unchanged.length + held.length,
  };
}
