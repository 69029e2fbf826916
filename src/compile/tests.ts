import type { NodeId, RelationNode, TestNode } from "../load/node.ts";
import type { RenderContext, Template } from "./render.ts";
import type { TestSql } from "./test-kinds.ts";
import { relationsOfTest, testSqlOf } from "./test-kinds.ts";
import { render } from "./render.ts";

/** A test ready to run. */
export interface CompiledTest {
  readonly test: TestNode;
  /** Its share of the relation's one scan; a test without runs alone, as a count of its failures. */
  readonly scan?: { readonly inner: readonly (readonly [name: string, expression: Template])[]; readonly outer: Template; readonly rows: string };
  /** The scan only tells zero from more, so a failure is counted again by `failures`. */
  readonly inexact: boolean;
  /** The rows that fail; for `unique` one row a value. */
  readonly failures: Template;
  /** Relations it reads besides the tested one. */
  readonly reads: readonly NodeId[];
}

/** Compiles one test; `key` keeps its columns apart from those of the other tests in the same scan. */
export function compileTest(test: TestNode, relation: RelationNode, key: string, context: RenderContext): CompiledTest {
  const sql = testSqlOf(test, relation, context);
  const row = context.dialect.quote("row");
  const where = test.where === undefined ? undefined : render(test.where, context);
  const from: Template = where === undefined ? [{ relation: test.node }, ` as ${row}`] : ["(select * from ", { relation: test.node }, ` as ${row} where `, ...where, `) as ${row}`];
  const failures = sql.window ? windowFailures(sql, from, context) : sql.failures(from);
  const scan = sql.window && where !== undefined ? {} : { scan: scanOf(sql, key, where, context) };
  return { test, ...scan, inexact: sql.inexact ?? false, failures, reads: relationsOfTest(test) };
}

function scanOf(sql: TestSql, key: string, where: Template | undefined, { dialect }: RenderContext): NonNullable<CompiledTest["scan"]> {
  const names = sql.inner.map((_, index) => `${key}_${index}`);
  const inner = sql.inner.map((expression, index): readonly [string, Template] => [names[index]!, expression]);
  if (where === undefined) return { inner, outer: sql.outer(names.map((name) => dialect.quote(name)), ""), rows: "count(*)" };
  const filter = ` filter (where ${dialect.quote(`${key}_where`)})`;
  const outer = sql.outer(names.map((name) => dialect.quote(name)), filter);
  // A flag carries its condition itself, so that its aggregate needs one filter only.
  const isFlag = outer.length === 1 && typeof outer[0] === "string" && outer[0].startsWith("count(*) filter (where");
  const guarded = isFlag ? inner.map(([name, flag]): readonly [string, Template] => [name, ["(", ...where, ") and (", ...flag, ")"]]) : inner;
  return { inner: [...guarded, [`${key}_where`, where]], outer, rows: `count(*)${filter}` };
}

function windowFailures(sql: TestSql, from: Template, { dialect }: RenderContext): Template {
  const failure = dialect.quote("is_failure");
  return [`select * from (select *, `, ...sql.inner[0]!, ` as ${failure} from `, ...from, `) as ${dialect.quote("rows")} where ${failure}`];
}

/** One statement for many tests of a relation: one row, `t0`, `t1` … failures and `n0`, `n1` … tested rows, and `rows`. */
export function scanStatement(tests: readonly CompiledTest[], relation: NodeId, { dialect }: RenderContext): Template {
  const inner = tests.flatMap(({ scan }) => scan!.inner);
  const list = inner.flatMap(([name, expression], index): Template => [index === 0 ? "" : ", ", ...expression, ` as ${dialect.quote(name)}`]);
  const outer = tests.flatMap(({ scan }, index): Template => [", ", ...scan!.outer, ` as ${dialect.quote(`t${index}`)}, ${scan!.rows} as ${dialect.quote(`n${index}`)}`]);
  const from: Template = [{ relation }, ` as ${dialect.quote("row")}`];
  const source: Template = inner.length === 0 ? from : ["(select ", ...list, " from ", ...from, `) as ${dialect.quote("rows")}`];
  return [`select count(*) as ${dialect.quote("rows")}`, ...outer, " from ", ...source];
}
