import type { NodeId, RelationNode, TestNode } from "../load/node.ts";
import type { RenderContext, Template } from "./render.ts";
import type { TestSql } from "./test-kinds.ts";
import { castTemplate } from "./query.ts";
import { inputsOf, render, textOf, withInlined } from "./render.ts";
import { normalizeSql } from "./normalize.ts";
import { relationsOfTest, testSqlOf } from "./test-kinds.ts";

/** A test ready to run. */
export interface CompiledTest {
  readonly test: TestNode;
  /** Its share of the relation's one scan; a test without runs alone, as a count of its failures. */
  readonly scan?: { readonly inner: readonly (readonly [name: string, expression: Template])[]; readonly outer: Template; readonly rows: string };
  /** The scan only tells zero from more, so a failure is counted again by `failures`. */
  readonly inexact: boolean;
  /** The rows that fail; for `unique` one row a value. */
  readonly failures: Template;
  /** That query in normal form, for the key of its verdict. */
  readonly meaning: string;
  /** Relations it reads besides the tested one. */
  readonly reads: readonly NodeId[];
  /** Relations it reads when it runs: of an ephemeral model, what that reads. */
  readonly inputs: readonly NodeId[];
}

/** Compiles one test; `key` keeps its columns apart from those of the other tests in the same scan. */
export function compileTest(test: TestNode, relation: RelationNode, key: string, context: RenderContext): CompiledTest {
  const sql = testSqlOf(test, relation, context);
  const row = context.dialect.quote("row");
  const where = test.where === undefined ? undefined : render(test.where, context);
  const from: Template = where === undefined ? [{ relation: test.node }, ` as ${row}`] : ["(select * from ", { relation: test.node }, ` as ${row} where `, ...where, `) as ${row}`];
  const failures = withInlined(sql.window ? windowFailures(sql, from, context) : sql.failures(from), context);
  const scan = sql.alone || (sql.window && where !== undefined) ? {} : { scan: scanOf(sql, key, where, context) };
  return { test, ...scan, inexact: sql.inexact ?? false, failures, meaning: meaningOf(failures), reads: relationsOfTest(test), inputs: inputsOf(failures) };
}

/** A query as it counts for a verdict on it: whatever its relations are called. */
export const meaningOf = (query: Template): string => normalizeSql(textOf(query, (read) => `{${read}}`));

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

/** Tests of one relation that share a scan. */
export interface Scan {
  readonly relation: NodeId;
  readonly tests: readonly CompiledTest[];
}

/**
 * One statement for the scans of many relations: a row a scan, with its number ("scan") and, in the order of its
 * tests, the failures and the tested rows as lists ("failures", "tested").
 */
export function scanStatement(scans: readonly Scan[], context: RenderContext): Template {
  return withInlined(scans.flatMap((scan, index): Template => [...(index === 0 ? [] : ["\nunion all\n"]), ...oneScan(scan, index, context)]), context);
}

function oneScan({ relation, tests }: Scan, index: number, { dialect }: RenderContext): Template {
  const whole = { family: "integer" } as const;
  const list = (items: readonly Template[], name: string): Template => ["array[", ...items.flatMap((item, at): Template => [at === 0 ? "" : ", ", ...castTemplate(item, whole, dialect)]), `] as ${dialect.quote(name)}`];
  const inner = tests.flatMap(({ scan }) => scan!.inner);
  const brought = inner.flatMap(([name, expression], at): Template => [at === 0 ? "" : ", ", ...expression, ` as ${dialect.quote(name)}`]);
  const from: Template = [{ relation }, ` as ${dialect.quote("row")}`];
  const source: Template = inner.length === 0 ? from : ["(select ", ...brought, " from ", ...from, `) as ${dialect.quote("rows")}`];
  return [`select ${index} as ${dialect.quote("scan")}, `, ...list(tests.map(({ scan }) => scan!.outer), "failures"), ", ", ...list(tests.map(({ scan }) => [scan!.rows]), "tested"), " from ", ...source];
}
