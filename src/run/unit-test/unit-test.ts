import type { Compiled } from "../../compile/compiled.ts";
import type { Effects } from "../effects.ts";
import type { Emit } from "../events.ts";
import type { Result } from "../results.ts";
import type { Sandbox, UnitTestSql } from "./unit-test-sql.ts";
import type { UnitTestNode } from "../../load/node.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { differenceOf } from "./row-difference.ts";
import { unitTestSql } from "./unit-test-sql.ts";

/**
 * Runs unit tests in memory: what a model makes of the given rows, compared with the expected ones as multisets.
 *
 * One statement a test (two for a snapshot), which brings its rows along; nothing of the target is read.
 *
 * @param sandbox one for all tests; opened with `openSandbox`
 * @returns one result a test; a failing one has RM5002 with the rows that differ, one that cannot run has status `error`
 */
export async function runUnitTests(tests: readonly UnitTestNode[], compiled: Compiled, sandbox: Sandbox, effects: Pick<Effects, "clock">, emit: Emit): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const node of tests) {
    const start = effects.clock();
    const outcome = await outcomeOf(node, compiled, sandbox);
    const result: Result = { kind: "unitTest", id: node.id, node: node.model, what: "unit_test", ...outcome, elapsedMs: effects.clock() - start };
    results.push(result);
    emit({ kind: "result", result });
  }
  return results;
}

type Outcome = Pick<Result, "status" | "message" | "failures" | "error">;

async function outcomeOf(node: UnitTestNode, compiled: Compiled, sandbox: Sandbox): Promise<Outcome> {
  let sql: UnitTestSql | undefined;
  try {
    sql = unitTestSql(node, compiled, sandbox.dialect);
    if (sql.badKeys !== undefined) await refuseBadKeys(node, sql.badKeys, sandbox);
    const rows = await sandbox.query(sql.text);
    const side = (name: string) => rows.filter((row) => row.side === name).map((row) => sql!.columns.map((_, index) => row[`c${index}`]!));
    const difference = differenceOf(sql.columns, side("expected"), side("made"));
    if (difference === undefined) return { status: "pass", message: "" };
    const error = new RmodelError("RM5002", node.origin, `unit test "${node.id}": "${node.model}" ${difference.summary}\n${difference.tables}`, "correct the model, the given rows or the expected ones");
    return { status: "fail", message: difference.summary, failures: difference.count, error };
  } catch (thrown) {
    const error = thrown instanceof EngineError ? engineFailure(node, thrown, sql) : thrown;
    if (!(error instanceof RmodelError)) throw thrown;
    return { status: "error", message: error.message, error };
  }
}

/** What a build would refuse before it takes a snapshot. */
async function refuseBadKeys(node: UnitTestNode, badKeys: string, sandbox: Sandbox): Promise<void> {
  const [bad] = await sandbox.query(badKeys);
  if (bad === undefined) return;
  const shown = Object.entries(bad).map(([name, value]) => `${name} = ${value ?? "null"}`).join(", ");
  throw new RmodelError("RM5002", node.origin, `unit test "${node.id}": "${node.model}" cannot tell its rows apart by its key: ${shown}`, "give rows whose key is never null and never twice");
}

function engineFailure(node: UnitTestNode, error: EngineError, sql: UnitTestSql | undefined): RmodelError {
  const place = error.offset === undefined ? undefined : sql?.placeOf(error.offset);
  return new RmodelError("RM4010", place ?? node.origin, `unit test "${node.id}": "${node.model}" failed on the given rows: ${error.message.split("\n")[0]}`, undefined, error);
}
