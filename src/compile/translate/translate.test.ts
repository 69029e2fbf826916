import { afterAll, describe, expect, test } from "vitest";
import type { Opaque, Translation } from "./translate.ts";
import { cases, isSame, queryOf } from "./cases.ts";
import { createContext } from "./context.ts";
import { createProver } from "../../adapters/duckdb/prover.ts";
import { dialectsForTests } from "./dialects-for-tests.ts";
import { isNode } from "./tree.ts";
import { openSandbox } from "../../adapters/duckdb/sandbox.ts";
import { outermost } from "./scope.ts";
import { queryCases } from "./query-cases.ts";
import { targets } from "./targets.ts";
import { textOf } from "../render.ts";
import { translate } from "./translate.ts";
import { unmark, unmarked } from "./places.ts";
import { writeQuery } from "./query.ts";

const prover = await createProver();
const sandbox = await openSandbox();
afterAll(async () => {
  prover.close();
  await sandbox.close();
});

type Target = "postgres" | "trino";
const both: readonly Target[] = ["postgres", "trino"];

async function treeOf(sql: string): Promise<unknown> {
  const parsed = await prover.parse(sql);
  if (!parsed.ok) throw new Error(`${sql}: ${parsed.message}`);
  return parsed.tree;
}

const translated = async (sql: string, target: Target, open: Readonly<Record<string, Opaque>> = {}): Promise<Translation> =>
  translate(await treeOf(sql), { target: dialectsForTests[target], rules: targets[target]!, open: new Map(Object.entries(open)) });

/** The translated text, each relation in braces. */
async function textIn(sql: string, target: Target, open: Readonly<Record<string, Opaque>> = {}): Promise<string> {
  const translation = await translated(sql, target, open);
  return translation.ok ? textOf(unmarked(translation.template), (id) => `{${id}}`) : translation.problems.map(({ message, offset }) => `${offset}: ${message}`).join("\n");
}

const all = [...cases.map((one) => ({ ...one, query: queryOf(one) })), ...queryCases.map((one) => ({ ...one, query: one.sql }))];

describe("DuckDB itself", () => {
  test.each(cases)("$name", async (one) => {
    const [row] = await sandbox.query(queryOf(one));
    expect(isSame(one.expected, row!.value), String(row!.value)).toBe(true);
  });

  test.each(queryCases.filter(({ refusedBy }) => refusedBy?.postgres === undefined || refusedBy.trino === undefined))("$name", async ({ sql, rows }) => {
    const found = (await sandbox.query(sql)).map((row) => Object.values(row));
    expect(found.length === rows.length && rows.every((row, index) => isSame(row, found[index])), JSON.stringify(found, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))).toBe(true);
  });
});

describe.each(both)("for %s", (target) => {
  test("the texts are the expected ones", async () => {
    const texts: string[] = [];
    for (const { name, query, refusedBy } of all) if (refusedBy?.[target] === undefined) texts.push(`-- ${name}\n${await textIn(query, target)};\n`);
    await expect(texts.join("\n")).toMatchFileSnapshot(`expected/${target}.sql`);
  });

  test.each(all.filter(({ refusedBy }) => refusedBy?.[target] !== undefined))("$name is refused", async ({ query, refusedBy }) => {
    const translation = await translated(query, target);
    expect(translation.ok ? [] : translation.problems.map(({ message }) => message)).toContain(refusedBy![target]!.split("; ")[0]!);
  });
});

test("types are those that DuckDB has", async () => {
  for (const { name, query, refusedBy } of all) {
    // A text joined with null is an integer in DuckDB, but null all the same.
    if (refusedBy?.postgres !== undefined || name.startsWith("joined with")) continue;
    const { context, problems } = createContext(dialectsForTests.postgres, targets.postgres!, new Map());
    const tree = await treeOf(query);
    const columns = isNode(tree) ? writeQuery(tree, { context, scope: outermost }).columns : undefined;
    const proof = await prover.describe([], query, false);
    // A null of no type is an integer in DuckDB.
    const inferred = columns?.map(({ type }, index) => (type?.family === "null" && proof.ok ? proof.columns[index]?.family : type?.family));
    expect({ query, problems, columns: inferred }).toEqual({ query, problems: [], columns: proof.ok ? proof.columns.map(({ family }) => family) : proof.message });
    // How many digits stand after the point shows when it is written as text.
    const scales = columns?.map(({ type }) => (type?.family === "decimal" ? type.scale : undefined));
    expect({ query, scales }).toEqual({ query, scales: proof.ok ? proof.columns.map(({ engineType }) => (/^DECIMAL\(\d+,(\d+)\)$/.exec(engineType) === null ? undefined : Number(/,\s*(\d+)\)/.exec(engineType)![1]))) : undefined });
  }
});

const orders: Opaque = { kind: "relation", relation: "shop.orders", name: "orders", columns: [{ name: "id", type: { family: "integer" } }, { name: "sold_on", type: { family: "date" } }, { name: "amount", type: { family: "decimal", precision: 10, scale: 2 } }] };
const lines: Opaque = { kind: "relation", relation: "shop.lines", name: "lines", columns: [{ name: "id", type: { family: "integer" } }, { name: "sku", type: { family: "text" } }] };

test.each<readonly [string, string, string]>([
  ["a relation stays open", `select o.id from "rmodel:0" as o`, `select "o"."id"\nfrom {shop.orders} as "o"`],
  ["a relation without an alias has its own name", `select orders.id, amount from "rmodel:0"`, `select "orders"."id", "amount"\nfrom {shop.orders} as "orders"`],
  ["new names of columns leave undeclared columns out", `select o.a from "rmodel:0" as o(a)`, `select "o"."a"\nfrom (select "id" as "a", "sold_on" as "sold_on", "amount" as "amount" from {shop.orders}) as "o"`],
  ["a star is the declared columns", `select * from "rmodel:1"`, `select "id", "sku"\nfrom {shop.lines} as "lines"`],
  ["using is a condition", `select id, sku from "rmodel:0" as o join "rmodel:1" as l using (id)`, `select "o"."id", "l"."sku"\nfrom {shop.orders} as "o"\njoin {shop.lines} as "l" on "o"."id" = "l"."id"`],
])("%s", async (_, sql, expected) => {
  expect(await textIn(sql, "trino", { "rmodel:0": orders, "rmodel:1": lines })).toBe(expected);
});

const call = (name: Extract<Opaque, { kind: "call" }>["name"]): Opaque => ({ kind: "call", name });

test.each<readonly [string, string, Readonly<Record<string, Opaque>>, string]>([
  ["a function of fn is the target's affair", `select "rmodel:2"('month', sold_on) + 1 as d from "rmodel:0"`, { "rmodel:2": call("date_trunc") }, `select (fn_date_trunc('month', "sold_on")) + 1 as "d"\nfrom {shop.orders} as "orders"`],
  ["its arguments are translated", `select "rmodel:2"(amount / 2, 0.5) as p from "rmodel:0"`, { "rmodel:2": call("percentile") }, `select fn_percentile((cast("amount" as double precision) / cast(2 as double precision)), 0.5) as "p"\nfrom {shop.orders} as "orders"`],
  ["a filter goes into the argument", `select "rmodel:2"(amount) filter (where id > 1) as p from "rmodel:0"`, { "rmodel:2": call("average") }, `select fn_average(case when "id" > 1 then "amount" end) as "p"\nfrom {shop.orders} as "orders"`],
  ["an aggregate stands over a window", `select "rmodel:2"(amount) over (order by id) as p from "rmodel:0"`, { "rmodel:2": call("average") }, `select fn_average("amount") over (order by "id" nulls last) as "p"\nfrom {shop.orders} as "orders"`],
  ["texts are compared by code point in it", `select "rmodel:2"(id, sku) as p from "rmodel:1"`, { "rmodel:2": call("arg_max") }, `select fn_arg_max("id", ("sku" collate "C")) as "p"\nfrom {shop.lines} as "lines"`],
  ["a table of days", `select d.day + 1 as e from "rmodel:2"(date '2020-01-01', date '2020-01-31') as d`, { "rmodel:2": call("days") }, `select "d"."day" + 1 as "e"\nfrom fn_days(date '2020-01-01', date '2020-01-31') as "d"`],
  ["text of the target's own stands in parentheses", `select 2 * "rmodel:2" as x, "rmodel:2" as y from "rmodel:0"`, { "rmodel:2": { kind: "raw", template: ["a + ", { relation: "shop.lines" }], type: { family: "integer" } } }, `select 2 * (a + {shop.lines}) as "x", a + {shop.lines} as "y"\nfrom {shop.orders} as "orders"`],
  ["as a table it stands as it is", `select t.x, y from "rmodel:2" as t`, { "rmodel:2": { kind: "raw", template: ["(select 1 as x, 2 as y)"] } }, `select "t"."x", "y"\nfrom (select 1 as x, 2 as y) as "t"`],
  ["what depends on an unknown type is refused", `select "rmodel:2" || 'x' as x from "rmodel:0"`, { "rmodel:2": { kind: "raw", template: ["a"] } }, `18: the type of this is not known, but how it is written as text depends on its type`],
  ["unless a cast says what it is", `select cast("rmodel:2" as varchar) || 'x' as x, cast("rmodel:2" as date) as d from "rmodel:0"`, { "rmodel:2": { kind: "raw", template: ["a + 1"] } }, `select cast(a + 1 as text) || 'x' as "x", cast(a + 1 as date) as "d"\nfrom {shop.orders} as "orders"`],
  ["a dialect's own complaint is a problem at its place", `select strftime(sold_on, '%U') as x from "rmodel:0"`, {}, `7: %U cannot be said here`],
])("%s", async (_, sql, open, expected) => {
  expect(await textIn(sql, "postgres", { "rmodel:0": orders, "rmodel:1": lines, ...open })).toBe(expected);
});

test("every problem is told, at its place and once", async () => {
  const sql = "select 'ä€😀', hash(n) as h, h + 1 as i, cast(n as float) as f from (select random() as n, 1 as m) as q where m in (select uuid())";
  const translation = await translated(sql, "postgres");
  expect(translation.ok ? [] : translation.problems.map(({ message, offset }) => [message, sql.slice(offset).slice(0, 7)])).toEqual([
    ["random is not translated for PostgreSQL", "random("],
    ["uuid is not translated for PostgreSQL", "uuid())"],
  ]);
});

test("a place of the translated text leads back to where it was written", async () => {
  const sql = "select 'ä€😀' as sign, round(weight, 1) as w from (values (1.5e0)) as v(weight) where weight > 1";
  const translation = await translated(sql, "postgres");
  const { text, offsetAt } = unmark(textOf(translation.ok ? translation.template : [], String));
  expect(text).not.toMatch(/[\uE000-\uF8FF]/);
  const at = (part: string): string => sql.slice(offsetAt(text.indexOf(part)));
  expect(at("trunc(")).toMatch(/^round\(weight, 1\)/);
  expect(at(`"weight" > 1`)).toMatch(/^weight > 1/);
  expect(at("'ä€😀'")).toMatch(/^'ä€😀' as sign/);
});

test("what the tree says besides is refused", async () => {
  const tree = await treeOf("select a from (values (1)) as v(a)");
  const strange = JSON.parse(JSON.stringify(tree).replace('"from_table":{', '"from_table":{"at_clause":{"unit":"VERSION"},')) as unknown;
  const translation = translate(strange, { target: dialectsForTests.postgres, rules: targets.postgres!, open: new Map() });
  expect(translation.ok ? [] : translation.problems.map(({ message }) => message)).toEqual(["subquery in from is not translated for PostgreSQL"]);
});
