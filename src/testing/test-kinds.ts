import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Compiled } from "../compile/compiled.ts";
import type { Rows } from "./test-counts.ts";
import type { Sandbox } from "../adapters/duckdb/sandbox.ts";
import { compileFiles } from "./project.ts";
import { failingRows, fill, scanned } from "./test-counts.ts";

/** A column `a` with a test, or tests of the whole relation; `OPTIONS` stands for the test's options. */
interface Case {
  readonly title: string;
  readonly a?: string;
  readonly columns?: string;
  readonly tests?: string;
  readonly rows: Rows;
  readonly failures: number;
  /** Rows that the test's own query shows, where that is not one a failure. */
  readonly shown?: number;
}

const values = (...list: readonly (string | number | null)[]): Rows => list.map((a) => ({ a }));
const ranges = (...list: readonly (readonly [number | null, number | null, string?])[]): Rows => list.map(([low, high, key = "k"]) => ({ low, high, key }));
const rangeColumns = "low: t.integer(), high: t.integer(), key: t.text()";
const exclusive = (gaps: string) => `test.mutuallyExclusiveRanges({ lower: row.low, upper: row.high, by: [row.key], gaps: "${gaps}" }, OPTIONS)`;

/** Failures are counted by hand. The clock stands at noon of 31 January 2024; `parents` has 1, 2 and null. */
const cases: readonly Case[] = [
  { title: "not_null: null is missing, an empty text is not", a: "t.text().notNull(OPTIONS)", rows: values("x", "", null, null), failures: 2 },
  { title: "not_null: no row, no failure", a: "t.text().notNull(OPTIONS)", rows: [], failures: 0 },
  { title: "unique: each value that occurs again is one failure, null never", a: "t.text().unique(OPTIONS)", rows: values("x", "x", "x", "y", "y", "z", null, null), failures: 2 },
  { title: "unique: empty texts are equal, cases are not", a: "t.text().unique(OPTIONS)", rows: values("", "", "x", "X"), failures: 1 },
  { title: "unique: all null", a: "t.integer().unique(OPTIONS)", rows: values(null, null), failures: 0 },
  { title: "notEmpty: white space of every kind is empty, null is not", a: "t.text().notEmpty(OPTIONS)", rows: values("", "  ", "\t", "\n", " x ", null), failures: 4 },
  { title: "acceptedValues: other values and other cases fail, null passes", a: 't.text().acceptedValues(["x", "it\'s"], OPTIONS)', rows: values("x", "it's", "X", "", null), failures: 2 },
  { title: "acceptedValues: whole numbers beyond 2^53", a: "t.integer().acceptedValues([9007199254740993n], OPTIONS)", rows: values("9007199254740993", "9007199254740992"), failures: 1 },
  { title: "range: both ends belong to it, null passes", a: "t.integer().range({ min: 1, max: 3 }, OPTIONS)", rows: values(0, 1, 2, 3, 4, null), failures: 2 },
  { title: "range: without its ends", a: "t.integer().range({ min: 1, max: 3, inclusive: false }, OPTIONS)", rows: values(0, 1, 2, 3, 4, null), failures: 4 },
  { title: "range: of days, with one end", a: 't.date().range({ min: "2024-01-01" }, OPTIONS)', rows: values("2023-12-31", "2024-01-01", null), failures: 1 },
  { title: "range: of decimals, below zero", a: "t.decimal(5, 2).range({ min: -1.5 }, OPTIONS)", rows: values("-1.51", "-1.50", "0"), failures: 1 },
  { title: "references: orphans fail, null passes, a null parent is none", a: 't.integer().references(parents, "id", OPTIONS)', rows: values(1, 2, 3, 3, null), failures: 2 },
  { title: "matches: somewhere in the text unless anchored", a: 't.text().matches("[0-9]", OPTIONS)', rows: values("a1", "1", "a", "", null), failures: 2 },
  { title: "matches: anchored, with quotes and backslashes", a: String.raw`t.text().matches("^it's\\d$", OPTIONS)`, rows: values("it's1", "its1", "it's", null), failures: 2 },
  { title: "notNullProportion: just enough values", a: "t.text().notNullProportion(0.5, OPTIONS)", rows: values("x", null), failures: 0 },
  { title: "notNullProportion: too few values, each null is a failure", a: "t.text().notNullProportion(0.5, OPTIONS)", rows: values("x", null, null), failures: 2 },
  { title: "notNullProportion: no row, no failure", a: "t.text().notNullProportion(1, OPTIONS)", rows: [], failures: 0 },
  { title: "recent: just young enough", a: "t.timestamp().recent({ days: 1 }, OPTIONS)", rows: values("2024-01-30 12:00:00", "2020-01-01", null), failures: 0 },
  { title: "recent: a microsecond too old", a: "t.timestamp().recent({ hours: 24 }, OPTIONS)", rows: values("2024-01-30 11:59:59.999999"), failures: 1 },
  { title: "recent: a day begins at midnight", a: "t.date().recent({ days: 1 }, OPTIONS)", rows: values("2024-01-30"), failures: 1 },
  { title: "recent: nothing is not recent", a: "t.timestamp().recent({ days: 1 }, OPTIONS)", rows: [], failures: 1 },
  { title: "sequential: gaps and values that occur again fail, null passes", a: "t.integer().sequential(OPTIONS)", rows: values(5, 1, 2, 2, 3, null, null), failures: 2 },
  { title: "sequential: by another step", a: "t.integer().sequential({ step: 10, ...OPTIONS })", rows: values(10, 20, 31), failures: 1 },
  { title: "uniqueCombination: null is a value like any other", columns: "a: t.integer(), b: t.text()", tests: "test.uniqueCombination([row.a, row.b], OPTIONS)", rows: [{ a: 1, b: "x" }, { a: 1, b: "x" }, { a: 1, b: "y" }, { a: 1 }, { a: 1 }, {}, {}], failures: 3 },
  { title: "uniqueCombination: of one column", a: "t.integer()", tests: "test.uniqueCombination([row.a], OPTIONS)", rows: values(1, 2, null), failures: 0 },
  { title: "isTrue: false and null fail", a: "t.integer()", tests: "test.isTrue(sql`${row.a} > 0`, OPTIONS)", rows: values(1, 0, null), failures: 2 },
  { title: "rowCount: too many", a: "t.integer()", tests: "test.rowCount({ min: 1, max: 2 }, OPTIONS)", rows: values(1, 2, 3), failures: 1 },
  { title: "rowCount: too few", a: "t.integer()", tests: "test.rowCount({ min: 1 }, OPTIONS)", rows: [], failures: 1 },
  { title: "rowCount: enough", a: "t.integer()", tests: "test.rowCount({ min: 1, max: 2 }, OPTIONS)", rows: values(null, null), failures: 0 },
  { title: "equalRowCount: the difference, whichever has more", a: "t.integer()", tests: "test.equalRowCount(parents, OPTIONS)", rows: values(1), failures: 2, shown: 1 },
  { title: "equalRowCount: as many", a: "t.integer()", tests: "test.equalRowCount(parents, OPTIONS)", rows: values(1, 1, 1), failures: 0 },
  { title: "mutuallyExclusiveRanges: they may touch and leave gaps", columns: rangeColumns, tests: exclusive("allowed"), rows: ranges([1, 3], [3, 5], [7, null]), failures: 0 },
  { title: "mutuallyExclusiveRanges: overlaps, empty ones and open ones before others fail", columns: rangeColumns, tests: exclusive("allowed"), rows: ranges([1, 4], [3, 5], [6, 6], [7, null], [8, 9]), failures: 3 },
  { title: "mutuallyExclusiveRanges: of each key apart", columns: rangeColumns, tests: exclusive("allowed"), rows: ranges([1, 9, "x"], [1, 9, "y"]), failures: 0 },
  { title: "mutuallyExclusiveRanges: gaps not allowed", columns: rangeColumns, tests: exclusive("not_allowed"), rows: ranges([1, 3], [3, 5], [6, 7]), failures: 1 },
  { title: "mutuallyExclusiveRanges: gaps required", columns: rangeColumns, tests: exclusive("required"), rows: ranges([1, 3], [3, 5], [6, 7]), failures: 1 },
];

function sourceText({ a, columns, tests }: Case, options: string): string {
  return `import { source, sql, t, test } from "rmodel";
import parents from "./parents.ts";
void parents;
export default source({
  table: { schema: "raw", name: "given" },
  columns: { ${columns ?? `a: ${a!.replace("OPTIONS", () => options)}`}, keep: t.boolean() },
  tests: (row) => [${tests?.replace("OPTIONS", () => options) ?? ""}],
});
`;
}

/** @param open an empty place to run queries in, closed with the file */
export function testKindsOn(open: () => Promise<Sandbox>): void {
  let compiled: Compiled;
  let sandbox: Sandbox;
  const testOf = (id: string) => compiled.relations.get(id)!.tests[0]!;

  beforeAll(async () => {
    sandbox = await open();
    const sources = cases.flatMap((entry, index) => [[`sources/shop/plain_${index}.ts`, sourceText(entry, "{}")], [`sources/shop/kept_${index}.ts`, sourceText(entry, "{ where: sql`keep` }")]]);
    const parents = 'import { source, t } from "rmodel";\nexport default source({ table: { schema: "raw", name: "parents" }, columns: { id: t.integer() } });\n';
    compiled = await compileFiles({ "sources/shop/parents.ts": parents, ...Object.fromEntries(sources) }, sandbox.dialect);
    await fill(sandbox, compiled, "shop.parents", [{ id: 1 }, { id: 2 }, { id: null }]);
  });
  afterAll(() => sandbox.close());

  describe.each(cases.map((entry, index) => ({ ...entry, index })))("$title", ({ rows, failures, shown = failures, index }) => {
    test("the scan and the test's own query find the failures", async () => {
      const plain = testOf(`shop.plain_${index}`);
      await fill(sandbox, compiled, plain.test.node, rows);
      const [found] = await scanned(sandbox, compiled, [plain]);
      expect({ rows: found!.rows, shown: await failingRows(sandbox, plain) }).toEqual({ rows: rows.length, shown });
      // A scan that only tells zero from more may call for a second look in vain, but never misses a failure.
      if (plain.inexact) expect(found!.failures).toBeGreaterThanOrEqual(Math.sign(failures));
      else expect(found!.failures).toBe(failures);
    });

    test("rows that its `where` leaves out change nothing", async () => {
      const kept = testOf(`shop.kept_${index}`);
      const marked = (keep: boolean | null) => rows.map((row) => ({ ...row, keep }));
      await fill(sandbox, compiled, kept.test.node, [...marked(true), ...marked(false), ...marked(null)]);
      expect(await failingRows(sandbox, kept)).toBe(shown);
      if (kept.scan === undefined || kept.inexact) return;
      expect(await scanned(sandbox, compiled, [kept])).toEqual([{ failures, rows: rows.length }]);
    });
  });
}
