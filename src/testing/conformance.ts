import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Dialect, Value } from "../adapters/adapter.ts";
import type { Expr } from "../define/fragment.ts";
import type { Files } from "./project.ts";
import type { RenderContext } from "../compile/render.ts";
import { cases as functionCases } from "../adapters/conformance.ts";
import { cases as valueCases, isSame, queryOf } from "../compile/translate/cases.ts";
import { createProver } from "../adapters/duckdb/prover.ts";
import { compileFiles, executionTime } from "./project.ts";
import { queryCases } from "../compile/translate/query-cases.ts";
import { relationOf } from "../graph/graph.ts";
import { render, textOf } from "../compile/render.ts";
import { rowsQuery } from "../run/unit-test/typed-rows.ts";
import { targets } from "../compile/translate/targets.ts";
import { translate } from "../compile/translate/translate.ts";
import { unmarked } from "../compile/translate/places.ts";

/** An engine that cases run on. */
export interface CaseEngine {
  readonly dialect: Dialect;
  /** How many queries it is given at a time. */
  readonly concurrency: number;
  /** Values of the rows, in the order of the columns. */
  rows(sql: string): Promise<readonly (readonly Value[])[]>;
}

interface EngineCase {
  readonly name: string;
  /** Why the engine refuses the case, where it is known to. */
  readonly refusedBecause: string | undefined;
  /** The query in the engine's words, or why it has none. */
  written(): Promise<{ readonly sql: string } | { readonly refusals: readonly string[] }>;
  isExpected(rows: readonly (readonly Value[])[]): boolean;
}

/** The functions of `fn` on an engine; `spelled`: a case whose own SQL, around its function, is written in another way there. */
export function testFunctions(engine: CaseEngine, spelled: Readonly<Record<string, Expr>> = {}): void {
  const context: RenderContext = { dialect: engine.dialect, expandMacro: () => { throw new TypeError("no macros here"); }, executionTime, inline: () => undefined };
  const text = (fragment: Expr): string => textOf(render(fragment as never, context), String);
  const ready = functionCases.map(({ name, value, from, expected }): EngineCase => ({
    name,
    refusedBecause: undefined,
    written: async () => ({ sql: `select ${text(spelled[name] ?? value)} as value${from === undefined ? "" : ` from ${text(from)}`}` }),
    isExpected: (rows) => isDeepStrictEqual(rows, [[expected]]),
  }));
  testCases("of fn", engine, ready);
}

/** The golden cases of the translation on an engine: what DuckDB gives, or a refusal that is known. */
export function testTranslations(engine: CaseEngine): void {
  const target = engine.dialect;
  const prover = createProver();
  afterAll(async () => (await prover).close());
  const written = async (sql: string) => {
    const parsed = await (await prover).parse(sql);
    if (!parsed.ok) throw new Error(parsed.message);
    const translation = translate(parsed.tree, { target, rules: targets[target.name]!, open: new Map() });
    return translation.ok ? { sql: textOf(unmarked(translation.template), String) } : { refusals: translation.problems.map(({ message }) => message) };
  };
  const refusal = (refusedBy: { readonly [name: string]: string } | undefined) => refusedBy?.[target.name]?.split("; ")[0];
  const ready: readonly EngineCase[] = [
    ...valueCases.map((one) => ({ name: one.name, refusedBecause: refusal(one.refusedBy), written: () => written(queryOf(one)), isExpected: (rows: readonly (readonly Value[])[]) => rows.length === 1 && isSame(one.expected, rows[0]![0]) })),
    ...queryCases.map((one) => ({ name: one.name, refusedBecause: refusal(one.refusedBy), written: () => written(one.sql), isExpected: (rows: readonly (readonly Value[])[]) => isSame(one.rows, rows) })),
  ];
  testCases("of the translation", engine, ready);
}

/** A project whose models hold all that a translation passes through: relations, functions of `fn` and the engine's own text. */
const files: Files = {
  "sources/shop/orders.ts": `
import { source, t } from "rmodel";
export default source({ file: "data/orders.csv", columns: { order_id: t.integer().notNull(), sold_on: t.date(), amount: t.decimal(10, 2), sku: t.text() } });
`,
  "models/shop/fct_months.ts": `
import { fn, model, sql, t } from "rmodel";
import orders from "../../sources/shop/orders.ts";
const order = orders.as("order");
const month = fn.dateTrunc("month", order.sold_on);
export default model({
  description: "One row per month.",
  from: order,
  where: sql\`\${order.amount} * 2 / 3 > 1.2\`,
  groupBy: [month],
  columns: {
    month: t.date().is(month),
    ends_on: t.date().is(sql\`\${fn.dateAdd(month, 1, "month")} - 1\`),
    half: t.double().is(sql\`\${fn.average(order.amount)} / 2\`),
    skus: t.text().is(fn.stringAgg(order.sku, "+", order.sku)),
    first_sku: t.text().is(sql.dialect({ duckdb: sql\`min(\${order.sku})\`, postgres: sql\`min(\${order.sku} collate "C")\`, trino: sql\`array_min(array_agg(\${order.sku}))\` })),
  },
});
`,
  "models/shop/rpt_days.ts": `
import { fn, model, sql, t } from "rmodel";
import orders from "../../sources/shop/orders.ts";
const lowest = sql.dialect({ duckdb: sql\`(select min(amount) as amount from \${orders} where amount < 2)\`, postgres: sql\`(select min(amount)::numeric as amount from \${orders} where amount < 2)\`, trino: sql\`(select min_by(amount, amount) as amount from \${orders} where amount < 2)\` });
export default model({
  description: "One row per day.",
  query: sql\`
    select d.day, count(o.order_id) as orders, max(\${fn.cast(sql\`lowest.amount\`, t.decimal(10, 2))}) as lowest
    from \${fn.days(fn.cast("2024-01-30", t.date()), fn.cast("2024-02-01", t.date()))} as d
    left join \${orders} as o on o.sold_on = d.day
    cross join \${lowest} as lowest
    group by d.day
    qualify row_number() over (order by d.day) < 3\`,
  columns: { day: t.date(), orders: t.integer(), lowest: t.decimal(10, 2) },
});
`,
};

const orders = [
  { order_id: 1, sold_on: "2024-01-30", amount: "10.50", sku: "b" }, { order_id: 2, sold_on: "2024-01-30", amount: "4.25", sku: "A" }, { order_id: 3, sold_on: "2024-01-31", amount: "1.75", sku: "c" },
  { order_id: 4, sold_on: "2024-02-29", amount: "2.00", sku: "d" }, { order_id: 5, sold_on: null, amount: null, sku: null },
];

const modelRows: Readonly<Record<string, readonly (readonly Value[])[]>> = {
  "shop.fct_months": [["2024-01-01", "2024-01-31", 3.6875, "A+b", "A"], ["2024-02-01", "2024-02-29", 1, "d", "d"]],
  "shop.rpt_days": [["2024-01-30", 2n, "1.75"], ["2024-01-31", 1n, "1.75"]],
};

/** Models compiled for an engine, relations of theirs and all. */
export function testModels(engine: CaseEngine): void {
  test.each(Object.keys(modelRows))("%s, compiled for it", async (id) => {
    const { graph, relations } = await compileFiles(files, engine.dialect);
    const { columns, origin } = relationOf(graph, "shop.orders");
    const given = `(${rowsQuery(orders, columns, "shop.orders", origin, engine.dialect)})`;
    const query = textOf(relations.get(id)!.query!, () => given);
    expect(await engine.rows(`select * from (${query}) as model order by 1`)).toEqual(modelRows[id]);
  });
}

/** All cases run before the first test, several at a time; each test then tells of its own. */
function testCases(of: string, engine: CaseEngine, cases: readonly EngineCase[]): void {
  const outcomes = new Map<EngineCase, string>();
  beforeAll(async () => {
    const waiting = [...cases];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) outcomes.set(next, await outcomeOf(next, engine));
    };
    await Promise.all(Array.from({ length: engine.concurrency }, work));
  });
  afterAll(() => {
    const count = (outcome: string): number => [...outcomes.values()].filter((one) => one === outcome).length;
    const [equals, refusals] = [count(equal), count(refused)];
    console.log(`conformance ${engine.dialect.name}: ${cases.length} cases ${of}, ${equals} equal, ${refusals} refused with a reason, ${cases.length - equals - refusals} different`);
  });
  for (const one of cases) {
    test(one.name, ({ skip }) => {
      const outcome = outcomes.get(one);
      skip(outcome === refused, one.refusedBecause);
      expect(outcome).toBe(equal);
    });
  }
}

const equal = "equal";
const refused = "refused";

async function outcomeOf(one: EngineCase, engine: CaseEngine): Promise<string> {
  const written = await one.written();
  if ("refusals" in written) return one.refusedBecause !== undefined && written.refusals.includes(one.refusedBecause) ? refused : `refused, because ${written.refusals.join("; ")}`;
  if (one.refusedBecause !== undefined) return `not refused any more: ${written.sql}`;
  try {
    const rows = await engine.rows(written.sql);
    return one.isExpected(rows) ? equal : `${shown(rows)} is what this gives: ${written.sql}`;
  } catch (thrown) {
    return `${(thrown as Error).message}: ${written.sql}`;
  }
}

const shown = (rows: readonly (readonly Value[])[]): string => JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
