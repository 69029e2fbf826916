import type { ColumnNode, NodeId, RelationNode, Sql, TestNode } from "../load/node.ts";
import type { RenderContext, Template } from "./render.ts";
import { render } from "./render.ts";

type Spec<K extends TestNode["kind"]> = Extract<TestNode["spec"], { kind: K }>;

/** A built-in test as SQL over the alias `"row"` of the tested relation. */
export interface TestSql {
  /** Expressions over one row that the scan has to bring along. */
  readonly inner: readonly Template[];
  /** Aggregate over them, 0 when the test passes; `filter` restricts any aggregate to the rows that count. */
  readonly outer: (names: readonly string[], filter: string) => Template;
  /** The failing rows of `from` (a relation under the alias `"row"`). */
  readonly failures: (from: Template) => Template;
  /** True when `outer` only tells zero from more. */
  readonly inexact?: boolean;
  /** True when a flag looks at neighbouring rows, so that a `where` must come before it. */
  readonly window?: boolean;
  /** True when no scan of the relation can tell. */
  readonly alone?: boolean;
}

interface Scope {
  readonly column: string;
  readonly type: ColumnNode["type"];
  readonly context: RenderContext;
}

type Kinds = { readonly [K in TestNode["kind"]]: (spec: Spec<K>, scope: Scope) => TestSql };

/** Matches a text that has more than white space. */
const anyInk = "\\S";

/** Every built-in test: a new one is one entry here and one method of the column builder or of `test`. */
const kinds: Kinds = {
  not_null: (_, { column }) => flagged([`${column} is null`]),
  // Engines' trim() leaves tabs and line breaks.
  not_empty_string: (_, { column, context }) => flagged([`not ${context.dialect.call("regex_matches", [column, context.dialect.literal(anyInk, "text")], [undefined, anyInk])}`]),
  accepted_values: ({ values }, { column, type, context }) => flagged([`${column} not in (${values.map((value) => context.dialect.literal(value as string, type.family)).join(", ")})`]),
  accepted_range: ({ min, max, inclusive = true }, { column, type, context }) => {
    const bound = (value: string | number | bigint) => context.dialect.literal(value as string, type.family);
    const conditions = [
      ...(min === undefined ? [] : [`${column} ${inclusive ? "<" : "<="} ${bound(min)}`]),
      ...(max === undefined ? [] : [`${column} ${inclusive ? ">" : ">="} ${bound(max)}`]),
    ];
    return flagged([conditions.join(" or ")]);
  },
  regex: ({ pattern }, { column, context }) => flagged([`not ${context.dialect.call("regex_matches", [column, context.dialect.literal(pattern, "text")], [undefined, pattern])}`]),
  expression_is_true: ({ expression }, { context }) => flagged(["not coalesce((", ...render(expression as Sql, context), "), false)"]),
  relationships: ({ to, column: key }, { column, context }) => {
    const parent = context.dialect.quote(key);
    return flagged([`${column} is not null and ${column} not in (select ${parent} from `, { relation: to }, ` as ${context.dialect.quote("parent")} where ${parent} is not null)`]);
  },
  sequential_values: ({ step }, { column, type, context }) => {
    const before = `lag(${column}) over (order by ${column})`;
    const flag = type.family === "date" ? `${context.dialect.call("days_between", [before, column], [])} <> ${step}` : `${column} <> ${before} + ${step}`;
    return { ...flagged([flag]), window: true };
  },
  mutually_exclusive_ranges: ({ lower, upper, by, gaps }, { context }) => {
    const [low, high] = [render(lower as Sql, context), render(upper as Sql, context)];
    const keys = (by as readonly Sql[]).flatMap((key, index): Template => [index === 0 ? "partition by " : ", ", ...render(key, context)]);
    const next: Template = ["lead(", ...low, ") over (", ...keys, " order by ", ...low, ", ", ...high, ")"];
    const overlaps: Template = ["coalesce(", ...high, " > ", ...next, ", ", ...high, " is null and ", ...next, " is not null)"];
    const gap: Template = gaps === "allowed" ? [] : [" or ", ...high, gaps === "required" ? " >= " : " <> ", ...next];
    return { ...flagged([...low, " >= ", ...high, " or ", ...overlaps, ...gap]), window: true };
  },
  unique: (_, { column }) => ({
    inner: [[column]],
    outer: ([value], filter) => [`count(${value})${filter} - count(distinct ${value})${filter}`],
    failures: (from) => [`select ${column}, count(*) as "occurrences" from `, ...from, ` where ${column} is not null group by ${column} having count(*) > 1`],
    inexact: true,
  }),
  unique_combination: ({ columns }, { context }) => {
    const keys = (columns as readonly Sql[]).map((key) => render(key, context));
    const list = keys.flatMap((key, index): Template => (index === 0 ? key : [", ", ...key]));
    return {
      inner: keys,
      outer: (names, filter) => [`count(*)${filter} - count(distinct ${names.length === 1 ? names[0]! : `(${names.join(", ")})`})${filter}`],
      failures: (from) => ["select ", ...list, ', count(*) as "occurrences" from ', ...from, " group by ", ...list, " having count(*) > 1"],
      inexact: true,
    };
  },
  not_null_proportion: ({ atLeast }, { column }) => ({
    inner: [[column]],
    outer: ([value], filter) => [`case when count(${value})${filter} < ${atLeast} * count(*)${filter} then count(*)${filter} - count(${value})${filter} else 0 end`],
    failures: (from) => ["select * from ", ...from, ` where ${column} is null and (select count(${column}) < ${atLeast} * count(*) from `, ...from, ")"],
  }),
  recency: ({ withinHours }, { column, type, context }) => {
    const moment = type.family === "date" ? context.dialect.cast(column, { family: "timestamp" }, false) : column;
    const oldest = context.dialect.literal(new Date(Date.parse(context.executionTime) - withinHours * 3_600_000).toISOString().replace("T", " ").replace("Z", ""), "timestamp");
    return {
      inner: [[moment]],
      outer: ([value], filter) => [`case when max(${value})${filter} >= ${oldest} then 0 else 1 end`],
      failures: (from) => [`select max(${column}) as "newest", ${oldest} as "oldest_allowed" from `, ...from, ` having not coalesce(max(${moment}) >= ${oldest}, false)`],
    };
  },
  row_count: ({ min, max }) => {
    const ok = [...(min === undefined ? [] : [`count(*)# >= ${min}`]), ...(max === undefined ? [] : [`count(*)# <= ${max}`])].join(" and ");
    return {
      inner: [],
      outer: (_, filter) => [`case when ${ok.replaceAll("#", filter)} then 0 else 1 end`],
      failures: (from) => [`select count(*) as "rows" from `, ...from, ` having not (${ok.replaceAll("#", "")})`],
    };
  },
  no_rows: ({ failures }, { context }) => ({ inner: [], outer: () => [], failures: () => render(failures, context), alone: true }),
  equal_rowcount: ({ to }) => ({
    inner: [],
    outer: (_, filter) => [`abs(count(*)${filter} - (select count(*) from `, { relation: to }, ' as "other"))'],
    failures: (from) => ['select count(*) as "rows", (select count(*) from ', { relation: to }, ' as "other") as "expected" from ', ...from, " having count(*) <> (select count(*) from ", { relation: to }, ' as "other")'],
  }),
};

/** The SQL of a test of `relation`. Recency looks back from the execution time. */
export function testSqlOf(test: TestNode, relation: RelationNode, context: RenderContext): TestSql {
  const column = test.column === undefined ? "" : `${context.dialect.quote("row")}.${context.dialect.quote(test.column)}`;
  const type = relation.columns.find(({ name }) => name === test.column)?.type ?? { family: "text" };
  const compile = kinds[test.kind] as (spec: TestNode["spec"], scope: Scope) => TestSql;
  return compile(test.spec, { column, type, context });
}

/** Relations that a test reads besides the tested one. */
export const relationsOfTest = (test: TestNode): readonly NodeId[] => ("to" in test.spec ? [test.spec.to] : []);

/** A test whose failures are the rows for which `flag` is true. */
function flagged(flag: Template): TestSql {
  return {
    inner: [flag],
    outer: ([name]) => [`count(*) filter (where ${name})`],
    failures: (from) => ["select * from ", ...from, " where ", ...flag],
  };
}
