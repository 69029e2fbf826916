import type { Audit, State } from "./state.ts";
import type { AuditStep, Plan, PlanOptions, PlannedTest } from "./plan.ts";
import type { Compiled, CompiledDataTest, CompiledRelation } from "../compile/compiled.ts";
import type { CompiledTest } from "../compile/tests.ts";
import type { NodeId } from "../load/node.ts";
import { hashOf } from "../compile/fingerprint.ts";
import { normalizeSql } from "../compile/normalize.ts";
import { textOf } from "../compile/render.ts";

/**
 * Which tests have to run, and which verdicts still hold: one holds while the test's SQL and everything it reads are
 * what they were. What failed, and what looks at the clock, is asked again.
 *
 * @param versionOf version of a relation when the build is done; undefined for one that is not there
 */
export function planAudits(compiled: Compiled, state: State, options: PlanOptions, versionOf: (id: NodeId) => string | undefined): Pick<Plan, "audits" | "held"> {
  const audits: AuditStep[] = [];
  const held: { id: string; audit: Audit }[] = [];
  const lastOf = lastAmong(compiled);
  for (const relation of compiled.relations.values()) audits.push(...stepsOf(relation));
  for (const test of compiled.dataTests.values()) {
    const planned = plannedTest(test, test.node.id, test.inputs);
    if (planned !== undefined) audits.push({ id: `test ${planned.id}`, gates: lastOf(test.inputs), reads: test.inputs, relation: undefined, tests: [planned] });
  }
  return { audits, held };

  /** Tests of one relation: together in its scan, or alone where they read what is built after it. */
  function stepsOf({ node, tests }: CompiledRelation): readonly AuditStep[] {
    const { id } = node;
    // An ephemeral model is part of what reads it: its tests read what it reads, and keep the whole build from readers.
    const isInline = compiled.context.inline(id) !== undefined;
    const together: PlannedTest[] = [];
    const alone: AuditStep[] = [];
    for (const test of tests) {
      const reads = test.inputs;
      const planned = plannedTest(test, test.test.id, reads);
      if (planned === undefined) continue;
      const gates = isInline ? undefined : lastOf(reads);
      if ((gates === id || isInline) && test.scan !== undefined && options.share) together.push(planned);
      else alone.push({ id: `test ${planned.id}`, gates, reads, relation: id, tests: [planned] });
    }
    if (together.length === 0) return alone;
    const reads = [...new Set(together.flatMap(({ test }) => (test as CompiledTest).inputs))];
    return [...alone, { id: `test ${id}`, gates: isInline ? undefined : id, reads, relation: id, tests: together }];
  }

  function plannedTest(test: CompiledTest | CompiledDataTest, id: string, reads: readonly NodeId[]): PlannedTest | undefined {
    if (!options.audit.has(id) || !reads.every((read) => versionOf(read) !== undefined)) return undefined;
    const key = hashOf(thresholdsOf(test), normalizeSql(textOf(test.failures, (read) => `{${read}}`)), ...reads.map((read) => versionOf(read)!));
    const audit = state.audits.get(key);
    const looksAtClock = "test" in test && test.test.kind === "recency";
    if (audit === undefined || looksAtClock || options.auditAgain || audit.status === "fail" || audit.status === "error") return { id, key, test };
    held.push({ id, audit });
    return undefined;
  }
}

function thresholdsOf(test: CompiledTest | CompiledDataTest): string {
  const { severity, warnAt, errorAt } = "test" in test ? test.test : test.node;
  return [severity, warnAt, errorAt, "test" in test ? test.test.minPass : undefined].join();
}

/** Finds the one among relations that comes after all the others, so that a test of them all can gate what reads it. */
function lastAmong({ relations }: Compiled): (ids: readonly NodeId[]) => NodeId | undefined {
  const known = new Map<NodeId, ReadonlySet<NodeId>>();
  const ancestors = (id: NodeId): ReadonlySet<NodeId> => {
    let found = known.get(id);
    if (found === undefined) {
      const inputs = relations.get(id)?.inputs ?? [];
      known.set(id, (found = new Set(inputs.flatMap((input) => [input, ...ancestors(input)]))));
    }
    return found;
  };
  return (ids) => ids.find((id) => ids.every((other) => other === id || ancestors(id).has(other)));
}
