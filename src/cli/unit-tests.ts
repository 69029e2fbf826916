import type { Audit, Ledger, State } from "../run/ledger/state.ts";
import type { Compiled } from "../compile/compiled.ts";
import type { Effects } from "../run/effects.ts";
import type { Emit } from "../run/events.ts";
import type { NodeId, UnitTestNode } from "../load/node.ts";
import type { Plan } from "../run/plan/plan.ts";
import type { Result } from "../run/results.ts";
import type { Driver, Session } from "../adapters/adapter.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { hashOf } from "../compile/fingerprint.ts";
import { isBad } from "../run/results.ts";
import { openSandbox } from "../adapters/duckdb/sandbox.ts";
import { dialect as sandboxDialect } from "../adapters/duckdb/dialect.ts";
import { runUnitTests } from "../run/unit-test/unit-test.ts";
import { sqlTime } from "../run/sql-time.ts";
import { unitTestSql } from "../run/unit-test/unit-test-sql.ts";

/** A unit test to run, with the key that its verdict is kept by. */
interface DueTest {
  readonly node: UnitTestNode;
  readonly key: string | undefined;
}

/** Tells the unit tests to run from those that passed before: the same model makes the same of the same rows. */
export function dueUnitTests(tests: readonly UnitTestNode[], compiled: Compiled, state: State, again: boolean): { readonly due: readonly DueTest[]; readonly held: Plan["held"] } {
  const keyed = tests.map((node) => {
    const key = keyOf(node, compiled);
    const audit = again || key === undefined ? undefined : state.audits.get(key);
    return { node, key, audit };
  });
  return { due: keyed.filter(({ audit }) => audit?.status !== "pass"), held: keyed.flatMap(({ node: { id }, audit }) => (audit?.status === "pass" ? [{ id, audit }] : [])) };
}

/** Runs unit tests in memory and keeps the verdicts of those that pass. */
export async function testUnits(due: readonly DueTest[], { compiled, driver, ledger, runId, effects, emit }: Testing): Promise<readonly Result[]> {
  if (due.length === 0) return [];
  const sandbox = await openSandbox();
  try {
    const results = await runUnitTests(due.map(({ node }) => node), compiled, sandbox, effects, emit);
    const passed = due.filter(({ key }, index) => key !== undefined && results[index]!.status === "pass");
    await driver.transaction((session) => keepVerdicts(session.state, ledger, passed.map(({ node, key }) => ({ test: node.id, key: key!, status: "pass", failures: 0, message: "" })), runId, effects.now()));
    return results;
  } finally {
    await sandbox.close();
  }
}

interface Testing {
  readonly compiled: Compiled;
  readonly driver: Driver;
  readonly ledger: Ledger;
  readonly runId: string;
  readonly effects: Effects;
  readonly emit: Emit;
}

/** The test's own SQL says all that its verdict depends on. */
function keyOf(node: UnitTestNode, compiled: Compiled): string | undefined {
  try {
    const { text, badKeys = "" } = unitTestSql(node, compiled, sandboxDialect);
    return hashOf(text, badKeys);
  } catch (thrown) {
    // The run tells what is wrong with it.
    if (thrown instanceof RmodelError) return undefined;
    throw thrown;
  }
}

async function keepVerdicts(session: Session, ledger: Ledger, audits: readonly Audit[], runId: string, now: string): Promise<void> {
  if (audits.length === 0) return;
  await session.execute(`delete from ${ledger.table("audits")} where test in (${audits.map(({ test }) => ledger.text(test)).join(", ")})`);
  for (const statement of ledger.insert("audits", audits.map(({ test, key, status, failures, message }) => [test, key, status, failures, message, runId, sqlTime(now)]))) await session.execute(statement);
}

/**
 * A plan without the models whose unit tests failed and without what depends on them; `skipped` says so for each.
 *
 * @param everything after `--fail-fast`: nothing is built at all
 */
export function withoutUntrusted(plan: Plan, results: readonly Result[], everything: boolean): { readonly plan: Plan; readonly skipped: readonly Result[] } {
  const failed = new Map(results.filter(({ status }) => isBad(status)).map(({ node, id }) => [node, id]));
  if (failed.size === 0) return { plan, skipped: [] };
  const { children } = plan.compiled.graph;
  const reasons = new Map<NodeId, string>();
  const refuse = (id: NodeId, reason: string): void => {
    if (reasons.has(id)) return;
    reasons.set(id, reason);
    for (const child of children.get(id) ?? []) refuse(child, `because of ${id}`);
  };
  for (const [model, test] of failed) refuse(model, `its unit test failed: ${test}`);
  if (everything) for (const id of plan.steps.keys()) refuse(id, "fail-fast");
  const isRefused = (id: NodeId): boolean => plan.steps.has(id) && reasons.has(id);
  const skipped = (kind: Result["kind"], id: string, node: NodeId, what: string, message: string): Result => ({ kind, id, node, what, status: "skipped", message, elapsedMs: 0 });
  const audits = plan.audits.map((step) => ({ step, because: step.reads.find(isRefused) }));
  return {
    plan: { ...plan, steps: new Map([...plan.steps].filter(([id]) => !isRefused(id))), audits: audits.flatMap(({ step, because }) => (because === undefined ? [step] : [])) },
    skipped: [
      ...[...plan.steps.values()].filter(({ node }) => isRefused(node.id)).map(({ node, way }) => skipped("relation", node.id, node.id, way, reasons.get(node.id)!)),
      ...audits.flatMap(({ step, because }) => (because === undefined ? [] : step.tests.map(({ id }) => skipped("test", id, step.gates ?? id, "test", `because of ${because}`)))),
    ],
  };
}
