import type { Audit, State } from "../ledger/state.ts";
import type { Aside, AuditStep, Plan, PlanOptions, PlannedTest } from "./plan.ts";
import type { Compiled, CompiledDataTest, CompiledRelation } from "../../compile/compiled.ts";
import type { CompiledTest } from "../../compile/tests.ts";
import type { NodeId } from "../../load/node.ts";
import { hashOf } from "../../compile/fingerprint.ts";
import { meaningOf } from "../../compile/tests.ts";

/**
 * Which tests have to run, and which verdicts still hold: one holds while the test's SQL and everything it reads are
 * what they were. What failed, and what looks at the clock, is asked again.
 *
 * @param aside versions of forecasts that readers do not get, and that are tested all the same
 * @param versionOf version of a relation when the build is done; undefined for one that is not there
 */
export function planAudits(compiled: Compiled, state: State, options: PlanOptions, aside: ReadonlyMap<NodeId, Aside>, versionOf: (id: NodeId) => string | undefined): Pick<Plan, "audits" | "held"> {
  const audits: AuditStep[] = [];
  const held: { id: string; audit: Audit }[] = [];
  const ancestors = ancestorsIn(compiled);
  for (const relation of compiled.relations.values()) audits.push(...stepsOf(relation));
  for (const test of compiled.dataTests.values()) {
    const planned = plannedTest(test, test.node.id, test.inputs);
    if (planned !== undefined) audits.push({ id: `test ${planned.id}`, gates: lastAmong(test.inputs, ancestors), reads: test.inputs, relation: undefined, tests: [planned] });
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
      // A query of failures need not name the relation that it stands for.
      const reads = isInline || test.inputs.includes(id) ? test.inputs : [id, ...test.inputs];
      const planned = plannedTest(test, test.test.id, reads);
      if (planned === undefined) continue;
      const gates = isInline ? undefined : lastAmong(reads, ancestors);
      if ((gates === id || isInline) && test.scan !== undefined && options.share) together.push(planned);
      else alone.push({ id: `test ${planned.id}`, gates, reads, relation: id, tests: [planned] });
    }
    if (together.length === 0) return alone;
    const reads = [...new Set(together.flatMap(({ test }) => (test as CompiledTest).inputs))];
    return [...alone, { id: `test ${id}`, gates: isInline ? undefined : id, reads, relation: id, tests: together }];
  }

  function plannedTest(test: CompiledTest | CompiledDataTest, id: string, reads: readonly NodeId[]): PlannedTest | undefined {
    const judges = judgedBy(reads);
    const versionRead = (read: NodeId) => (judges.includes(read) ? aside.get(read)!.version : versionOf(read));
    if (!options.audit.has(id) || !reads.every((read) => versionRead(read) !== undefined)) return undefined;
    const key = hashOf(thresholdsOf(test), "meaning" in test ? test.meaning : meaningOf(test.failures), ...reads.map((read) => versionRead(read)!));
    const audit = state.audits.get(key);
    const looksAtClock = "test" in test && test.test.kind === "recency";
    if (audit === undefined || looksAtClock || options.auditAgain || audit.status === "fail" || audit.status === "error") return { id, key, test, judges };
    held.push({ id, audit });
    return undefined;
  }

  /** A forecast that waits for approval is judged by what reads nothing that stands on the run that serves. */
  function judgedBy(reads: readonly NodeId[]): readonly NodeId[] {
    if (aside.size === 0) return [];
    return reads.filter((id) => aside.get(id)?.name !== undefined && !reads.some((other) => ancestors(other).has(id)));
  }
}

function thresholdsOf(test: CompiledTest | CompiledDataTest): string {
  const { severity, warnAt, errorAt } = "test" in test ? test.test : test.node;
  return [severity, warnAt, errorAt, "test" in test ? test.test.minPass : undefined].join();
}

/** Everything that a relation stands on. */
function ancestorsIn({ relations }: Compiled): (id: NodeId) => ReadonlySet<NodeId> {
  const known = new Map<NodeId, ReadonlySet<NodeId>>();
  const ancestors = (id: NodeId): ReadonlySet<NodeId> => {
    let found = known.get(id);
    if (found === undefined) {
      const inputs = relations.get(id)?.inputs ?? [];
      known.set(id, (found = new Set(inputs.flatMap((input) => [input, ...ancestors(input)]))));
    }
    return found;
  };
  return ancestors;
}

/** The one among relations that comes after all the others, so that a test of them all can gate what reads it. */
const lastAmong = (ids: readonly NodeId[], ancestors: (id: NodeId) => ReadonlySet<NodeId>): NodeId | undefined => ids.find((id) => ids.every((other) => other === id || ancestors(id).has(other)));
