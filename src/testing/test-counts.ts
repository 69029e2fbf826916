import type { Compiled } from "../compile/compiled.ts";
import type { CompiledTest } from "../compile/tests.ts";
import type { RowValue } from "../load/node.ts";
import type { Sandbox } from "../adapters/duckdb/sandbox.ts";
import type { Template } from "../compile/render.ts";
import { relationOf } from "../graph/graph.ts";
import { rowsQuery } from "../run/unit-test/typed-rows.ts";
import { scanStatement } from "../compile/tests.ts";
import { textOf } from "../compile/render.ts";

export type Rows = readonly Readonly<Record<string, RowValue>>[];

const named = (template: Template): string => textOf(template, (id) => `"${id}"`);

/** Puts rows where statements of the tests look for a relation. */
export async function fill(sandbox: Sandbox, compiled: Compiled, id: string, rows: Rows): Promise<void> {
  const { columns, origin } = relationOf(compiled.graph, id);
  await sandbox.execute(`drop table if exists "${id}"`);
  await sandbox.execute(`create table "${id}" as ${rowsQuery(rows, columns, id, origin, sandbox.dialect)}`);
}

/** How many rows the test's own query yields: those that are shown to people. */
export async function failingRows(sandbox: Sandbox, test: CompiledTest): Promise<number> {
  const [row] = await sandbox.query(`select count(*) as n from (${named(test.failures)}) as failures`);
  return Number(row!.n);
}

/** Failures and tested rows of each test, from one scan for all of them. */
export async function scanned(sandbox: Sandbox, compiled: Compiled, tests: readonly CompiledTest[]): Promise<readonly { readonly failures: number; readonly rows: number }[]> {
  const [row] = await sandbox.query(named(scanStatement([{ relation: tests[0]!.test.node, tests }], compiled.context)));
  const { failures, tested } = row as { readonly failures?: readonly unknown[]; readonly tested?: readonly unknown[] };
  return tests.map((_, index) => ({ failures: Number(failures![index]), rows: Number(tested![index]) }));
}
